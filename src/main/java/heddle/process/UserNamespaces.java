package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Namespaces for an ordinary user. A JVM has many threads and so cannot enter a user namespace; a
 * script of perl does, in front of each action, with one program started where tools of the shell
 * would be seven. The script is in the resource {@code namespaces.pl}.
 */
final class UserNamespaces implements Cage.Maker {
  private static final Path PERL = Path.of("/usr/bin/perl");
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final long NEW_NAMESPACES =
      0x1000_0000L | 0x0002_0000L | 0x0800_0000L | 0x2000_0000L; // user, mounts, IPC, processes
  private static final long NEW_NETWORK = 0x4000_0000L;

  /** MOUNT_ATTR_RDONLY, _NOSUID, _NODEV: they can only be added, which the kernel allows. */
  private static final int READ_ONLY = 1;

  /** The numbers by which the script knows the pipe, and what it is told. */
  private static final int LIFE = 9;

  private static final int MESSAGE = 10;

  private static final int PLAIN_FILES = 2 | 4;

  private final Kernel kernel;
  private final SystemView view;
  private final Path directory;
  private final String script;
  private final String calls;
  private final String user;
  private final String group;
  private volatile boolean gates = true;
  private final AtomicInteger made = new AtomicInteger();
  private final ConcurrentLinkedDeque<Skeleton> idle = new ConcurrentLinkedDeque<>();

  UserNamespaces(Kernel kernel, SystemView view, Path directory) throws IOException {
    this.kernel = kernel;
    this.view = view;
    this.directory = directory;
    if (!Files.isExecutable(PERL)) {
      throw new IOException(PERL + " is missing, which enters namespaces for an ordinary user");
    }
    this.script = resource();
    this.calls =
        Stream.of(
                Syscall.UNSHARE,
                Syscall.MOUNT,
                Syscall.MOUNT_SETATTR,
                Syscall.PIVOT_ROOT,
                Syscall.UMOUNT2,
                Syscall.PRCTL)
            .map(call -> String.valueOf(call.number(kernel.machine())))
            .collect(Collectors.joining(","));
    this.user = String.valueOf(kernel.call(Syscall.GETEUID));
    this.group = String.valueOf(kernel.call(Syscall.GETEGID));
  }

