package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The strongest way this machine has to hold actions to what they declare, found by trying each
 * level from the top with a real process.
 */
public final class Sandbox implements AutoCloseable {
  private final Kernel kernel;
  private final Spawner spawner;
  private final SystemView view;
  private final Path scratch;
  private final Cage.Maker maker;
  private final List<Refusal> refusals;

  private Sandbox(
      Kernel kernel,
      Spawner spawner,
      SystemView view,
      Path scratch,
      Cage.Maker maker,
      List<Refusal> refusals) {
    this.kernel = kernel;
    this.spawner = spawner;
    this.view = view;
    this.scratch = scratch;
    this.maker = maker;
    this.refusals = List.copyOf(refusals);
  }

  /** Why a level cannot be had here, and what may help. */
  public record Refusal(SandboxLevel level, String reason, List<String> helps) {
    public Refusal {
      helps = List.copyOf(helps);
    }
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
    var refusals = new ArrayList<Refusal>();
    var kernel = Kernel.load();
    var spawner = new Spawner(kernel);
    var root = scratch.toAbsolutePath().normalize();
    Files.createDirectories(root);
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
        var sandbox = new Sandbox(kernel, spawner, view, root, maker, refusals);
        sandbox.tryOut();
        return sandbox;
      } catch (IOException | ProblemException x) {
        refusals.add(
            new Refusal(
                level,
                String.valueOf(x.getMessage()),
                Remedies.of(level, kernel.call(Syscall.GETEUID) == 0)));
      }
    }
    return new Sandbox(kernel, spawner, view, root, new Plain(kernel), refusals);
  }

  public SandboxLevel level() {
    return maker.level();
  }

  /** What actions can still do at this level. */
  public Set<Escape> escapes() {
    long abi = kernel.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, 1);
    return Escape.open(level(), kernel.call(Syscall.GETEUID) == 0, (int) Math.max(0, abi));
  }

  /** Why no higher level, from the highest on. */
  public List<Refusal> refusals() {
    return refusals;
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
    return kernel;
  }

  Spawner spawner() {
    return spawner;
  }

  SystemView view() {
    return view;
  }

  Path scratch() {
    return scratch;
  }

  Cage.Maker maker() {
    return maker;
  }

  /** Ends what is kept from run to run. */
  @Override
  public void close() throws IOException {
    maker.close();
  }
}
