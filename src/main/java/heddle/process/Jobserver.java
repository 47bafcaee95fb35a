package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GNU make jobserver: tokens, one byte each, in a fifo or pipe. Whoever runs one more process
 * than the one it was started as holds a token for it. Protocol: GNU make manual, "POSIX Jobserver
 * Interaction".
 *
 * <p>As server the tokens are ours, in a fifo, which children get by its path or as two open
 * descriptors ({@link JobserverStyle}). As client they are those of the make or cargo that started
 * us, and children get descriptors.
 */
public final class Jobserver implements AutoCloseable {
  /** Where children find the descriptors; not 3 to 6, which shells' scripts like to use. */
  private static final int CHILD_READ = 7;

  private static final int CHILD_WRITE = 8;
  private static final long O_RDONLY = 0;
  private static final long O_WRONLY = 1;
  private static final long O_RDWR = 2;
  private static final long O_NONBLOCK = 04000;
  private static final long O_CLOEXEC = 02000000;
  private static final long FIONREAD = 0x541b;
  private static final int EAGAIN = 11;

  private final Kernel kernel;
  private final String readPath;
  private final String writePath;
  private final Optional<Integer> served;
  private final boolean byPath;
  private final int read;
  private final int write;

  private Jobserver(
      Kernel kernel,
      String readPath,
      String writePath,
      Optional<Integer> served,
      JobserverStyle style)
      throws IOException {
    this.kernel = kernel;
    // MAKEFLAGS are words between spaces
    this.byPath = style == JobserverStyle.FIFO && readPath.chars().noneMatch(c -> c <= ' ');
    this.readPath = readPath;
    this.writePath = writePath;
    this.served = served;
    boolean same = readPath.equals(writePath);
    this.read = open(readPath, (same ? O_RDWR : O_RDONLY) | O_NONBLOCK);
    this.write = same ? read : open(writePath, O_WRONLY);
  }

  /** Serves so many slots, the one of whoever starts the first process included. */
  public static Jobserver serve(int slots, Path directory, JobserverStyle style)
      throws IOException, ProblemException {
    var kernel = Kernel.load();
    Files.createDirectories(directory);
    var fifo = directory.resolve("jobserver-" + ProcessHandle.current().pid()).toAbsolutePath();
    Files.deleteIfExists(fifo);
    try (var arena = Arena.ofConfined()) {
      long fifoOfUser = 010000 | 0600;
      kernel.must(
          Syscall.MKNODAT,
          CellRoot.AT_FDCWD,
          arena.allocateFrom(fifo.toString()).address(),
          fifoOfUser,
          0);
    }
    var server =
        new Jobserver(kernel, fifo.toString(), fifo.toString(), Optional.of(slots - 1), style);
    for (int i = 1; i < slots; i++) {
      server.give('+');
    }
    return server;
  }

  /**
   * The jobserver that this environment names, if it can be reached: the last {@code
   * --jobserver-auth} in CARGO_MAKEFLAGS, MAKEFLAGS or MFLAGS, the first of them that has one.
   */
  public static Optional<Jobserver> inherited(Map<String, String> environment)
      throws ProblemException {
    for (var variable : List.of("CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS")) {
      var address = address(environment.getOrDefault(variable, ""));
      if (address.isPresent()) {
        try {
          return Optional.of(at(address.get()));
        } catch (IOException | IllegalArgumentException _) {
          return Optional.empty(); // make closes it to rules that it does not take for makes
        }
      }
    }
    return Optional.empty();
  }

  static Optional<String> address(String flags) {
    Optional<String> last = Optional.empty();
    for (var word : flags.split(" ", -1)) {
      if (word.equals("--")) {
        break; // variables follow
      }
      for (var option : List.of("--jobserver-auth=", "--jobserver-fds=")) {
        if (word.startsWith(option)) {
          last = Optional.of(word.substring(option.length()));
        }
      }
    }
    return last;
  }

  private static Jobserver at(String address) throws IOException, ProblemException {
    if (address.startsWith("fifo:")) {
      var path = address.substring("fifo:".length());
      onlyPipe(path);
      return new Jobserver(Kernel.load(), path, path, Optional.empty(), JobserverStyle.PIPE);
    }
    int comma = address.indexOf(',');
    int read = Integer.parseInt(address.substring(0, Math.max(comma, 0)));
    int write = Integer.parseInt(address.substring(comma + 1));
    // Opened anew: whether ours blocks is then no business of others.
    var from = "/proc/self/fd/" + read;
    var to = "/proc/self/fd/" + write;
    onlyPipe(from);
    onlyPipe(to);
    return new Jobserver(Kernel.load(), from, to, Optional.empty(), JobserverStyle.PIPE);
  }

