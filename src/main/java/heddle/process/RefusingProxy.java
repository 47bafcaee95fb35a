package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A proxy for HTTP and HTTPS that refuses every request and remembers where it was to go, so that a
 * message can name the host. It listens on the loopback interface of the network namespace in which
 * its socket was made, and works on whatever thread asks it to.
 */
final class RefusingProxy {
  /** In a namespace the port is always the same, and with it the environment. */
  static final int PORT = 3128;

  private static final long AF_INET = 2;
  private static final long STREAM = 1 | 02000000;
  private static final long CLOEXEC = 02000000;
  private static final int MOST = 100;
  private static final String ANSWER =
      """
      HTTP/1.1 403 Forbidden\r
      Content-Type: text/plain\r
      Connection: close\r
      \r
      This action may not use the network.
      """;

  private final Kernel kernel;
  private final int socket;
  private final int port;
  private final LinkedHashSet<Denied.Network> asked = new LinkedHashSet<>();

  RefusingProxy(Kernel kernel, int socket, int port) {
    this.kernel = kernel;
    this.socket = socket;
    this.port = port;
  }

  /** The calls that make a listening socket, the descriptor opened last; 0 is any free port. */
  static void listen(Script script, int port) {
    script.opens(Syscall.SOCKET, AF_INET, STREAM, 0);
    script.onOpened(Syscall.BIND, address(script.arena(), port).address(), 16);
    script.onOpened(Syscall.LISTEN, 16);
  }

  /** One in the namespace of the calling thread. */
  static RefusingProxy here(Kernel kernel) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var script = new Script(kernel, arena);
      listen(script, 0);
      if (!script.go()) {
        throw new IOException("no loopback interface: " + script.failure().orElse(""));
      }
      var address = arena.allocate(16, 4);
      var size = arena.allocate(ValueLayout.JAVA_INT);
      size.set(ValueLayout.JAVA_INT, 0, 16);
      kernel.must(Syscall.GETSOCKNAME, script.opened(), address.address(), size.address());
      int port =
          (address.get(ValueLayout.JAVA_BYTE, 2) & 0xff) << 8
              | (address.get(ValueLayout.JAVA_BYTE, 3) & 0xff);
      return new RefusingProxy(kernel, script.opened(), port);
    }
  }

  private static MemorySegment address(Arena arena, int port) {
    var address = arena.allocate(16, 4); // struct sockaddr_in, in the network's byte order
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
    address.set(ValueLayout.JAVA_BYTE, 2, (byte) (port >> 8));
    address.set(ValueLayout.JAVA_BYTE, 3, (byte) port);
    address.set(ValueLayout.JAVA_BYTE, 4, (byte) 127);
    address.set(ValueLayout.JAVA_BYTE, 7, (byte) 1);
    return address;
  }

  int socket() {
    return socket;
  }

  int port() {
    return port;
  }

  /** Where it listens, a struct sockaddr_in. */
  MemorySegment address(Arena arena) {
    return address(arena, port);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Answers who is waiting to be let in; a client that says nothing is waited for 100 ms. */
  void serve() {
    long client = kernel.call(Syscall.ACCEPT4, socket, 0, 0, CLOEXEC);
    if (client < 0) {
      return;
    }
    try (var arena = Arena.ofConfined()) {
      if (asked.size() < MOST) {
        request(arena, (int) client).ifPresent(asked::add);
      }
      var answer = arena.allocateFrom(ANSWER);
      long dontSignal = 0x4000;
      kernel.call(
          Syscall.SENDTO, client, answer.address(), answer.byteSize() - 1, dontSignal, 0, 0);
    } finally {
      kernel.call(Syscall.CLOSE, client);
    }
  }

  private Optional<Denied.Network> request(Arena arena, int client) {
    var poll = arena.allocate(8, 8);
    poll.set(ValueLayout.JAVA_INT, 0, client);
    poll.set(ValueLayout.JAVA_INT, 4, 1); // POLLIN
    var time = arena.allocate(16, 8);
    time.set(ValueLayout.JAVA_LONG, 8, 100_000_000L);
    if (kernel.call(Syscall.PPOLL, poll.address(), 1, time.address(), 0, 8) <= 0) {
      return Optional.empty();
    }
    var buffer = arena.allocate(4096);
    long n = kernel.call(Syscall.READ, client, buffer.address(), 4096);
    if (n <= 0) {
      return Optional.empty();
    }
    var text =
        new String(
            buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    return asked(text.lines().findFirst().orElse(""));
  }

  /** What a request line of RFC 9112 asks a proxy for. */
  static Optional<Denied.Network> asked(String line) {
    var words = line.split(" ", -1);
    if (words.length < 2) {
      return Optional.empty();
    }
    var target = words[1];
    int usual = 443;
    if (!words[0].equals("CONNECT")) {
      int scheme = target.indexOf("://");
      if (scheme < 0) {
        return Optional.empty();
      }
      usual = target.startsWith("https") ? 443 : 80;
      target = target.substring(scheme + 3);
    }
    return Undeclared.authority(target, usual);
  }

  /** Where requests were to go, since this was asked last. */
  List<Denied> taken() {
    List<Denied> taken = new ArrayList<>(asked);
    asked.clear();
    return taken;
  }

  void close() {
    kernel.call(Syscall.CLOSE, socket);
  }
}
