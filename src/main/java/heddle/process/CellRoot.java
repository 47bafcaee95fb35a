package heddle.process;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that make the root directory of a {@link Cell}: a small file system in memory on which
 * the system's directories are bound, read-only, with a /dev of its own.
 */
final class CellRoot {
  static final long AT_FDCWD = -100;
  static final long BIND = 0x1000;
  static final long RECURSIVE = 0x4000;
  static final long SLAVE = 1 << 19;
  static final long NOSUID = 2;
  static final long NODEV = 4;
  static final long NOEXEC = 8;
  static final long DETACH = 2;
  private static final long REGULAR = 0100000;

  /** Directories that every cell has, empty or with what it makes itself. */
  private static final Set<Path> OWN =
      Set.of(
          Path.of("/proc"),
          Path.of("/tmp"),
          Path.of("/var"),
          Path.of("/heddle"),
          Path.of("/run"),
          Path.of("/dev"));

  /** Whether it is there in every cell, and so never made for one run. */
  static boolean own(Path directory) {
    return OWN.contains(directory) || directory.startsWith("/dev");
  }

  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private final Script script;
  private final SystemView view;
  private final String base;
  private final Set<String> made = new LinkedHashSet<>();

  CellRoot(Script script, SystemView view, Path base) {
    this.script = script;
    this.view = view;
    this.base = base.toString();
  }

  void build() {
    long none = script.text("none");
    long tmpfs = script.text("tmpfs");
    // Nothing that is mounted here shows outside.
    script.must(Syscall.MOUNT, none, script.text("/"), 0, RECURSIVE | SLAVE, 0);
    long root = script.text(base);
    script.must(
        Syscall.MOUNT, tmpfs, root, tmpfs, NOSUID | NODEV, script.text("mode=755,size=16m"));
    view.links()
        .forEach((link, target) ->
            script.name(
                Syscall.SYMLINKAT,
                script.text(target.toString()),
                AT_FDCWD,
                script.text(base + link)));
    for (var directory : view.directories()) {
      directory(directory.toString());
      bind(directory.toString());
    }
    for (var file : view.files()) {
      directory(String.valueOf(file.getParent()));
      script.name(Syscall.MKNODAT, AT_FDCWD, script.text(base + file), REGULAR | 0444, 0);
      bind(file.toString());
    }
    OWN.forEach(name -> directory(name.toString()));
    link("/tmp", "/var/tmp");
    devices(tmpfs);
    script.must(Syscall.CHDIR, root);
    long here = script.text(".");
    script.must(Syscall.PIVOT_ROOT, here, here);
    script.must(Syscall.UMOUNT2, here, DETACH);
    script.must(Syscall.CHDIR, script.text("/"));
  }

  private void devices(long tmpfs) {
    directory("/dev");
    script.must(
        Syscall.MOUNT,
        tmpfs,
        script.text(base + "/dev"),
        tmpfs,
        NOSUID,
        script.text("mode=755,size=64k"));
    for (var device : DEVICES) {
      long place = script.text(base + "/dev/" + device);
      script.name(Syscall.MKNODAT, AT_FDCWD, place, REGULAR | 0666, 0);
      script.may(Syscall.MOUNT, script.text("/dev/" + device), place, 0, BIND, 0);
    }
    link("/proc/self/fd", "/dev/fd");
    link("/proc/self/fd/0", "/dev/stdin");
    link("/proc/self/fd/1", "/dev/stdout");
    link("/proc/self/fd/2", "/dev/stderr");
    directory("/dev/shm");
    directory("/dev/pts");
    script.may(
        Syscall.MOUNT,
        script.text("devpts"),
        script.text(base + "/dev/pts"),
        script.text("devpts"),
        NOSUID | NOEXEC,
        script.text("newinstance,ptmxmode=0666,mode=620"));
    link("pts/ptmx", "/dev/ptmx");
  }

  private void link(String target, String place) {
    script.name(Syscall.SYMLINKAT, script.text(target), AT_FDCWD, script.text(base + place));
  }

  /** A directory below the new root, with those above it. */
  private void directory(String path) {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      var upto = end < 0 ? path : path.substring(0, end);
      if (made.add(upto)) {
        script.name(Syscall.MKDIRAT, AT_FDCWD, script.text(base + upto), 0755);
      }
      if (end < 0) {
        return;
      }
    }
  }

  private void bind(String path) {
    long place = script.text(base + path);
    script.must(Syscall.MOUNT, script.text(path), place, 0, BIND | RECURSIVE, 0);
    readOnly(script, AT_FDCWD, place);
  }

  /** Makes what is mounted there, and all below, read-only and without devices or setuid. */
  static void readOnly(Script script, long directory, long path) {
    attributes(script, directory, path, 0x1 | 0x2 | 0x4, 0x8000 /* recursive */);
  }

  /** Makes the mount there read-only, and none below it. */
  static void sealed(Script script, String path) {
    attributes(script, AT_FDCWD, script.text(path), 0x1, 0);
  }

  /** Sets mount attributes (MOUNT_ATTR_*: 1 read-only, 2 nosuid, 4 nodev). */
  static void attributes(Script script, long directory, long path, long set, long flags) {
    var attributes = script.arena().allocate(32, 8);
    attributes.set(ValueLayout.JAVA_LONG, 0, set);
    script.must(Syscall.MOUNT_SETATTR, directory, path, flags, attributes.address(), 32);
  }
}
