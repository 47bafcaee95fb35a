package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs actions in {@link Cell}s, made when needed and used again; for a superuser. */
final class Namespaces implements Cage.Maker {
  private static final Path ROOT = Path.of("/heddle");
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final Path HOME = ROOT.resolve("home");

  private final Kernel kernel;
  private final Spawner spawner;
  private final SystemView view;
  private final Path directory;
  private final AtomicInteger made = new AtomicInteger();
  private final Deque<Cell> idle = new ArrayDeque<>();
  private boolean closed;

  /** {@code directory} is where the cells' roots are mounted, each in its own view only. */
  Namespaces(Kernel kernel, Spawner spawner, SystemView view, Path directory) {
    this.kernel = kernel;
    this.spawner = spawner;
    this.view = view;
    this.directory = directory;
  }

  @Override
  public SandboxLevel level() {
    return SandboxLevel.NAMESPACES;
  }

  @Override
  public Layout layout(Action action, RunPlace place) throws IOException {
    return fixed(action, place);
  }

  /** Mounts at their places in a root of their own. */
  static Layout fixed(Action action, RunPlace place) throws IOException {
    var seen = new LinkedHashMap<String, Path>();
    var here = new LinkedHashMap<String, Path>();
    for (var mount : action.mounts()) {
      switch (mount) {
        case Mount.Source source -> {
          seen.put(mount.name(), source.at().map(Path::of).orElse(source.host()));
          here.put(mount.name(), source.host());
        }
        case Mount.Writable writable -> {
          seen.put(mount.name(), writable.host());
          here.put(mount.name(), writable.host());
        }
        case Mount.Discarded discarded -> {
          seen.put(mount.name(), discarded.host());
          here.put(mount.name(), discarded.host());
        }
        case Mount.Links links -> {
          seen.put(mount.name(), ROOT.resolve(links.name()));
          here.put(mount.name(), LinkFarm.make(place.links(links), links));
        }
      }
    }
    return new Layout(seen, here, TEMPORARY, HOME);
  }

  /** What is mounted for one action beside the system, outer directories first. */
  static List<Bind> binds(Action action, Layout layout, RunPlace place, SystemView view) {
    var binds = new ArrayList<Bind>();
    for (var mount : action.mounts()) {
      binds.add(
          new Bind(
              layout.here(mount),
              layout.seen(mount),
              mount instanceof Mount.Writable,
              mount instanceof Mount.Discarded));
    }
    action.permissions().reads().forEach(p -> binds.add(new Bind(p, p, false, false)));
    action.permissions().writes().forEach(p -> binds.add(new Bind(p, p, true, false)));
    binds.add(new Bind(place.home(), HOME, true, false));
    binds.removeIf(b -> !b.writable && b.here.equals(b.seen) && view.shows(b.seen));
    binds.sort(Comparator.comparingInt(b -> b.seen.getNameCount()));
    return binds;
  }

  @Override
  public Cage enter(Action action, Layout layout, RunPlace place) throws IOException {
    var cell = cell(action.permissions().network());
    try {
      return new Entered(cell, binds(action, layout, place, view));
    } catch (IOException | RuntimeException x) {
      give(cell);
      throw x;
    }
  }

  /** A directory or file of this machine, and where the action sees it. */
  record Bind(Path here, Path seen, boolean writable, boolean discarded) {}

  private Cell cell(boolean network) throws IOException {
    synchronized (idle) {
      for (var cells = idle.iterator(); cells.hasNext(); ) {
        var cell = cells.next();
        if (cell.network() == network) {
          cells.remove();
          return cell;
        }
      }
    }
    var base = directory.resolve("cell-" + made.incrementAndGet());
    return Cell.make(kernel, spawner, view, base, network);
  }

