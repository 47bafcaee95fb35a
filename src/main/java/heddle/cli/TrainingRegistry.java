package heddle.cli;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A registry on the loopback for the training run, so that the cache knows the classes of TLS and
 * HTTP/2 without a network. It speaks as much of HTTP/2 (RFC 9113) as Heddle's own client needs:
 * who asks for {@code config.json} gets it, who asks for anything else one text that has the
 * versions of all crates, of which a client takes those that bear the name it asked for.
 */
final class TrainingRegistry implements AutoCloseable {
  private static final int CRATES = 40;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int FRAME = 16_384;
  private static final char[] PASSWORD = "training".toCharArray();

  private static final String CONFIG = "{\"dl\": \"https://localhost/\"}";
  private static final String INDEX = index(CRATES);

  private final SSLServerSocket socket;

  /**
   * @param key a PKCS #12 with a key that is no secret
   */
  TrainingRegistry(InputStream key) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(key, PASSWORD);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      this.socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    Thread.ofPlatform().daemon().name("registry").start(this::serve);
  }

  String index() {
    return "sparse+https://localhost:" + socket.getLocalPort() + "/";
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket client = (SSLSocket) socket.accept()) {
        answer(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException _) {
        // The client is gone; a training that lacks something fails by itself.
      }
    }
  }

  private static void answer(DataInputStream in, OutputStream out) throws IOException {
    in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
    write(out, SETTINGS, 0, 0, new byte[0]);
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] content = in.readNBytes(length);
        boolean acknowledged = (flags & 1) != 0;
        if ((type == SETTINGS || type == PING) && !acknowledged) {
          write(out, type, 1, 0, type == PING ? content : new byte[0]);
        } else if (type == HEADERS) {
          boolean config = new String(content, StandardCharsets.ISO_8859_1).contains("config.json");
          byte[] body = (config ? CONFIG : INDEX).getBytes(StandardCharsets.UTF_8);
          // 0x88 is `:status: 200` of HPACK's static table; 4 ends the headers, 1 the stream.
          write(out, HEADERS, 4, stream, new byte[] {(byte) 0x88});
          for (int at = 0; at < body.length; at += FRAME) {
            int end = Math.min(body.length, at + FRAME);
            write(out, DATA, end == body.length ? 1 : 0, stream, Arrays.copyOfRange(body, at, end));
          }
        }
      }
    } catch (EOFException _) {
      // The client has what it wanted.
    }
  }

  private static void write(OutputStream out, int type, int flags, int stream, byte[] content)
      throws IOException {
    byte[] frame = new byte[9 + content.length];
    frame[0] = (byte) (content.length >> 16);
    frame[1] = (byte) (content.length >> 8);
    frame[2] = (byte) content.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    for (int i = 0; i < 4; i++) {
      frame[5 + i] = (byte) (stream >> (24 - 8 * i));
    }
    System.arraycopy(content, 0, frame, 9, content.length);
    out.write(frame);
    out.flush();
  }

  /** All the kinds of values that features have, where the dependency for it is there. */
  private static String std(int crate, int crates) {
    String below = "t" + (crate + 1);
    String optional = "t" + (crate + 3);
    return crate + 3 < crates
        ? "\"dep:" + optional + "\", \"" + optional + "?/std\", \"" + below + "/std\""
        : "";
  }

  /** Crate {@code tN} has versions {@code N.x.y} and wants some of the crates behind it. */
  private static String index(int crates) {
    var text = new StringBuilder();
    for (int i = 0; i < crates; i++) {
      for (int minor = 0; minor < 3; minor++) {
        text.append("{\"name\": \"t").append(i).append("\", \"vers\": \"").append(i);
        text.append('.').append(minor).append(".0\", \"deps\": [");
        for (int d = 1; d <= 3 && i + d < crates; d++) {
          text.append(d == 1 ? "" : ", ").append("{\"name\": \"t").append(i + d);
          text.append("\", \"req\": \"^").append(i + d).append(d == 2 ? ".1" : "");
          text.append("\", \"features\": [\"std\"], \"optional\": ").append(d == 3);
          text.append(", \"default_features\": ").append(d != 2).append(", \"target\": ");
          text.append(d == 2 ? "\"cfg(unix)\"" : "null").append(", \"kind\": \"");
          text.append(d == 3 ? "build" : "normal").append("\"}");
        }
        text.append("], \"cksum\": \"").append("0".repeat(64)).append("\", \"features\": {");
        text.append("\"default\": [\"std\"], \"std\": [")
            .append(std(i, crates))
            .append("]}, \"yanked\": ")
            .append(minor == 1);
        text.append(", \"rust_version\": \"1.").append(60 + minor).append("\"}\n");
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
