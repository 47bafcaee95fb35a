package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The strongest way this machine has to hold actions to what they declare, found by trying each
 * level from the top with a real process. That is done on a thread of its own, since a build that
 * finds all in its store starts no process: whoever asks first waits for what is left of it.
 */
public final class Sandbox implements AutoCloseable {
  private final SystemView view;
  private final Path scratch;
  private final CompletableFuture<Found> found;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong streams = new AtomicLong();

  /** Directories that runs have now. */
  private final AtomicLong taken = new AtomicLong();

  private final Queue<RunPlace> places = new ConcurrentLinkedQueue<>();
  private final Runnable search;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** The level that was found. */
  private record Found(Kernel kernel, Spawner spawner, Cage.Maker maker, List<Refusal> refusals) {}

  private Sandbox(SystemView view, Path scratch, CompletableFuture<Found> found, Runnable search) {
    this.view = view;
    this.scratch = scratch;
    this.found = found;
    this.search = search;
  }

  /** Why a level cannot be had here, and what may help. */
  public record Refusal(SandboxLevel level, String reason, List<String> helps) {
    public Refusal {
      helps = List.copyOf(helps);
    }
  }

  /**
   * Loads what every level needs to start a process, so that whoever starts one afterwards does not
   * wait for it.
   *
   * @throws ProblemException on a machine that is not one that we know
   */
  public static void prepare() throws ProblemException {
    new Spawner(Kernel.load());
  }

  /**
   * Finds the level to work at.
   *
   * @param scratch a directory of this build alone, for what runs need while they run
   * @throws ProblemException if the mode asks for more than this machine gives
   */
  public static Sandbox open(SandboxMode mode, SystemView view, Path scratch)
      throws ProblemException, IOException {
    List<SandboxLevel> ladder =
        switch (mode) {
          case NONE -> List.of();
          case STRICT -> List.of(SandboxLevel.NAMESPACES);
          case AUTO -> List.of(SandboxLevel.NAMESPACES, SandboxLevel.LANDLOCK);
        };
    var opened = open(ladder, view, scratch);
    if (mode == SandboxMode.STRICT && opened.level() != SandboxLevel.NAMESPACES) {
      var refusal = opened.refusals().getFirst();
      var problem = Problem.of("--sandbox=strict: " + refusal.reason());
      for (var help : refusal.helps()) {
        problem = problem.withHelp(help);
      }
      throw new ProblemException(problem);
    }
    return opened;
  }

  /** At the first of these levels that works here, else plain. */
  public static Sandbox open(List<SandboxLevel> ladder, SystemView view, Path scratch)
      throws ProblemException, IOException {
    Machine.here();
    var root = scratch.toAbsolutePath().normalize();
    Files.createDirectories(root);
    var found = new CompletableFuture<Found>();
    Runnable search =
        () -> {
          try {
            found.complete(find(ladder, view, root));
          } catch (ProblemException | RuntimeException | Error x) {
            found.completeExceptionally(x);
          }
        };
    var opened = new Sandbox(view, root, found, search);
    if (!ladder.isEmpty()) {
      Thread.ofPlatform().name("sandbox").daemon().start(opened::begin);
    }
    return opened;
  }

  /** Nothing is tried out twice, and without a ladder not before it is asked for. */
  private void begin() {
    if (begun.compareAndSet(false, true)) {
      search.run();
    }
  }

  private static Found find(List<SandboxLevel> ladder, SystemView view, Path root)
      throws ProblemException {
    var refusals = new ArrayList<Refusal>();
    var kernel = Kernel.load();
    var spawner = new Spawner(kernel);
    for (var level : ladder) {
      try {
        var maker =
            switch (level) {
              case NAMESPACES ->
                  kernel.call(Syscall.GETEUID) == 0
                      ? new Namespaces(kernel, spawner, view, root.resolve("cells"))
                      : new UserNamespaces(kernel, view, root.resolve("roots"));
              case LANDLOCK -> new Landlock(kernel, view);
              case PLAIN -> new Plain(kernel);
            };
        var found = new Found(kernel, spawner, maker, List.copyOf(refusals));
        boolean works = false;
        try {
          new Sandbox(view, root.resolve("try"), CompletableFuture.completedFuture(found), () -> {})
              .tryOut();
          works = true;
          return found;
        } finally {
          if (!works) {
            maker.close(); // what the trial began must not stay
          }
        }
      } catch (IOException | ProblemException x) {
        refusals.add(
            new Refusal(
                level,
                String.valueOf(x.getMessage()),
                new Remedies(Path.of("/")).of(level, kernel.call(Syscall.GETEUID) == 0)));
      }
    }
    return new Found(kernel, spawner, new Plain(kernel), List.copyOf(refusals));
  }

  private Found found() {
    begin();
    try {
      return found.join();
    } catch (CompletionException x) {
      throw new IllegalStateException("the sandbox cannot be opened", x.getCause());
    }
  }

  public SandboxLevel level() {
    return found().maker.level();
  }

  /** What actions can still do at this level. */
  public Set<Escape> escapes() {
    var kernel = found().kernel;
    long abi = kernel.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, 1);
    return Escape.open(level(), kernel.call(Syscall.GETEUID) == 0, (int) Math.max(0, abi));
  }

  /** Why no higher level, from the highest on. */
  public List<Refusal> refusals() {
    return found().refusals;
  }

  private void tryOut() throws IOException, ProblemException {
    var action = Action.of(List.of("/bin/sh", "-c", ":"), Map.of(), List.of(), "/");
    try {
      var outcome = new Runner(this, new Slots(1)).run(action, Watcher.NONE);
      if (!outcome.success()) {
        throw new IOException(
            "a process in it ends with " + outcome.exit() + ": " + outcome.stderr());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  Kernel kernel() {
    return found().kernel;
  }

  Spawner spawner() {
    return found().spawner;
  }

  /** What of the system every action may read. */
  public SystemView view() {
    return view;
  }

  /** A directory for one run; to be given back. */
  RunPlace take() throws IOException {
    taken.incrementAndGet();
    var idle = places.poll();
    return idle != null ? idle : RunPlace.make(scratch.resolve("run-" + runs.incrementAndGet()));
  }

  /**
   * Keeps the directory for another run if this one ended and left nothing in it, else removes it.
   */
  void give(RunPlace place, boolean ended) throws IOException {
    taken.decrementAndGet();
    boolean untouched;
    try {
      untouched = ended && place.untouched();
    } catch (IOException | UncheckedIOException _) {
      untouched = false; // it cannot be read
    }
    if (untouched) {
      places.add(place);
    } else {
      Removal.of(place.directory());
    }
  }

  /** Where one run's streams go if they are long; made by whoever writes there. */
  Path streams() {
    return scratch.resolve("streams").resolve(String.valueOf(streams.incrementAndGet()));
  }

  Cage.Maker maker() {
    return found().maker;
  }

  /** Ends what is kept from run to run; then nothing is written to the scratch directory. */
  @Override
  public void close() {
    if (begun.compareAndSet(false, true)) {
      found.completeExceptionally(new IllegalStateException("the sandbox is closed"));
      return;
    }
    try {
      // The trial may still run, and it writes below the scratch directory.
      var ended = found.join();
      ended.maker.close();
      boolean ran = runs.get() > 0 && taken.get() == 0;
      if (ran && ended.maker.level() != SandboxLevel.NAMESPACES) {
        new Stragglers(ended.kernel, scratch).kill();
      }
    } catch (CompletionException _) {
      // No sandbox was found, so there is none to close.
    }
  }
}
