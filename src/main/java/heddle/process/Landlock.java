package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps actions to their files by Landlock and from the network by seccomp; needs no privilege.
 * What exists stays visible, a directory that an action may not read included.
 *
 * <p>Rules and rights: Linux, Documentation/userspace-api/landlock.rst. Each ABI version adds
 * rights; only those that this kernel knows are asked for.
 */
final class Landlock implements Cage.Maker {
  private static final long EXECUTE = 1 << 0;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIR = 1 << 3;
  private static final long MAKE_CHAR = 1 << 6;
  private static final long MAKE_BLOCK = 1 << 11;
  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEV = 1 << 15;
  private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
  private static final long READING = EXECUTE | READ_FILE | READ_DIR;
  private static final long O_PATH_AND_CLOEXEC = 010000000 | 02000000;
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty");

  private final Kernel kernel;
  private final SystemView view;
  private final int abi;
  private final boolean superuser;
  private volatile boolean gates = true;

  /** Fails where the kernel has no Landlock, or it is not turned on. */
  Landlock(Kernel kernel, SystemView view) throws IOException {
    this.kernel = kernel;
    this.view = view;
    long version = kernel.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, 1);
    if (version < 1) {
      throw new IOException(
          "this kernel has no Landlock, or it is turned off (errno " + -version + ")");
    }
    this.abi = (int) version;
    this.superuser = kernel.call(Syscall.GETEUID) == 0;
  }

  int abi() {
    return abi;
  }

  @Override
  public SandboxLevel level() {
    return SandboxLevel.LANDLOCK;
  }

  @Override
  public Layout layout(Action action, RunPlace place) throws IOException {
    return Plain.own(action, place);
  }

  @Override
  public Cage enter(Action action, Layout layout, RunPlace place) throws IOException {
    var reads = new ArrayList<>(view.directories());
    reads.addAll(view.files());
    reads.add(Path.of("/proc"));
    reads.addAll(action.permissions().reads());
    var writes = new ArrayList<>(action.permissions().writes());
    writes.add(layout.temporary());
    writes.add(layout.home());
    for (var mount : action.mounts()) {
      (mount instanceof Mount.Writable ? writes : reads).add(layout.here(mount));
    }
    return new Confined(reads, writes, action.permissions().network(), place.directory());
  }

  /** All rights on files that this ABI knows. */
  private long known() {
    long rights = (1 << 13) - 1;
    if (abi >= 2) {
      rights |= 1 << 13; // REFER: links and renames between directories
    }
    if (abi >= 3) {
      rights |= TRUNCATE;
    }
    if (abi >= 5) {
      rights |= IOCTL_DEV;
    }
    return rights;
  }

  private final class Confined implements Cage {
    private final Arena arena = Arena.ofShared();
    private final boolean network;
    private final Path place;
    private final long rules;
    private Optional<Gatekeeping> gatekeeping = Optional.empty();

    private Confined(List<Path> reads, List<Path> writes, boolean network, Path place)
        throws IOException {
      this.network = network;
      this.place = place;
      rules = rules(network);
      try {
        for (var path : reads) {
          allow(path, READING);
        }
        for (var path : writes) {
          allow(path, known() & ~(MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV));
        }
        for (var device : DEVICES) {
          allow(Path.of(device), READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV);
        }
        if (!network && gates) {
          gatekeeping = Optional.of(new Gatekeeping(kernel, false));
        }
      } catch (IOException | RuntimeException x) {
        close();
        throw x;
      }
    }

    private Script script() {
      var script = new Script(kernel, arena);
      if (superuser) {
        Privileges.drop(script);
      }
      Privileges.noNew(script);
      script.must(Syscall.LANDLOCK_RESTRICT_SELF, rules, 0);
      var left =
          network
              ? SystemCalls.Network.ALL
              : gatekeeping.map(Gatekeeping::network).orElse(SystemCalls.Network.NONE);
      SystemCalls.deny(
          script,
          kernel.machine(),
          left,
          abi < 3 ? SystemCalls.Machinery.SHARED_AND_TRUNCATED : SystemCalls.Machinery.SHARED);
      return script;
    }

    private long rules(boolean network) throws IOException {
      var handled = arena.allocate(24, 8); // struct landlock_ruleset_attr
      long bindAndConnect = abi >= 4 && !network ? 3 : 0;
      long abstractSocketsAndSignals = abi >= 6 ? 3 : 0;
      handled.set(ValueLayout.JAVA_LONG, 0, known());
      handled.set(ValueLayout.JAVA_LONG, 8, bindAndConnect);
      handled.set(ValueLayout.JAVA_LONG, 16, abstractSocketsAndSignals);
      int size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
      return kernel.must(Syscall.LANDLOCK_CREATE_RULESET, handled.address(), size, 0);
    }

    private void allow(Path path, long rights) throws IOException {
      long file =
          kernel.call(
              Syscall.OPENAT,
              CellRoot.AT_FDCWD,
              arena.allocateFrom(path.toString()).address(),
              O_PATH_AND_CLOEXEC);
      if (file < 0) {
        return; // it is not there, or hidden from us: then from the action as well
      }
      try {
        long rule = rights & known();
        var beneath = arena.allocate(12, 8); // struct landlock_path_beneath_attr, packed
        beneath.set(ValueLayout.JAVA_LONG, 0, Files.isDirectory(path) ? rule : rule & OF_FILES);
        beneath.set(ValueLayout.JAVA_INT, 8, (int) file);
        long pathBeneath = 1;
        kernel.must(Syscall.LANDLOCK_ADD_RULE, rules, pathBeneath, beneath.address(), 0);
      } finally {
        kernel.call(Syscall.CLOSE, file);
      }
    }

    @Override
    public int start(Spawner.Prepared prepared) throws IOException {
      try {
        return launched(prepared);
      } catch (IOException x) {
        if (gatekeeping.isEmpty()) {
          throw x;
        }
        // The kernel has no gates, or we run behind one ourselves.
        gates = false;
        gatekeeping.get().close();
        gatekeeping = Optional.empty();
        return launched(prepared);
      }
    }

    private int launched(Spawner.Prepared prepared) throws IOException {
      var script = script();
      var launch = new Launch(script, prepared);
      launch.begin();
      int pid = launch.await();
      gatekeeping.ifPresent(g -> g.opened(script));
      return pid;
    }

    @Override
    public Optional<RefusingProxy> proxy() {
      return gatekeeping.map(Gatekeeping::proxy);
    }

    @Override
    public Optional<ConnectGate> gate() {
      return gatekeeping.flatMap(Gatekeeping::gate);
    }

    @Override
    public void kill(int pid) {
      new ProcessTree(kernel, pid).kill();
      new Stragglers(kernel, place).kill();
    }

    @Override
    public void close() {
      gatekeeping.ifPresent(Gatekeeping::close);
      kernel.call(Syscall.CLOSE, rules);
      arena.close();
    }
  }
}
