package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Runs actions on this machine, each in a slot and in the sandbox. Nothing of a run is left when
 * {@link #run} returns but its outputs.
 */
public final class Runner {
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY");

  private final Sandbox sandbox;
  private final Slots slots;
  private final Set<String> hidden;

  public Runner(Sandbox sandbox, Slots slots) {
    this(sandbox, slots, Set.of());
  }

  /** With the names of the user's variables: a failed action that names one is said to want it. */
  public Runner(Sandbox sandbox, Slots slots, Set<String> hidden) {
    this.hidden = Set.copyOf(hidden);
    this.sandbox = sandbox;
    this.slots = slots;
  }

  /**
   * Waits for a slot and runs the action to its end. When the thread is interrupted the action is
   * killed first.
   *
   * @throws ProblemException if the action cannot be started: no such program, directory or mount
   */
  public ActionOutcome run(Action action, Watcher watcher)
      throws ProblemException, IOException, InterruptedException {
    try (var slot = slots.take()) {
      watcher.started();
      var place = sandbox.take();
      boolean whole = false;
      try {
        var laid = lay(sharing(action), place);
        var outcome = run(laid.action, watcher, place, laid.layout);
        if (outcome.exit() > 128) {
          slot.died();
        }
        whole = true;
        return outcome;
      } finally {
        sandbox.give(place, whole);
      }
    }
  }

  /**
   * As {@link #run}, held as any other action, and says what it touched: what it was not given
   * shows as it showed to the action, as not there or refused.
   *
   * @throws ProblemException also without strace
   */
  public TracedRun trace(Action action, Watcher watcher)
      throws ProblemException, IOException, InterruptedException {
    try (var _ = slots.take()) {
      watcher.started();
      var place = sandbox.take();
      try {
        var log = Files.createDirectory(place.directory().resolve("trace"));
        var traced = Trace.wrapped(sharing(action), new Mount.Writable("\1trace", log));
        var laid = lay(traced, place);
        var layout = laid.layout;
        var outcome = run(laid.action, watcher, place, layout);
        var touches =
            Trace.touched(log.resolve(Trace.LOG), Path.of(layout.forAction(action.cwd())));
        return new TracedRun(
            outcome,
            touches.stream()
                .filter(t -> !t.name().startsWith(log.toString()))
                .map(t -> new Traced.Touch(t.deed(), layout.named(t.name())))
                .distinct()
                .toList());
      } finally {
        sandbox.give(place, false);
      }
    }
  }

  /** With the tokens of the jobserver, where they are found by a path. */
  private Action sharing(Action action) {
    var fifo = slots.jobserver().flatMap(Jobserver::fifo);
    if (fifo.isEmpty()) {
      return action;
    }
    var may = action.permissions();
    var writes = new ArrayList<>(may.writes());
    writes.add(fifo.get());
    return action.withPermissions(new Permissions(may.network(), may.reads(), writes));
  }

  private record Laid(Action action, Layout layout) {}

  private Laid lay(Action action, RunPlace place) throws ProblemException, IOException {
    for (var mount : action.mounts()) {
      check(mount);
    }
    var folded = ArgumentFile.fold(action, sandbox.kernel(), place);
    var layout = sandbox.maker().layout(folded, place);
    ArgumentFile.write(action, folded, layout);
    return new Laid(folded, layout);
  }

  private ActionOutcome run(Action action, Watcher watcher, RunPlace place, Layout layout)
      throws ProblemException, IOException, InterruptedException {
    Supervision.End end;
    long before;
    var undeclared =
        new Undeclared(
            path -> visible(path, layout, action), shown(action), action.permissions().network());
    try (var cage = sandbox.maker().enter(action, layout, place)) {
      before = System.nanoTime();
      end =
          onThread(
              new Execution(
                  sandbox.kernel(),
                  sandbox.spawner(),
                  start(action, layout, cage),
                  cage,
                  slots.jobserver(),
                  action.limits(),
                  sandbox.streams(),
                  spotting(action, layout, watcher)));
      cage.proxy().ifPresent(p -> undeclared.add(p.taken()));
      cage.gate().ifPresent(g -> undeclared.add(g.taken()));
    }
    var wall = Duration.ofNanos(System.nanoTime() - before);
    undeclared.home(place.home());
    if (end.exit() != 0) {
      undeclared.printed(end.stdout());
      undeclared.printed(end.stderr());
    }
    return new ActionOutcome(
        end.exit(),
        end.ending(),
        end.stdout(),
        end.stderr(),
        outputs(action, layout),
        sandbox.maker().level(),
        wall,
        end.user(),
        undeclared.found());
  }

  /** What it was given; a file here below /tmp is hidden where the action has a /tmp of its own. */
  private boolean visible(Path path, Layout layout, Action action) {
    return sandbox.view().shows(path)
        || List.of("/dev", "/proc").stream().anyMatch(path::startsWith)
        || layout.seen().values().stream().anyMatch(path::startsWith)
        || action.permissions().reads().stream().anyMatch(path::startsWith)
        || action.permissions().writes().stream().anyMatch(path::startsWith);
  }

  private Set<String> shown(Action action) {
    var names = new HashSet<>(hidden);
    names.removeAll(action.env().keySet());
    names.removeAll(action.varying().keySet());
    return names;
  }

  /** Those that exist, and lie where they seem to: a link out of its mount is no output. */
  private static Map<String, Path> outputs(Action action, Layout layout) throws IOException {
    var outputs = new LinkedHashMap<String, Path>();
    for (var output : action.outputs()) {
      var path = layout.here(output);
      if (Files.exists(path) && within(action, path.toRealPath())) {
        outputs.put(output, path);
      }
    }
    return outputs;
  }

  private static boolean within(Action action, Path real) throws IOException {
    for (var mount : action.mounts()) {
      if (mount instanceof Mount.Writable writable
          && real.startsWith(writable.host().toRealPath())) {
        return true;
      }
    }
    return false;
  }

  private static void check(Mount mount) throws ProblemException {
    var host =
        switch (mount) {
          case Mount.Source source -> source.host();
          case Mount.Writable writable -> writable.host();
          case Mount.Discarded discarded -> discarded.host();
          case Mount.Links _ -> Path.of("/");
        };
    if (!Files.exists(host)) {
      throw new ProblemException(Problem.of("an action needs " + host + ", which is not there"));
    }
  }

  /** The run blocks its thread, which a carrier of virtual threads must not. */
  private static Supervision.End onThread(Execution execution)
      throws ProblemException, IOException, InterruptedException {
    var result = new CompletableFuture<Supervision.End>();
    Thread.ofPlatform()
        .name("action")
        .daemon()
        .start(() -> {
          try {
            result.complete(execution.go());
          } catch (Throwable x) {
            result.completeExceptionally(x);
          }
        });
    boolean interrupted = false;
    while (true) {
      try {
        var end = result.get();
        if (interrupted) {
          throw new InterruptedException();
        }
        return end;
      } catch (InterruptedException _) {
        if (result.isDone()) {
          throw new InterruptedException();
        }
        interrupted = true;
        execution.kill();
      } catch (ExecutionException x) {
        switch (x.getCause()) {
          case IOException io -> throw io;
          case ProblemException problem -> throw problem;
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException(x);
        }
      }
    }
  }

  private static Watcher spotting(Action action, Layout layout, Watcher watcher) {
    if (action.early().isEmpty()) {
      return watcher;
    }
    var early = action.early().get();
    return new Watcher() {
      private boolean given;

      @Override
      public void line(String line) {
        if (!given && early.announcedBy(line)) {
          given = true;
          watcher.early(layout.here(early.output()));
        }
        watcher.line(line);
      }
    };
  }

  /** Whether the action may write there: the user's directory for temporary files may be hidden. */
  private boolean writes(Action action, Layout layout, String directory) {
    return sandbox.level() == SandboxLevel.PLAIN
        || action.permissions().writes().stream().anyMatch(Path.of(directory)::startsWith)
        || action.mounts().stream()
            .anyMatch(
                m -> m instanceof Mount.Writable && Path.of(directory).startsWith(layout.seen(m)));
  }

  private Spawner.Start start(Action action, Layout layout, Cage cage) throws ProblemException {
    var env = new TreeMap<>(layout.forAction(action.env()));
    env.putAll(layout.forAction(action.varying()));
    cage.proxy()
        .ifPresent(p -> {
          PROXIES.forEach(name -> env.putIfAbsent(name, p.url()));
          env.putIfAbsent("no_proxy", "127.0.0.1,localhost");
        });
    slots.jobserver().ifPresent(j -> env.putIfAbsent("CARGO_MAKEFLAGS", j.flags()));
    if (!env.containsKey("TMPDIR") || !writes(action, layout, env.get("TMPDIR"))) {
      env.put("TMPDIR", layout.temporary().toString());
    }
    env.putIfAbsent("HOME", layout.home().toString());
    var argv = action.argv().stream().map(layout::forAction).toList();
    var cwd = layout.forAction(action.cwd());
    var there = layout.here(action.cwd());
    if (!Files.isDirectory(there)) {
      throw new ProblemException(
          Problem.of("cannot run " + argv.getFirst() + " in " + there + ": no such directory"));
    }
    var program =
        Programs.find(argv.getFirst(), env.getOrDefault("PATH", ""), layout, Path.of(cwd));
    if (!StartRoom.easily(argv, env)) {
      StartRoom.of(sandbox.kernel()).check(argv, env);
    }
    return new Spawner.Start(program.toString(), argv, env, Optional.of(cwd), Map.of());
  }
}
