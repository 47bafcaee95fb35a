package heddle.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that runs several actions at once in the slots of whoever started it, for tests in
 * which that is a make or a cargo: where, how many, and the script of each. Its exit code is how
 * many failed, 99 without a jobserver.
 */
final class Client {
  private Client() {}

  public static void main(String[] args) throws Exception {
    var directory = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    var failed = new AtomicInteger();
    var jobserver = Jobserver.inherited(System.getenv());
    if (jobserver.isEmpty()) {
      System.exit(99);
    }
    try (var sandbox =
            Sandbox.open(
                SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("scratch"));
        var slots = Slots.shared(16, jobserver.get())) {
      var runner = new Runner(sandbox, slots);
      var out = new Mount.Writable("out", directory);
      var action =
          Action.of(
              List.of("/bin/bash", "-c", args[2]),
              Map.of("PATH", "/usr/bin:/bin"),
              List.of(out),
              out.placeholder());
      var done = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                failed.addAndGet(runner.run(action, Watcher.NONE).success() ? 0 : 1);
              } catch (Exception _) {
                failed.incrementAndGet();
              }
              done.countDown();
            });
      }
      done.await();
    }
    System.exit(failed.get());
  }
}
