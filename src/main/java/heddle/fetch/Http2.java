package heddle.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * One connection of HTTP/2 (RFC 9113) over which many small texts are asked for at once. It knows
 * GET without a body and takes answers into memory. What it does not know how to go on with ends
 * it: all that waits fails, and whoever asked asks in another way. Safe for many threads.
 */
final class Http2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH = 5;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW = 8;
  private static final int CONTINUATION = 9;

  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 32;

  private static final int STREAMS_SETTING = 3;
  private static final int FRAME_SETTING = 5;

  /** The longest frame there is without an agreement. */
  private static final int FRAME = 1 << 14;

  /** How many bytes of headers one answer may have. */
  private static final int HEADERS_LIMIT = 1 << 18;

  /** How many bytes may be under way: no text shall wait for leave to come. */
  private static final int ROOM = 1 << 30;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Hpack hpack = new Hpack();
  private final Map<Integer, Exchange> open = new HashMap<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(1 << 13);
  private int next = 1;

  /** Bytes that came since the server was last told that more may come. */
  private int used;

  private int most = 100;
  private int longest = FRAME;
  private Optional<IOException> end = Optional.empty();

  private Http2(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 15));
    this.out = socket.getOutputStream();
  }

  /** One answer: its headers, and its body as it came. */
  final class Exchange {
    private final long limit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
    private Map<String, String> headers = Map.of();
    private Optional<IOException> failure = Optional.empty();
    private boolean done;

    private Exchange(long limit) {
      this.limit = limit;
    }

    /** Waits for the answer. Its status stands in the header {@code :status}. */
    Page await() throws IOException, InterruptedException {
      synchronized (Http2.this) {
        flush();
        while (!done) {
          Http2.this.wait();
        }
        if (failure.isPresent()) {
          throw new IOException(failure.get().getMessage(), failure.get());
        }
        int status = Integer.parseInt(headers.getOrDefault(":status", "0"));
        return new Page(status, headers, body.toByteArray());
      }
    }

    private void fail(IOException e) {
      if (!done) {
        failure = Optional.of(e);
        done = true;
      }
    }
  }

  /** Begins to speak over a socket on which HTTP/2 was agreed. */
  static Http2 over(SSLSocket socket) throws IOException {
    var connection = new Http2(socket);
    connection.greet();
    Thread.ofPlatform().daemon().name("HTTP/2").start(connection::read);
    return connection;
  }

  private void greet() {
    pending.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    var settings = new byte[12];
    settings[1] = 2; // ENABLE_PUSH: no
    settings[7] = 4; // INITIAL_WINDOW_SIZE
    put(settings, 8, ROOM);
    frame(SETTINGS, 0, 0, settings);
    var window = new byte[4];
    put(window, 0, ROOM - 65_535);
    frame(WINDOW, 0, 0, window);
  }

  private static void put(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (24 - 8 * i));
    }
  }

  /** Asks for a text; the question goes out with others, when the first answer is waited for. */
  synchronized Exchange get(String authority, String path, Map<String, String> headers, long limit)
      throws IOException, InterruptedException {
    while (open.size() >= most && end.isEmpty()) {
      flush();
      wait();
    }
    if (end.isPresent()) {
      throw new IOException(end.get().getMessage(), end.get());
    }
    byte[] block = Hpack.request(authority, path, headers);
    if (block.length > longest || next < 0) {
      throw new IOException("HTTP/2: the request does not fit");
    }
    var exchange = new Exchange(limit);
    open.put(next, exchange);
    frame(HEADERS, END_STREAM | END_HEADERS, next, block);
    next += 2;
    if (pending.size() > FRAME / 2) {
      flush();
    }
    return exchange;
  }

  private void frame(int type, int flags, int stream, byte[] content) {
    var head = new byte[9];
    head[0] = (byte) (content.length >> 16);
    head[1] = (byte) (content.length >> 8);
    head[2] = (byte) content.length;
    head[3] = (byte) type;
    head[4] = (byte) flags;
    put(head, 5, stream);
    pending.writeBytes(head);
    pending.writeBytes(content);
  }

  private void flush() {
    if (pending.size() == 0) {
      return;
    }
    try {
      out.write(pending.toByteArray());
      out.flush();
      pending.reset();
    } catch (IOException e) {
      over(e);
    }
  }

  private void read() {
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        if (length > FRAME) {
          throw new IOException("HTTP/2: a frame of " + length + " bytes is too long");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
          throw new EOFException("the connection ended");
        }
        take(type, flags, stream, content);
      }
    } catch (IOException e) {
      synchronized (this) {
        over(e);
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        over(new IOException("HTTP/2: an answer makes no sense: " + e, e));
      }
    }
  }

  private void take(int type, int flags, int stream, byte[] content) throws IOException {
    switch (type) {
      case DATA -> data(flags, stream, content);
      case HEADERS -> headers(flags, stream, content);
      case RESET -> {
        synchronized (this) {
          Exchange refused = open.get(stream);
          if (refused != null) {
            refused.fail(new IOException("HTTP/2: the server refuses to answer"));
            finish(stream);
          }
        }
      }
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          settings(content);
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          synchronized (this) {
            frame(PING, ACK, 0, content);
            flush();
          }
        }
      }
      // What was not answered before may not be: all of it is asked again in another way.
      case GOAWAY -> throw new IOException("HTTP/2: the server ends the connection");
      case PUSH, CONTINUATION -> throw new IOException("HTTP/2: an unexpected frame");
      default -> {
        // Others do not concern who sends no bodies.
      }
    }
  }

  private void data(int flags, int stream, byte[] content) throws IOException {
    int padding = (flags & PADDED) != 0 ? (content[0] & 0xff) + 1 : 0;
    int start = (flags & PADDED) != 0 ? 1 : 0;
    if (padding > content.length) {
      throw new IOException("HTTP/2: a frame is shorter than its padding");
    }
    synchronized (this) {
      Exchange exchange = open.get(stream);
      if (exchange != null) {
        exchange.body.write(content, start, content.length - padding);
        if (exchange.body.size() > exchange.limit) {
          exchange.fail(new TooLong(exchange.limit));
        }
        if ((flags & END_STREAM) != 0) {
          finish(stream);
        }
      }
      used += content.length;
      if (used > ROOM / 2) {
        var window = new byte[4];
        put(window, 0, used);
        frame(WINDOW, 0, 0, window);
        used = 0;
        flush();
      }
    }
  }

  private void headers(int flags, int stream, byte[] content) throws IOException {
    int padding = (flags & PADDED) != 0 ? content[0] & 0xff : 0;
    int start = ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
    var block = new ByteArrayOutputStream(content.length);
    block.write(content, start, content.length - start - padding);
    int more = flags;
    while ((more & END_HEADERS) == 0) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      more = in.readUnsignedByte();
      int same = in.readInt() & Integer.MAX_VALUE;
      if (type != CONTINUATION || same != stream || block.size() + length > HEADERS_LIMIT) {
        throw new IOException("HTTP/2: headers are cut short");
      }
      block.writeBytes(in.readNBytes(length));
    }
    // Also of an answer that nobody waits for: what it says counts for those that follow.
    Map<String, String> read = hpack.read(block.toByteArray());
    synchronized (this) {
      Exchange exchange = open.get(stream);
      if (exchange == null) {
        return;
      }
      boolean preliminary = read.getOrDefault(":status", "").startsWith("1");
      if (exchange.headers.isEmpty() && !preliminary) {
        exchange.headers = read;
      }
      if ((flags & END_STREAM) != 0) {
        finish(stream);
      }
    }
  }

  private synchronized void settings(byte[] content) {
    for (int at = 0; at + 6 <= content.length; at += 6) {
      int name = ((content[at] & 0xff) << 8) | (content[at + 1] & 0xff);
      int value = 0;
      for (int i = 2; i < 6; i++) {
        value = (value << 8) | (content[at + i] & 0xff);
      }
      if (name == STREAMS_SETTING) {
        most = value < 0 ? Integer.MAX_VALUE : Math.max(1, value);
      } else if (name == FRAME_SETTING && value > 0) {
        longest = value;
      }
    }
    frame(SETTINGS, ACK, 0, new byte[0]);
    flush();
    notifyAll();
  }

  /** An answer is complete, or will not be. */
  private void finish(int stream) {
    Exchange exchange = open.remove(stream);
    if (exchange != null) {
      if (exchange.headers.isEmpty()) {
        exchange.fail(new IOException("HTTP/2: an answer without headers"));
      }
      exchange.done = true;
      notifyAll();
    }
  }

  /** Whether it can be asked for more. */
  synchronized boolean isOpen() {
    return end.isEmpty();
  }

  private void over(IOException e) {
    if (end.isEmpty()) {
      end = Optional.of(e);
    }
    open.values().forEach(exchange -> exchange.fail(e));
    open.clear();
    notifyAll();
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }
}
