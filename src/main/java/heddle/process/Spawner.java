package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes by {@code posix_spawn}, which unlike ProcessBuilder hands on chosen descriptors,
 * needs no helper program of the JDK, and keeps what the calling thread was confined to.
 *
 * <p>A child is the leader of a session of its own, with no signal blocked, and holds no descriptor
 * that it was not given.
 */
final class Spawner {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final int ETXTBSY = 26;
  private static final int BUSY_TRIES = 400;
  private static final long BUSY_PAUSE = 5;

  private final Kernel kernel;
  private final MethodHandle spawn;
  private final MethodHandle one;
  private final MethodHandle dup2;
  private final MethodHandle close;
  private final MethodHandle open;
  private final MethodHandle chdir;
  private final MethodHandle flags;

  /** Closes what is open from a number on, in the child: glibc has it since 2.34. */
  private final Optional<MethodHandle> closeFrom;

  private final Linker linker = Linker.nativeLinker();

  Spawner(Kernel kernel) {
    this.kernel = kernel;
    var p = ValueLayout.ADDRESS;
    this.spawn = bound("posix_spawn", FunctionDescriptor.of(INT, p, p, p, p, p, p));
    this.one = linker.downcallHandle(FunctionDescriptor.of(INT, p));
    this.dup2 = bound("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(INT, p, INT, INT));
    this.close = bound("posix_spawn_file_actions_addclose", FunctionDescriptor.of(INT, p, INT));
    this.open =
        bound("posix_spawn_file_actions_addopen", FunctionDescriptor.of(INT, p, INT, p, INT, INT));
    this.chdir = bound("posix_spawn_file_actions_addchdir_np", FunctionDescriptor.of(INT, p, p));
    this.flags =
        bound("posix_spawnattr_setflags", FunctionDescriptor.of(INT, p, ValueLayout.JAVA_SHORT));
    this.closeFrom =
        linker
            .defaultLookup()
            .find("posix_spawn_file_actions_addclosefrom_np")
            .map(symbol -> linker.downcallHandle(symbol, FunctionDescriptor.of(INT, p, INT)));
  }

  private MethodHandle bound(String name, FunctionDescriptor shape) {
    return linker.downcallHandle(symbol(name), shape);
  }

  private MemorySegment symbol(String name) {
    return linker.defaultLookup().findOrThrow(name);
  }

  /**
   * What to start.
   *
   * @param program its path
   * @param descriptors of ours, by the number that each has in the child; without 0, standard input
   *     is empty
   */
  record Start(
      String program,
      List<String> argv,
      Map<String, String> env,
      Optional<String> cwd,
      Map<Integer, Integer> descriptors) {}

  /** A start with all its memory laid out: {@link #go} loads no class and opens no file of ours. */
  final class Prepared {
    private final MemorySegment pid;
    private final MemorySegment path;
    private final MemorySegment actions;
    private final MemorySegment attributes;
    private final MemorySegment argv;
    private final MemorySegment env;

    private Prepared(Arena arena, Start start) throws IOException {
      pid = arena.allocate(INT);
      path = arena.allocateFrom(start.program);
      actions = arena.allocate(256, 16); // 80 bytes in glibc and musl
      attributes = arena.allocate(512, 16); // 336 bytes in glibc and musl
      argv = strings(arena, start.argv);
      env =
          strings(
              arena,
              start.env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      check("file_actions_init", initialise("posix_spawn_file_actions_init", actions));
      check("attr_init", initialise("posix_spawnattr_init", attributes));
      try {
        check("setflags", (int) flags.invokeExact(attributes, (short) (SETSIGMASK | SETSID)));
        if (!start.descriptors.containsKey(0)) {
          var none = arena.allocateFrom("/dev/null");
          check("addopen", (int) open.invokeExact(actions, 0, none, 0, 0));
        }
        for (var d : apart(start.descriptors).entrySet()) {
          int ours = d.getValue();
          int theirs = d.getKey();
          check("adddup2", (int) dup2.invokeExact(actions, ours, theirs));
        }
        int last = start.descriptors.keySet().stream().mapToInt(n -> n).max().orElse(2);
        for (int gap = 3; gap < last; gap++) {
          if (!start.descriptors.containsKey(gap)) {
            check("addclose", (int) close.invokeExact(actions, gap));
          }
        }
        if (closeFrom.isPresent()) {
          int first = Math.max(3, last + 1);
          check("addclosefrom", (int) closeFrom.get().invokeExact(actions, first));
        }
        if (start.cwd.isPresent()) {
          var directory = arena.allocateFrom(start.cwd.get());
          check("addchdir", (int) chdir.invokeExact(actions, directory));
        }
      } catch (IOException | RuntimeException | Error x) {
        throw x;
      } catch (Throwable x) {
        throw new IllegalStateException(x);
      }
    }

    /** Starts it from this thread: the process id, or the negated errno. */
    int go() {
      // What the JDK opened without FD_CLOEXEC must not reach the child. The child closes it where
      // the C library can say so: to mark it here would take their pipes from the processes that
      // the JDK starts meanwhile.
      if (closeFrom.isEmpty()) {
        kernel.call(Syscall.CLOSE_RANGE, 3, 0xffff_ffffL, 4);
      }
      try {
        int error = (int) spawn.invokeExact(pid, path, actions, attributes, argv, env);
        // A process that is just being started elsewhere holds, until it is, what we had open then:
        // the program may be a file that we have just written.
        for (int i = 0; error == ETXTBSY && i < BUSY_TRIES; i++) {
          Thread.sleep(BUSY_PAUSE);
          error = (int) spawn.invokeExact(pid, path, actions, attributes, argv, env);
        }
        return error == 0 ? pid.get(INT, 0) : -error;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return -ETXTBSY;
      } catch (RuntimeException | Error x) {
        throw x;
      } catch (Throwable x) {
        throw new IllegalStateException(x);
      }
    }

    /** Frees what the C library holds. */
    void free() throws IOException {
      check("destroy", initialise("posix_spawn_file_actions_destroy", actions));
    }
  }

  /**
   * What is made of which descriptor, in order: ours that have a number which a child's shall have
   * are first moved to numbers that are no one's.
   */
  private static Map<Integer, Integer> apart(Map<Integer, Integer> descriptors) {
    int free =
        1
            + Math.max(
                descriptors.keySet().stream().mapToInt(n -> n).max().orElse(2),
                descriptors.values().stream().mapToInt(n -> n).max().orElse(2));
    var moved = new LinkedHashMap<Integer, Integer>();
    var rest = new LinkedHashMap<Integer, Integer>();
    for (var each : descriptors.entrySet()) {
      int ours = each.getValue();
      if (ours != each.getKey() && descriptors.containsKey(ours)) {
        moved.put(free, ours);
        ours = free++;
      }
      rest.put(each.getKey(), ours);
    }
    moved.putAll(rest);
    return moved;
  }

  Prepared prepare(Arena arena, Start start) throws IOException {
    return new Prepared(arena, start);
  }

  private int initialise(String function, MemorySegment what) {
    try {
      return (int) one.invokeExact(symbol(function), what);
    } catch (RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) {
      throw new IllegalStateException(x);
    }
  }

  private static void check(String what, int error) throws IOException {
    if (error != 0) {
      throw new IOException("posix_spawn: " + what + " failed, errno " + error);
    }
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    var array = arena.allocate(POINTER, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }
}
