package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One process from its start to its end, on the thread that calls {@link #go}; any may kill it. */
final class Execution {
  /** Compilers start many. */
  private static final long THREADS_EACH = 4;

  private final Kernel kernel;
  private final Spawner spawner;
  private final Spawner.Start start;
  private final Cage cage;
  private final Optional<Jobserver> jobserver;
  private final Limits limits;
  private final Path streams;
  private final Watcher watcher;
  private int pid;
  private boolean killed;

  Execution(
      Kernel kernel,
      Spawner spawner,
      Spawner.Start start,
      Cage cage,
      Optional<Jobserver> jobserver,
      Limits limits,
      Path streams,
      Watcher watcher) {
    this.kernel = kernel;
    this.spawner = spawner;
    this.start = start;
    this.cage = cage;
    this.jobserver = jobserver;
    this.limits = limits;
    this.streams = streams;
    this.watcher = watcher;
  }

  Supervision.End go() throws ProblemException, IOException {
    try (var arena = Arena.ofShared();
        var descriptors = new Descriptors(kernel, arena)) {
      var out = descriptors.pipe();
      var error = descriptors.pipe();
      var given = new TreeMap<>(start.descriptors());
      given.putAll(Map.of(1, out.write(), 2, error.write()));
      if (jobserver.isPresent()) {
        given.putAll(jobserver.get().forChild(descriptors));
      }
      var prepared =
          spawner.prepare(
              arena,
              cage.wrapped(
                  new Spawner.Start(
                      start.program(), start.argv(), start.env(), start.cwd(), given)));
      int started = cage.start(prepared);
      prepared.free();
      if (started < 0) {
        throw new ProblemException(
            Problem.of("cannot run " + start.program() + ": error " + -started + " of the system"));
      }
      begun(started);
      limit(arena, started);
      descriptors.close(out.write());
      descriptors.close(error.write());
      try {
        return new Supervision(
                kernel,
                arena,
                cage,
                started,
                limits,
                descriptors.ofProcess(started),
                out.read(),
                error.read(),
                streams,
                watcher)
            .watch();
      } finally {
        ended();
      }
    }
  }

  /**
   * Files no larger than allowed, and no dumps of memory; what it starts has the same limits. An
   * ordinary user's processes are bounded by the kernel, too, which counts the threads of all that
   * the user runs: so it only stops what doubles faster than we count.
   */
  private void limit(Arena arena, int started) {
    long fileSize = 1;
    long core = 4;
    long processes = 6;
    var bound = arena.allocate(16, 8);
    kernel.call(Syscall.PRLIMIT64, started, core, bound.address(), 0);
    lower(bound, started, fileSize, limits.fileBytes());
    if (kernel.call(Syscall.GETEUID) != 0) {
      lower(bound, started, processes, Threads.ofSystem() + THREADS_EACH * limits.processes());
    }
    for (int child : children(started)) {
      limit(arena, child); // it was started before its parent had limits to hand on
    }
  }

  private static List<Integer> children(int process) {
    try {
      var names = Files.readString(Path.of("/proc/" + process + "/task/" + process + "/children"));
      var all = new ArrayList<Integer>();
      for (var each : names.split(" ", -1)) {
        if (!each.isBlank()) {
          all.add(Integer.valueOf(each.strip()));
        }
      }
      return all;
    } catch (IOException _) {
      return List.of(); // it has ended, or the kernel does not tell
    }
  }

  private void lower(MemorySegment bound, int started, long which, long most) {
    kernel.call(Syscall.PRLIMIT64, started, which, 0, bound.address());
    long hard = bound.get(ValueLayout.JAVA_LONG, 8);
    long least = Long.compareUnsigned(hard, most) < 0 ? hard : most;
    bound.set(ValueLayout.JAVA_LONG, 0, least);
    bound.set(ValueLayout.JAVA_LONG, 8, least);
    kernel.call(Syscall.PRLIMIT64, started, which, bound.address(), 0);
  }

  private synchronized void begun(int started) {
    pid = started;
    if (killed) {
      cage.kill(pid);
    }
  }

  /** From here on the number may belong to another process. */
  private synchronized void ended() {
    pid = 0;
  }

  /** Kills the process tree, or what will be started. */
  synchronized void kill() {
    killed = true;
    if (pid != 0) {
      cage.kill(pid);
    }
  }
}