  /**
   * A make names its descriptors also to rules that it does not take for makes, and closes them:
   * those numbers are then files of ours, the jar of Heddle itself perhaps, which nobody may take
   * tokens from or give them to.
   */
  private static void onlyPipe(String path) throws IOException {
    int type = (int) Files.getAttribute(Path.of(path), "unix:mode") & 0170000;
    if (type != 0010000) {
      throw new IOException(path + " is not a pipe");
    }
  }

  /** The fifo that children open by its path; empty if they get descriptors. */
  Optional<Path> fifo() {
    return byPath ? Optional.of(Path.of(readPath)) : Optional.empty();
  }

  /** What children find in CARGO_MAKEFLAGS, as cargo or make itself words it. */
  String flags() {
    if (byPath) {
      return "-j --jobserver-auth=fifo:" + readPath;
    }
    var both = CHILD_READ + "," + CHILD_WRITE;
    return "-j --jobserver-fds=" + both + " --jobserver-auth=" + both;
  }

  /** Opens the tokens for one child: descriptors of ours by their numbers there. */
  Map<Integer, Integer> forChild(Descriptors descriptors) throws IOException {
    if (byPath) {
      return Map.of();
    }
    if (readPath.equals(writePath)) {
      int both = descriptors.add(open(readPath, O_RDWR));
      return Map.of(CHILD_READ, both, CHILD_WRITE, both);
    }
    return Map.of(
        CHILD_READ,
        descriptors.add(open(readPath, O_RDONLY)),
        CHILD_WRITE,
        descriptors.add(open(writePath, O_WRONLY)));
  }

  /** Whether the tokens are ours. */
  boolean serves() {
    return served.isPresent();
  }

  /** Waits so long for a token to be there, and takes it. */
  Optional<Byte> take(long nanos) throws IOException {
    try (var once = Arena.ofConfined()) {
      var memory = once.allocate(32, 8);
      memory.set(ValueLayout.JAVA_INT, 0, read);
      memory.set(ValueLayout.JAVA_INT, 4, 1); // POLLIN
      memory.set(ValueLayout.JAVA_LONG, 8, nanos / 1_000_000_000);
      memory.set(ValueLayout.JAVA_LONG, 16, nanos % 1_000_000_000);
      long ready = kernel.call(Syscall.PPOLL, memory.address(), 1, memory.address() + 8, 0, 8);
      if (ready <= 0 || taken(memory, 1) == 0) {
        return Optional.empty();
      }
      return Optional.of(memory.get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  /** Takes at most so many, as are there now. */
  private int taken(MemorySegment memory, int most) throws IOException {
    long n = kernel.call(Syscall.READ, read, memory.address(), most);
    if (n > 0) {
      return (int) n;
    }
    if (n == -EAGAIN) {
      return 0; // another was faster
    }
    throw new IOException("the jobserver is gone" + (n < 0 ? ", errno " + -n : ""));
  }

  /**
   * Gives a token back, or a new one. Where a child has filled our pipe there are more than enough,
   * and {@link #settle} takes them away.
   */
  void give(int token) throws IOException {
    try (var once = Arena.ofConfined()) {
      var one = once.allocate(1);
      one.set(ValueLayout.JAVA_BYTE, 0, (byte) token);
      long n = kernel.call(Syscall.WRITE, write, one.address(), 1);
      if (n < 0 && n != -EAGAIN) {
        throw new IOException("the jobserver is gone, errno " + -n);
      }
    }
  }

  /** How many tokens nobody holds. */
  int free() throws IOException {
    try (var once = Arena.ofConfined()) {
      var count = once.allocate(ValueLayout.JAVA_INT);
      kernel.must(Syscall.IOCTL, read, FIONREAD, count.address());
      return count.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /**
   * A server knows how many tokens there can be beside those that its own slots hold: those that a
   * child made up go. When no process runs that could hold any, it knows how many there must be:
   * those that died with a child come back.
   */
  void settle(int held, boolean alone) throws IOException {
    if (served.isEmpty()) {
      return;
    }
    int right = served.get() - held;
    int free = free();
    try (var once = Arena.ofConfined()) {
      var away = once.allocate(4096);
      while (free > right) {
        int n = taken(away, Math.min(4096, free - right));
        if (n == 0) {
          return; // children took them meanwhile, and give them back
        }
        free -= n;
      }
    }
    for (int i = free; alone && i < right; i++) {
      give('+');
    }
  }

  @Override
  public void close() throws IOException {
    kernel.call(Syscall.CLOSE, read);
    if (write != read) {
      kernel.call(Syscall.CLOSE, write);
    }
    if (served.isPresent()) {
      Files.deleteIfExists(Path.of(readPath));
    }
  }

  private int open(String path, long how) throws IOException {
    try (var once = Arena.ofConfined()) {
      return (int)
          kernel.must(
              Syscall.OPENAT,
              CellRoot.AT_FDCWD,
              once.allocateFrom(path).address(),
              how | O_CLOEXEC);
    }
  }
}