  private static String resource() throws IOException {
    try (var in = UserNamespaces.class.getResourceAsStream("namespaces.pl")) {
      if (in == null) {
        throw new IOException("namespaces.pl is not with the classes");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public SandboxLevel level() {
    return SandboxLevel.NAMESPACES;
  }

  @Override
  public Layout layout(Action action, RunPlace place) throws IOException {
    return Namespaces.fixed(action, place);
  }

  @Override
  public Cage enter(Action action, Layout layout, RunPlace place) throws IOException {
    var skeleton = idle.poll();
    if (skeleton == null) {
      skeleton = new Skeleton(directory.resolve("root-" + made.incrementAndGet()));
      skeleton.build();
    }
    var plan = skeleton.system.copy();
    int overlays = 0;
    for (var bind : Namespaces.binds(action, layout, place, view)) {
      if (!bind.seen().startsWith(TEMPORARY)) { // there the script makes the name
        skeleton.place(bind.here(), bind.seen());
      }
      skeleton.bind(plan, bind.here(), bind.seen(), bind.writable());
      if (bind.discarded()) {
        skeleton.overlay(plan, bind.seen(), overlays++);
      }
    }
    return new Wrapped(skeleton, plan, action.permissions().network());
  }

  /** A directory on which a root is mounted: empty names, in the view of everybody else. */
  private final class Skeleton {
    private final Path base;
    private final MountPlan system = new MountPlan();

    /** Names that the run at hand is given, and no other: what an action sees depends on none. */
    private final Deque<Path> own = new ArrayDeque<>();

    Skeleton(Path base) {
      this.base = base;
    }

    void build() throws IOException {
      Files.createDirectories(base);
      system.mount(base.toString(), base, "none", CellRoot.BIND | CellRoot.RECURSIVE, "", 0, "");
      for (var link : view.links().entrySet()) {
        Files.createSymbolicLink(within(link.getKey()), link.getValue());
      }
      for (var path : view.directories()) {
        place(path, path);
        bind(system, path, path, false);
      }
      for (var path : view.files()) { // small, and as they are when the build begins
        Files.createDirectories(base.resolve(within(path).getParent()));
        Files.copy(path, within(path));
      }
      for (var name : List.of("proc", "tmp", "var", "run", "heddle/home", "dev/shm")) {
        Files.createDirectories(base.resolve(name));
      }
      Files.createSymbolicLink(base.resolve("var/tmp"), TEMPORARY);
      for (var device : List.of("null", "zero", "full", "random", "urandom", "tty")) {
        var path = Path.of("/dev", device);
        place(path, path);
        system.mount(path.toString(), within(path), "none", CellRoot.BIND, "", 0, "");
      }
      link("/proc/self/fd", "dev/fd");
      link("/proc/self/fd/0", "dev/stdin");
      link("/proc/self/fd/1", "dev/stdout");
      link("/proc/self/fd/2", "dev/stderr");
      long still = CellRoot.NOSUID | CellRoot.NODEV;
      system.mount("proc", within(Path.of("/proc")), "proc", still | CellRoot.NOEXEC, "", 0, "");
      for (var name : List.of("/tmp", "/dev/shm")) {
        system.mount("tmpfs", within(Path.of(name)), "tmpfs", still, "mode=1777", 0, "");
      }
      own.clear();
    }

    private void link(String target, String name) throws IOException {
      Files.createSymbolicLink(base.resolve(name), Path.of(target));
    }

    Path within(Path seen) {
      return base.resolve(seen.toString().substring(1));
    }

    /** The name to mount on. */
    void place(Path here, Path seen) throws IOException {
      var place = within(seen);
      if (view.shows(seen) || Files.isDirectory(here)) {
        directory(place); // what the view binds there may hide it, and then it is there
      } else {
        directory(base.resolve(place.getParent()));
        if (!Files.exists(place)) {
          Files.createFile(place);
          own.push(place);
        }
      }
    }

    private void directory(Path place) throws IOException {
      var missing = new ArrayDeque<Path>();
      for (var p = place; p != null && !Files.isDirectory(p); p = p.getParent()) {
        missing.push(p);
      }
      for (var p : missing) {
        Files.createDirectory(p);
        own.push(p);
      }
    }

    /** Takes the names of one run away again; false where something is in them. */
    boolean cleared() {
      try {
        while (!own.isEmpty()) {
          Files.deleteIfExists(own.peek());
          own.pop();
        }
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    void bind(MountPlan plan, Path here, Path seen, boolean writable) {
      plan.mount(
          here.toString(),
          within(seen),
          "none",
          CellRoot.BIND | CellRoot.RECURSIVE,
          "",
          PLAIN_FILES | (writable ? 0 : READ_ONLY),
          Files.isDirectory(here) ? "d" : "f");
    }

    /** Lets writes go to memory; where the kernel has no overlays, it stays read-only. */
    void overlay(MountPlan plan, Path seen, int number) {
      var place = within(seen);
      if (place.toString().chars().anyMatch(c -> ":,\\\n".indexOf(c) >= 0)) {
        return; // it cannot be said in the mount's options
      }
      var upper = within(Path.of("/dev/shm/.upper-" + number));
      var work = within(Path.of("/dev/shm/.work-" + number));
      plan.mount(
          upper + ":" + work,
          place,
          "overlay",
          CellRoot.NOSUID | CellRoot.NODEV,
          "lowerdir=" + place + ",upperdir=" + upper + ",workdir=" + work,
          0,
          "");
    }
  }

  private final class Wrapped implements Cage {
    private final Skeleton skeleton;
    private final MountPlan plan;
    private final MemoryFile message;

    /** What writes to it is open as long as we live, also when we are killed. */
    private final Descriptors.Pipe life;

    private final boolean network;
    private Optional<Gatekeeping> gatekeeping = Optional.empty();

    Wrapped(Skeleton skeleton, MountPlan plan, boolean network) throws IOException {
      this.skeleton = skeleton;
      this.plan = plan;
      this.message = MemoryFile.open(kernel);
      try (var arena = Arena.ofConfined()) {
        this.life = new Descriptors(kernel, arena).pipe();
      }
      this.network = network;
      if (!network && gates) {
        gatekeeping = Optional.of(new Gatekeeping(kernel, true));
      }
    }

    @Override
    public Spawner.Start wrapped(Spawner.Start start) throws IOException {
      long flags = NEW_NAMESPACES | (network ? 0 : NEW_NETWORK);
      var argv =
          new ArrayList<>(
              List.of(
                  "perl",
                  "-e",
                  script,
                  calls,
                  String.valueOf(flags),
                  skeleton.base.toString(),
                  start.cwd().orElse("/"),
                  user,
                  group,
                  start.program()));
      argv.addAll(start.argv());
      message.write(plan + variables(start.env()));
      var given = new TreeMap<>(start.descriptors());
      given.put(LIFE, life.read());
      given.put(MESSAGE, message.descriptor());
      return new Spawner.Start(PERL.toString(), argv, Map.of(), Optional.of("/"), given);
    }

    /**
     * Perl itself runs outside: what loaders and interpreters do for their variables (LD_PRELOAD,
     * PERL5OPT) is for the action alone. Variables may be secrets, so no argument and no file holds
     * them.
     */
    private static String variables(Map<String, String> env) {
      var text = new StringBuilder();
      env.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
      return text.toString();
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
      try (var arena = Arena.ofShared()) {
        var script = new Script(kernel, arena);
        Privileges.noNew(script);
        SystemCalls.deny(
            script,
            kernel.machine(),
            gatekeeping.map(Gatekeeping::network).orElse(SystemCalls.Network.ALL),
            SystemCalls.Machinery.APART);
        var launch = new Launch(script, prepared);
        launch.begin();
        int pid = launch.await();
        gatekeeping.ifPresent(g -> g.opened(script));
        return pid;
      }
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
    }

    @Override
    public void close() {
      gatekeeping.ifPresent(Gatekeeping::close);
      kernel.call(Syscall.CLOSE, life.read());
      kernel.call(Syscall.CLOSE, life.write());
      message.close();
      if (skeleton.cleared()) {
        idle.push(skeleton);
      }
    }
  }
}
