package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Answers for the kernel whether a process of a run may connect: to the refusing proxy it gets a
 * connection that we made, and of everything else it is remembered where it was to go. No decision
 * rests on the memory of the process, which it could change meanwhile: behind a wall of namespaces
 * the call goes on and fails there, else it is refused whatever its address is.
 *
 * <p>Source of the protocol: seccomp_unotify(2), with structures of 64-bit machines.
 */
final class ConnectGate {
  private static final long RECEIVE = 0xc050_2100L;
  private static final long SEND = 0xc018_2101L;
  private static final long IS_VALID = 0x4008_2102L;
  private static final long ADD_DESCRIPTOR = 0x4018_2103L;
  private static final int CONTINUE = 1;
  private static final int IN_ITS_PLACE = 1;
  private static final int EPERM = 1;
  private static final int ECONNREFUSED = 111;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int NAME_SERVICE = 53;
  private static final long STREAM = 1 | 02000000;
  private static final int NONBLOCK = 04000;
  private static final int CLOEXEC = 02000000;
  private static final int MOST = 100;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final Kernel kernel;
  private final int listener;
  private final RefusingProxy proxy;
  private final boolean walled;
  private final LinkedHashSet<Denied> asked = new LinkedHashSet<>();

  /**
   * Answers on this descriptor, which is closed with it.
   *
   * @param walled whether the process is in a network of its own, where a call may go on
   */
  ConnectGate(Kernel kernel, int listener, RefusingProxy proxy, boolean walled) {
    this.kernel = kernel;
    this.listener = listener;
    this.proxy = proxy;
    this.walled = walled;
  }

  int descriptor() {
    return listener;
  }

  /** Answers one who waits, if any does. */
  void serve() {
    try (var arena = Arena.ofConfined()) {
      var question = arena.allocate(80, 8);
      if (kernel.call(Syscall.IOCTL, listener, RECEIVE, question.address()) < 0) {
        return; // it was killed meanwhile
      }
      long id = question.get(LONG, 0);
      int process = question.get(INT, 8);
      long socket = question.get(LONG, 32);
      var address =
          address(process, question.get(LONG, 40), (int) Math.min(question.get(LONG, 48), 28));
      var place = arena.allocate(LONG);
      place.set(LONG, 0, id);
      if (kernel.call(Syscall.IOCTL, listener, IS_VALID, place.address()) < 0) {
        return; // the number may be another process's by now
      }
      var answer = arena.allocate(24, 8);
      answer.set(LONG, 0, id);
      if (address.isPresent() && isProxy(address.get())) {
        answer.set(INT, 16, connected(arena, id, process, (int) socket) ? 0 : -ECONNREFUSED);
      } else {
        address
            .flatMap(ConnectGate::network)
            .filter(_ -> asked.size() < MOST)
            .ifPresent(asked::add);
        answer.set(INT, 16, walled ? 0 : -EPERM);
        answer.set(INT, 20, walled ? CONTINUE : 0);
      }
      kernel.call(Syscall.IOCTL, listener, SEND, answer.address());
    }
  }

  private static Optional<byte[]> address(int process, long at, int size) {
    if (size < 8) {
      return Optional.empty();
    }
    try (var memory =
        FileChannel.open(Path.of("/proc/" + process + "/mem"), StandardOpenOption.READ)) {
      var bytes = ByteBuffer.allocate(size);
      return memory.read(bytes, at) == size ? Optional.of(bytes.array()) : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty(); // it cannot be looked into: refused without a name
    }
  }

  private static int family(byte[] address) {
    return (address[0] & 0xff) | (address[1] & 0xff) << 8;
  }

  private static int port(byte[] address) {
    return (address[2] & 0xff) << 8 | (address[3] & 0xff);
  }

  private boolean isProxy(byte[] address) {
    return family(address) == AF_INET
        && port(address) == proxy.port()
        && address[4] == 127
        && address[7] == 1;
  }

  /** Where it was to go; a question for a name says nothing of where to. */
  private static Optional<Denied> network(byte[] address) {
    int length = family(address) == AF_INET ? 4 : family(address) == AF_INET6 ? 16 : 0;
    int start = length == 4 ? 4 : 8;
    if (length == 0 || address.length < start + length || port(address) == NAME_SERVICE) {
      return Optional.empty();
    }
    try {
      var ip = InetAddress.getByAddress(Arrays.copyOfRange(address, start, start + length));
      return Optional.of(new Denied.Network(ip.getHostAddress(), port(address)));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /** Puts a connection of ours to the proxy in the place of the socket. */
  private boolean connected(Arena arena, long id, int process, int socket) {
    long ours = kernel.call(Syscall.SOCKET, AF_INET, STREAM, 0);
    if (ours < 0) {
      return false;
    }
    try {
      if (kernel.call(Syscall.CONNECT, ours, proxy.address(arena).address(), 16) < 0) {
        return false;
      }
      int flags = flags(process, socket);
      if ((flags & NONBLOCK) != 0) {
        long setFlags = 4;
        kernel.call(Syscall.FCNTL, ours, setFlags, NONBLOCK);
      }
      var given = arena.allocate(24, 8);
      given.set(LONG, 0, id);
      given.set(INT, 8, IN_ITS_PLACE);
      given.set(INT, 12, (int) ours);
      given.set(INT, 16, socket);
      given.set(INT, 20, flags & CLOEXEC);
      return kernel.call(Syscall.IOCTL, listener, ADD_DESCRIPTOR, given.address()) >= 0;
    } finally {
      kernel.call(Syscall.CLOSE, ours);
    }
  }

  /** As proc(5) says in fdinfo, in octal. */
  private static int flags(int process, int socket) {
    try {
      var file = Path.of("/proc/" + process + "/fdinfo/" + socket);
      for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        if (line.startsWith("flags:")) {
          return Integer.parseInt(line.substring("flags:".length()).strip(), 8);
        }
      }
    } catch (IOException | NumberFormatException _) {
      // as a socket without flags
    }
    return 0;
  }

  /** Where connections were to go, since this was asked last. */
  List<Denied> taken() {
    List<Denied> taken = new ArrayList<>(asked);
    asked.clear();
    return taken;
  }

  /** From then on who waits, or connects, is refused by the kernel. */
  void close() {
    kernel.call(Syscall.CLOSE, listener);
  }
}
