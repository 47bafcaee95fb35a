package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Namespaces of mounts, processes, IPC and network that one thread of ours has entered, for a
 * superuser: its root holds the system's directories, read-only, and nothing else. Actions run in
 * it one after the other, each with mounts and IPC of its own; a cell in which one left a process
 * is not used again.
 *
 * <p>Its first process only waits, so that the second may be the action; when it ends, the kernel
 * ends all the others, and it ends when this JVM does.
 */
final class Cell implements AutoCloseable {
  private static final long NEWNS = 0x0002_0000L;
  private static final long NEWIPC = 0x0800_0000L;
  private static final long NEWPID = 0x2000_0000L;
  private static final long NEWNET = 0x4000_0000L;

  /** Mounts what a thread outside the process namespace cannot, says so, and waits. */
  private static final String FIRST_PROCESS =
      "mount -t proc -o ro,nosuid,nodev,noexec proc /proc && echo ready && read -r _";

  private final Kernel kernel;
  private final Arena arena = Arena.ofShared();
  private final Descriptors descriptors;
  private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
  private final boolean network;
  private final Thread thread = Thread.ofPlatform().name("cell").daemon().unstarted(this::serve);
  private Optional<RefusingProxy> proxy = Optional.empty();
  private int first;
  private int handle;

  private Cell(Kernel kernel, boolean network) {
    this.kernel = kernel;
    this.descriptors = new Descriptors(kernel, arena);
    this.network = network;
  }

  boolean network() {
    return network;
  }

  /**
   * Makes a cell; {@code base} is a directory that its root is mounted on, in its own view only.
   */
  static Cell make(Kernel kernel, Spawner spawner, SystemView view, Path base, boolean network)
      throws IOException {
    Files.createDirectories(base);
    var cell = new Cell(kernel, network);
    try {
      cell.begin(spawner, view, base);
      return cell;
    } catch (IOException | RuntimeException x) {
      cell.close();
      throw x;
    }
  }

  private void begin(Spawner spawner, SystemView view, Path base) throws IOException {
    thread.start();
    var root = new Script(kernel, arena);
    root.must(Syscall.UNSHARE, NEWNS | NEWIPC | (network ? 0 : NEWNET));
    new CellRoot(root, view, base).build();
    if (!network) {
      CellNetwork.up(root);
      RefusingProxy.listen(root, RefusingProxy.PORT);
    }
    run(root);
    if (!network) {
      proxy =
          Optional.of(
              new RefusingProxy(kernel, descriptors.add(root.opened()), RefusingProxy.PORT));
    }
    // A thread that has asked for a new process namespace can start no thread, so another asks.
    var first = new Script(kernel, arena);
    first.must(Syscall.UNSHARE, NEWPID);
    var in = descriptors.pipe();
    var out = descriptors.pipe();
    var start =
        spawner.prepare(
            arena,
            new Spawner.Start(
                "/bin/sh",
                List.of("sh", "-c", FIRST_PROCESS),
                Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin"),
                Optional.of("/"),
                Map.of(0, in.read(), 1, out.write(), 2, out.write())));
    int pid = goOnce(first, start);
    start.free();
    descriptors.close(in.read());
    descriptors.close(out.write());
    if (pid < 0) {
      throw new IOException(
          "cannot make namespaces: " + first.failure().orElse("no shell, errno " + -pid));
    }
    this.first = pid;
    handle =
        descriptors
            .ofProcess(pid)
            .orElseThrow(() -> new IOException("the kernel gives no handles of processes"));
    var said = read(out.read());
    descriptors.close(out.read());
    if (!said.equals("ready\n")) {
      throw new IOException("cannot mount /proc in a namespace: " + said.strip());
    }
  }

  private String read(int descriptor) throws IOException {
    var buffer = arena.allocate(4096);
    long n = kernel.must(Syscall.READ, descriptor, buffer.address(), 4096);
    return new String(buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  /** The thread that lives in the namespaces. */
  private void serve() {
    try {
      while (true) {
        jobs.take().run();
      }
    } catch (InterruptedException _) {
      // the cell is closed
    }
  }

  /** Makes the calls on the thread of the cell. */
  void run(Script script) throws IOException {
    var result = new CompletableFuture<Boolean>();
    jobs.add(() -> result.complete(script.go()));
    if (!Launch.await(result)) {
      throw new IOException("cannot make namespaces: " + script.failure().orElse(""));
    }
  }

  /** The call by which what a thread starts from then on is in the cell's process namespace. */
  void join(Script script) {
    script.must(Syscall.SETNS, handle, NEWPID);
  }

  /**
   * Makes the calls on a thread that was started in the cell and ends after this, so that what it
   * gives up and mounts is the process's alone; then starts the process.
   */
  int goOnce(Script script, Spawner.Prepared start) throws IOException {
    var launch = new Launch(script, start);
    jobs.add(launch::begin);
    return launch.await();
  }

  Optional<RefusingProxy> proxy() {
    return proxy;
  }

  int first() {
    return first;
  }

  /** Whether a process is left whose parent has ended. */
  boolean holdsOrphans() {
    try {
      return !Files.readString(Path.of("/proc/" + first + "/task/" + first + "/children"))
          .isBlank();
    } catch (IOException _) {
      return true; // it cannot be known
    }
  }

  /** Ends every process in the cell. */
  void kill() {
    if (first > 0) {
      kernel.call(Syscall.KILL, first, 9);
    }
  }

  @Override
  public void close() {
    kill();
    if (first > 0) {
      kernel.call(Syscall.WAIT4, first, 0, 0, 0);
      first = 0;
    }
    descriptors.close();
    thread.interrupt();
    try {
      thread.join();
      arena.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the memory is the thread's until it ends
    }
  }
}
