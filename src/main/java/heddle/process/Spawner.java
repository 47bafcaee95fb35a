package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;
  private static final int ETXTBSY = 26;
  private static final int BUSY_TRIES = 400;
  private static final long BUSY_PAUSE = 5;

  private final Kernel kernel;
  private final CFunction spawn = CFunction.named("posix_spawn");
  private final CFunction initActions = CFunction.named("posix_spawn_file_actions_init");
  private final CFunction destroyActions = CFunction.named("posix_spawn_file_actions_destroy");
  private final CFunction initAttributes = CFunction.named("posix_spawnattr_init");
  private final CFunction setFlags = CFunction.named("posix_spawnattr_setflags");
  private final CFunction addDup2 = CFunction.named("posix_spawn_file_actions_adddup2");
  private final CFunction addClose = CFunction.named("posix_spawn_file_actions_addclose");
  private final CFunction addOpen = CFunction.named("posix_spawn_file_actions_addopen");
  private final CFunction addChdir = CFunction.named("posix_spawn_file_actions_addchdir_np");

  /** Closes what is open from a number on, in the child: glibc has it since 2.34. */
  private final Optional<CFunction> addCloseFrom =
      CFunction.find("posix_spawn_file_actions_addclosefrom_np");

  Spawner(Kernel kernel) {
    this.kernel = kernel;
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

    private final MemorySegment state;

    private Prepared(Arena arena, Start start) throws IOException {
      state = CFunction.state(arena);
      pid = arena.allocate(INT);
      path = arena.allocateFrom(start.program);
      actions = arena.allocate(256, 16); // 80 bytes in glibc and musl
      attributes = arena.allocate(512, 16); // 336 bytes in glibc and musl
      argv = CFunction.strings(arena, start.argv);
      env =
          CFunction.strings(
              arena,
              start.env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      long acts = actions.address();
      check("file_actions_init", initActions.number(state, acts, 0, 0));
      check("attr_init", initAttributes.number(state, attributes.address(), 0, 0));
      check("setflags", setFlags.number(state, attributes.address(), SETSIGMASK | SETSID, 0));
      if (!start.descriptors.containsKey(0)) {
        long none = arena.allocateFrom("/dev/null").address();
        check("addopen", (int) addOpen.call(state, acts, 0, none, 0, 0, 0, 0));
      }
      for (var d : apart(start.descriptors).entrySet()) {
        check("adddup2", addDup2.number(state, acts, d.getValue(), d.getKey()));
      }
      int last = start.descriptors.keySet().stream().mapToInt(n -> n).max().orElse(2);
      for (int gap = 3; gap < last; gap++) {
        if (!start.descriptors.containsKey(gap)) {
          check("addclose", addClose.number(state, acts, gap, 0));
        }
      }
      if (addCloseFrom.isPresent()) {
        int first = Math.max(3, last + 1);
        check("addclosefrom", addCloseFrom.get().number(state, acts, first, 0));
      }
      if (start.cwd.isPresent()) {
        long directory = arena.allocateFrom(start.cwd.get()).address();
        check("addchdir", addChdir.number(state, acts, directory, 0));
      }
    }

    /** Starts it from this thread: the process id, or the negated errno. */
    int go() {
      // What the JDK opened without FD_CLOEXEC must not reach the child. The child closes it where
      // the C library can say so: to mark it here would take their pipes from the processes that
      // the JDK starts meanwhile.
      if (addCloseFrom.isEmpty()) {
        kernel.call(Syscall.CLOSE_RANGE, 3, 0xffff_ffffL, 4);
      }
      int error = spawned();
      // A process that is just being started elsewhere holds, until it is, what we had open then:
      // the program may be a file that we have just written.
      for (int i = 0; error == ETXTBSY && i < BUSY_TRIES; i++) {
        try {
          Thread.sleep(BUSY_PAUSE);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return -ETXTBSY;
        }
        error = spawned();
      }
      return error == 0 ? pid.get(INT, 0) : -error;
    }

    private int spawned() {
      return (int)
          spawn.call(
              state,
              pid.address(),
              path.address(),
              actions.address(),
              attributes.address(),
              argv.address(),
              env.address(),
              0);
    }

    /** Frees what the C library holds. */
    void free() throws IOException {
      check("destroy", destroyActions.number(state, actions.address(), 0, 0));
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

  private static void check(String what, int error) throws IOException {
    if (error != 0) {
      throw new IOException("posix_spawn: " + what + " failed, errno " + error);
    }
  }
}
