package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs actions on this machine, each in a slot, in a directory of its own under {@code scratch} for
 * its temporary files. Nothing of a run is left when {@link #run} returns but its outputs.
 */
public final class Runner {
  private final Path scratch;
  private final Slots slots;
  private final Kernel kernel;
  private final Spawner spawner;
  private final AtomicLong runs = new AtomicLong();

  /** A runner whose own files lie in {@code scratch}, a directory of this build alone. */
  public Runner(Path scratch, Slots slots) throws ProblemException {
    this.scratch = scratch.toAbsolutePath().normalize();
    this.slots = slots;
    this.kernel = Kernel.load();
    this.spawner = new Spawner(kernel);
  }

  /**
   * Waits for a slot and runs the action to its end. When the thread is interrupted the action is
   * killed first.
   *
   * @throws ProblemException if the action cannot be started: no such program, directory or mount
   */
  public ActionOutcome run(Action action, Watcher watcher)
      throws ProblemException, IOException, InterruptedException {
    try (var _ = slots.take()) {
      watcher.started();
      var here = scratch.resolve("run-" + runs.incrementAndGet());
      Files.createDirectories(here.resolve("tmp"));
      try {
        return run(action, watcher, here);
      } finally {
        Removal.of(here);
      }
    }
  }

  private ActionOutcome run(Action action, Watcher watcher, Path here)
      throws ProblemException, IOException, InterruptedException {
    var layout = layout(action, here);
    var start = start(action, layout, here);
    var execution =
        new Execution(kernel, spawner, start, action.limits(), spotting(action, layout, watcher));
    long before = System.nanoTime();
    var end = onThread(execution);
    var wall = Duration.ofNanos(System.nanoTime() - before);
    var outputs = new LinkedHashMap<String, Path>();
    for (var output : action.outputs()) {
      var path = layout.here(output);
      if (Files.exists(path)) {
        outputs.put(output, path);
      }
    }
    return new ActionOutcome(
        end.exit(),
        end.ending(),
        end.stdout(),
        end.stderr(),
        outputs,
        SandboxLevel.PLAIN,
        wall,
        end.user(),
        List.of());
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

  private static Layout layout(Action action, Path here) throws IOException {
    var paths = new LinkedHashMap<String, Path>();
    for (var mount : action.mounts()) {
      paths.put(
          mount.name(),
          switch (mount) {
            case Mount.Source source -> source.host();
            case Mount.Writable writable -> writable.host();
            case Mount.Links links -> LinkFarm.make(here.resolve("m-" + links.name()), links);
          });
    }
    return new Layout(paths, paths);
  }

  private static Spawner.Start start(Action action, Layout layout, Path here)
      throws ProblemException {
    var env = new TreeMap<>(layout.forAction(action.env()));
    env.putAll(layout.forAction(action.varying()));
    env.putIfAbsent("TMPDIR", here.resolve("tmp").toString());
    var argv = action.argv().stream().map(layout::forAction).toList();
    var cwd = layout.forAction(action.cwd());
    if (!Files.isDirectory(Path.of(cwd))) {
      throw new ProblemException(
          Problem.of("cannot run " + argv.getFirst() + " in " + cwd + ": no such directory"));
    }
    var program = Programs.find(argv.getFirst(), env.getOrDefault("PATH", ""), Path.of(cwd));
    return new Spawner.Start(program.toString(), argv, env, Optional.of(cwd), Map.of());
  }
}