  /** A cell that comes back after the end is ended, too. */
  private void give(Cell cell) {
    synchronized (idle) {
      if (!closed) {
        idle.push(cell);
        return;
      }
    }
    cell.close();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(Cell::close);
      idle.clear();
    }
  }

  /** One run in a cell. */
  private final class Entered implements Cage {
    private final Cell cell;
    private final Arena arena = Arena.ofShared();
    private final Script script;
    private final Set<Path> directories = new LinkedHashSet<>();
    private final List<Long> trees = new ArrayList<>();
    private int overlays;
    private boolean killed;

    private Entered(Cell cell, List<Bind> binds) throws IOException {
      this.cell = cell;
      this.script = new Script(kernel, arena);
      try {
        lay(binds);
      } catch (IOException | RuntimeException x) {
        closeTrees();
        arena.close();
        throw x;
      }
    }

    private void lay(List<Bind> binds) throws IOException {
      long newMountsAndIpc = 0x0002_0000L | 0x0800_0000L;
      script.must(Syscall.UNSHARE, newMountsAndIpc);
      long tmpfs = script.text("tmpfs");
      long mode = script.text("mode=1777");
      for (var name : List.of("/tmp", "/dev/shm")) {
        script.must(
            Syscall.MOUNT, tmpfs, script.text(name), tmpfs, CellRoot.NOSUID | CellRoot.NODEV, mode);
      }
      long nothing = script.text("");
      for (var bind : binds) {
        long tree = tree(bind);
        long place = place(bind);
        long emptyPath = 4;
        script.must(Syscall.MOVE_MOUNT, tree, nothing, CellRoot.AT_FDCWD, place, emptyPath);
        boolean plain = bind.seen.toString().chars().noneMatch(c -> ":,\\".indexOf(c) >= 0);
        if (bind.discarded && plain) {
          overlay(bind, place);
        }
      }
      CellRoot.sealed(script, "/");
      CellRoot.sealed(script, "/dev");
      cell.join(script);
      Privileges.drop(script);
      SystemCalls.deny(
          script, kernel.machine(), SystemCalls.Network.ALL, SystemCalls.Machinery.APART);
    }

    /**
     * Lets writes go to memory; where the kernel has no overlays, the directory stays read-only.
     */
    private void overlay(Bind bind, long place) {
      String upper = "/dev/shm/.upper-" + overlays;
      String work = "/dev/shm/.work-" + overlays++;
      long type = script.text("overlay");
      script.may(Syscall.MKDIRAT, CellRoot.AT_FDCWD, script.text(upper), 0755);
      script.may(Syscall.MKDIRAT, CellRoot.AT_FDCWD, script.text(work), 0755);
      script.may(
          Syscall.MOUNT,
          type,
          place,
          type,
          CellRoot.NOSUID | CellRoot.NODEV,
          script.text("lowerdir=" + bind.seen + ",upperdir=" + upper + ",workdir=" + work));
    }

    /** A copy of what is mounted there, belonging to no namespace yet. */
    private long tree(Bind bind) throws IOException {
      long cloneAndCloseOnExec = 1 | 02000000;
      long recursive = 0x8000;
      long emptyPath = 0x1000;
      var path = arena.allocateFrom(bind.here.toString());
      long tree =
          kernel.must(
              Syscall.OPEN_TREE,
              CellRoot.AT_FDCWD,
              path.address(),
              cloneAndCloseOnExec | recursive);
      trees.add(tree);
      var attributes = arena.allocate(32, 8);
      long nosuidAndNodev = 2 | 4;
      attributes.set(ValueLayout.JAVA_LONG, 0, nosuidAndNodev | (bind.writable ? 0 : 1));
      kernel.must(
          Syscall.MOUNT_SETATTR,
          tree,
          arena.allocateFrom("").address(),
          emptyPath | recursive,
          attributes.address(),
          32);
      return tree;
    }

    /** Makes the name to mount on. */
    private long place(Bind bind) {
      boolean directory = Files.isDirectory(bind.here);
      var names = new ArrayDeque<Path>();
      for (var p = directory ? bind.seen : bind.seen.getParent();
          p != null && p.getNameCount() > 0;
          p = p.getParent()) {
        names.push(p);
      }
      for (var name : names) {
        if (directories.add(name) && !view.shows(name)) {
          script.name(Syscall.MKDIRAT, CellRoot.AT_FDCWD, script.text(name.toString()), 0755);
        }
      }
      long place = script.text(bind.seen.toString());
      if (!directory) {
        script.name(Syscall.MKNODAT, CellRoot.AT_FDCWD, place, 0100444, 0);
      }
      return place;
    }

    @Override
    public int start(Spawner.Prepared prepared) throws IOException {
      int pid = cell.goOnce(script, prepared);
      closeTrees();
      return pid;
    }

    @Override
    public synchronized void kill(int pid) {
      killed = true;
      cell.kill();
    }

    @Override
    public Optional<RefusingProxy> proxy() {
      return cell.proxy();
    }

    @Override
    public int processes(int pid) {
      // Those whose parent has ended are children of the first process.
      return Cage.super.processes(pid) + Cage.super.processes(cell.first()) - 1;
    }

    private void closeTrees() {
      trees.forEach(t -> kernel.call(Syscall.CLOSE, t));
      trees.clear();
    }

    @Override
    public void close() {
      closeTrees();
      boolean spent;
      synchronized (this) {
        spent = killed || cell.holdsOrphans();
      }
      if (spent || !cleared()) {
        cell.close();
      } else {
        give(cell);
      }
      arena.close();
    }

    /**
     * Takes the names away again that were made for this run alone; false where the cell does not
     * answer any more.
     */
    private boolean cleared() {
      var names = new ArrayList<>(directories);
      Collections.reverse(names);
      var script = new Script(kernel, arena);
      long removeDirectory = 0x200;
      for (var name : names) {
        if (!CellRoot.own(name) && !view.shows(name)) {
          script.may(
              Syscall.UNLINKAT, CellRoot.AT_FDCWD, script.text(name.toString()), removeDirectory);
        }
      }
      try {
        cell.run(script);
        return true;
      } catch (IOException _) {
        return false;
      }
    }
  }
}
