package heddle.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The header compression of HTTP/2 (RFC 7541), seen from a client: requests are written without
 * compression, answers are read with all that a server may use. One object belongs to one
 * connection, for what was read before counts.
 */
final class Hpack {
  /** A header; its name is in lower case. */
  record Header(String name, String value) {
    int size() {
      return name.length() + value.length() + 32;
    }
  }

  /** The table of RFC 7541, appendix A, from its first entry on: name and value in turn. */
  private static final String[] FIXED = {
    ":authority",
    "",
    ":method",
    "GET",
    ":method",
    "POST",
    ":path",
    "/",
    ":path",
    "/index.html",
    ":scheme",
    "http",
    ":scheme",
    "https",
    ":status",
    "200",
    ":status",
    "204",
    ":status",
    "206",
    ":status",
    "304",
    ":status",
    "400",
    ":status",
    "404",
    ":status",
    "500",
    "accept-charset",
    "",
    "accept-encoding",
    "gzip, deflate",
    "accept-language",
    "",
    "accept-ranges",
    "",
    "accept",
    "",
    "access-control-allow-origin",
    "",
    "age",
    "",
    "allow",
    "",
    "authorization",
    "",
    "cache-control",
    "",
    "content-disposition",
    "",
    "content-encoding",
    "",
    "content-language",
    "",
    "content-length",
    "",
    "content-location",
    "",
    "content-range",
    "",
    "content-type",
    "",
    "cookie",
    "",
    "date",
    "",
    "etag",
    "",
    "expect",
    "",
    "expires",
    "",
    "from",
    "",
    "host",
    "",
    "if-match",
    "",
    "if-modified-since",
    "",
    "if-none-match",
    "",
    "if-range",
    "",
    "if-unmodified-since",
    "",
    "last-modified",
    "",
    "link",
    "",
    "location",
    "",
    "max-forwards",
    "",
    "proxy-authenticate",
    "",
    "proxy-authorization",
    "",
    "range",
    "",
    "referer",
    "",
    "refresh",
    "",
    "retry-after",
    "",
    "server",
    "",
    "set-cookie",
    "",
    "strict-transport-security",
    "",
    "transfer-encoding",
    "",
    "user-agent",
    "",
    "vary",
    "",
    "via",
    "",
    "www-authenticate",
    ""
  };

  private static final int ENTRIES = FIXED.length / 2;

  /** How many bytes of earlier headers a server may have us keep. */
  private static final int ROOM = 4096;

  private final Deque<Header> recent = new ArrayDeque<>();
  private int room = ROOM;
  private int used;

  /** The headers of a request for the text at a path. */
  static byte[] request(String authority, String path, Map<String, String> headers) {
    var out = new ByteArrayOutputStream(256);
    out.write(0x82); // :method GET
    out.write(0x87); // :scheme https
    literal(out, 1, authority);
    literal(out, 4, path);
    headers.forEach((name, value) -> {
      out.write(0);
      text(out, name);
      text(out, value);
    });
    return out.toByteArray();
  }

  /** A header whose name stands in the fixed table; it shall not be kept. */
  private static void literal(ByteArrayOutputStream out, int name, String value) {
    out.write(name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  /** A number behind one bit that is not set. */
  private static void number(ByteArrayOutputStream out, int value) {
    if (value < 127) {
      out.write(value);
      return;
    }
    out.write(127);
    int rest = value - 127;
    while (rest > 127) {
      out.write((rest & 127) | 128);
      rest >>= 7;
    }
    out.write(rest);
  }

  /** The headers of a block, of which a repeated one counts as it stands first. */
  Map<String, String> read(byte[] block) throws IOException {
    var in = new Block(block);
    var headers = new HashMap<String, String>();
    while (in.more()) {
      int first = in.peek();
      if ((first & 0x80) != 0) {
        put(headers, at(in.number(7)));
      } else if ((first & 0x40) != 0) {
        Header header = in.header(6);
        put(headers, header);
        keep(header);
      } else if ((first & 0x20) != 0) {
        resize(in.number(5));
      } else {
        put(headers, in.header(4));
      }
    }
    return headers;
  }

  private static void put(Map<String, String> headers, Header header) {
    headers.putIfAbsent(header.name, header.value);
  }

  private Header at(int index) throws IOException {
    if (index > 0 && index <= ENTRIES) {
      return new Header(FIXED[2 * index - 2], FIXED[2 * index - 1]);
    }
    int skip = index - ENTRIES - 1;
    if (skip < 0 || skip >= recent.size()) {
      throw new IOException("HTTP/2: there is no header " + index);
    }
    Iterator<Header> each = recent.iterator();
    while (skip-- > 0) {
      each.next();
    }
    return each.next();
  }

  private void keep(Header header) {
    recent.addFirst(header);
    used += header.size();
    shrink();
  }

  private void resize(int size) throws IOException {
    if (size > ROOM) {
      throw new IOException("HTTP/2: a table of " + size + " bytes is too large");
    }
    room = size;
    shrink();
  }

  private void shrink() {
    while (used > room) {
      used -= recent.removeLast().size();
    }
  }

  /** Reads the parts of a block of headers. */
  private final class Block {
    private final byte[] bytes;
    private int at;

    Block(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean more() {
      return at < bytes.length;
    }

    int peek() {
      return bytes[at] & 0xff;
    }

    private int next() throws IOException {
      if (at == bytes.length) {
        throw new IOException("HTTP/2: headers end too early");
      }
      return bytes[at++] & 0xff;
    }

    int number(int bits) throws IOException {
      int most = (1 << bits) - 1;
      int value = next() & most;
      if (value < most) {
        return value;
      }
      for (int shift = 0; shift < 28; shift += 7) {
        int more = next();
        value += (more & 127) << shift;
        if (more < 128) {
          return value;
        }
      }
      throw new IOException("HTTP/2: a number in headers is too large");
    }

    Header header(int bits) throws IOException {
      int name = number(bits);
      String named = name == 0 ? text() : Hpack.this.at(name).name;
      return new Header(named, text());
    }

    private String text() throws IOException {
      boolean packed = (next() & 0x80) != 0;
      at--;
      int length = number(7);
      if (length > bytes.length - at) {
        throw new IOException("HTTP/2: headers end too early");
      }
      int from = at;
      at += length;
      return packed
          ? Huffman.text(bytes, from, at)
          : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
  }
}
