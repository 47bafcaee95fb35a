package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Namespaces for an ordinary user. A JVM has many threads and so cannot enter a user namespace;
 * util-linux's unshare and mount do it in front of each action, and a second unshare gives the user
 * its own number back and leaves it no power over what was mounted.
 *
 * <p>Unlike in a {@link Cell} the network has not even a loopback interface.
 */
final class UserNamespaces implements Cage.Maker {
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final List<String> TOOLS =
      List.of("/usr/bin/unshare", "/usr/bin/mount", "/usr/bin/umount", "/usr/sbin/pivot_root");

  /** Stays as the first process of its namespace, where signals have no default effect. */
  private static final String FIRST_PROCESS =
      """
      /usr/bin/mount -n -a -T "$1" && cd "$2" && /usr/sbin/pivot_root . . && /usr/bin/umount -n -l . \
        && cd "$3" || { echo 'heddle: the sandbox cannot be laid out' >&2; exit 125; }
      u=$4 g=$5
      shift 5
      /usr/bin/unshare --user --map-user="$u" --map-group="$g" -- "$@"
      """;

  private final Kernel kernel;
  private final SystemView view;
  private final Path directory;
  private final MountFlags flags;
  private final String user;
  private final String group;
  private final AtomicInteger made = new AtomicInteger();
  private final ConcurrentLinkedDeque<Skeleton> idle = new ConcurrentLinkedDeque<>();

  UserNamespaces(Kernel kernel, SystemView view, Path directory) throws IOException {
    this.kernel = kernel;
    this.view = view;
    this.directory = directory;
    for (var tool : TOOLS) {
      if (!Files.isExecutable(Path.of(tool))) {
        throw new IOException(tool + " is missing (util-linux)");
      }
    }
    this.flags = MountFlags.read();
    this.user = String.valueOf(kernel.call(Syscall.GETEUID));
    this.group = String.valueOf(kernel.call(Syscall.GETEGID));
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
    var lines = new ArrayList<>(skeleton.system());
    for (var bind : Namespaces.binds(action, layout, place, view)) {
      skeleton.place(bind.here(), bind.seen());
      lines.add(skeleton.bind(bind.here(), bind.seen(), bind.writable()));
    }
    var table = place.directory().resolve("fstab");
    Files.write(table, lines);
    return new Wrapped(skeleton, table, action.permissions().network());
  }

  /** A directory on which a root is mounted: empty names, in the view of everybody else. */
  private final class Skeleton {
    private final Path base;
    private final List<String> system = new ArrayList<>();

    Skeleton(Path base) {
      this.base = base;
    }

    List<String> system() {
      return system;
    }

    void build() throws IOException {
      Files.createDirectories(base);
      system.add(line(base.toString(), base.toString(), "none", "rbind"));
      for (var link : view.links().entrySet()) {
        Files.createSymbolicLink(within(link.getKey()), link.getValue());
      }
      for (var path : view.directories()) {
        place(path, path);
        system.add(bind(path, path, false));
      }
      for (var path : view.files()) {
        place(path, path);
        system.add(bind(path, path, false));
      }
      for (var name : List.of("proc", "tmp", "var", "run", "heddle/home", "dev/shm", "dev/pts")) {
        Files.createDirectories(base.resolve(name));
      }
      Files.createSymbolicLink(base.resolve("var/tmp"), TEMPORARY);
      for (var device : List.of("null", "zero", "full", "random", "urandom", "tty")) {
        var path = Path.of("/dev", device);
        place(path, path);
        system.add(line(path.toString(), within(path).toString(), "none", "bind"));
      }
      link("/proc/self/fd", "dev/fd");
      link("/proc/self/fd/0", "dev/stdin");
      link("/proc/self/fd/1", "dev/stdout");
      link("/proc/self/fd/2", "dev/stderr");
      system.add(line("proc", within(Path.of("/proc")).toString(), "proc", "nosuid,nodev,noexec"));
      for (var name : List.of("/tmp", "/dev/shm")) {
        system.add(
            line("tmpfs", within(Path.of(name)).toString(), "tmpfs", "nosuid,nodev,mode=1777"));
      }
    }

    private void link(String target, String name) throws IOException {
      Files.createSymbolicLink(base.resolve(name), Path.of(target));
    }

    Path within(Path seen) {
      return base.resolve(seen.toString().substring(1));
    }

    /** The name to mount on; below /tmp it is made in the file system that is mounted there. */
    void place(Path here, Path seen) throws IOException {
      var place = within(seen);
      if (Files.isDirectory(here)) {
        Files.createDirectories(place);
      } else {
        Files.createDirectories(base.resolve(place.getParent()));
        if (!Files.exists(place)) {
          Files.createFile(place);
        }
      }
    }

    String bind(Path here, Path seen, boolean writable) {
      var kept = flags.of(here);
      var make = seen.startsWith(TEMPORARY) ? ",X-mount.mkdir" : "";
      return line(
          here.toString(),
          within(seen).toString(),
          "none",
          "rbind," + (writable ? "rw" : "ro") + ",nosuid,nodev" + kept + make);
    }

    private static String line(String what, String where, String type, String options) {
      return escaped(what) + " " + escaped(where) + " " + type + " " + options + " 0 0";
    }

    private static String escaped(String text) {
      return text.replace("\\", "\\134")
          .replace(" ", "\\040")
          .replace("\t", "\\011")
          .replace("\n", "\\012");
    }
  }

  private final class Wrapped implements Cage {
    private final Skeleton skeleton;
    private final Path table;
    private final boolean network;

    Wrapped(Skeleton skeleton, Path table, boolean network) {
      this.skeleton = skeleton;
      this.table = table;
      this.network = network;
    }

    @Override
    public Spawner.Start wrapped(Spawner.Start start) {
      var argv =
          new ArrayList<>(
              List.of(
                  "unshare",
                  "--user",
                  "--map-root-user",
                  "--mount",
                  "--ipc",
                  "--pid",
                  "--fork",
                  "--kill-child"));
      if (!network) {
        argv.add("--net");
      }
      argv.addAll(
          List.of(
              "--",
              "/bin/sh",
              "-c",
              FIRST_PROCESS,
              "sh",
              table.toString(),
              skeleton.base.toString(),
              start.cwd().orElse("/"),
              user,
              group,
              start.program()));
      argv.addAll(start.argv().subList(1, start.argv().size()));
      return new Spawner.Start(
          "/usr/bin/unshare", argv, start.env(), Optional.of("/"), start.descriptors());
    }

    @Override
    public int start(Spawner.Prepared prepared) throws IOException {
      try (var arena = Arena.ofShared()) {
        var script = new Script(kernel, arena);
        Privileges.noNew(script);
        SystemCalls.deny(script, kernel.machine(), true);
        var launch = new Launch(script, prepared);
        launch.begin();
        return launch.await();
      }
    }

    @Override
    public void kill(int pid) {
      new ProcessTree(kernel, pid).kill();
    }

    @Override
    public void close() {
      idle.push(skeleton);
    }
  }
}
