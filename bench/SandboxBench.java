// mvn -q compile && java -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp target/classes
// bench/SandboxBench.java [actions] [PLAIN|LANDLOCK|NAMESPACES ...]

import heddle.process.Action;
import heddle.process.Mount;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.SandboxLevel;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.process.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs /usr/bin/true many times, two at a time, at each level in turn, three rounds. */
class SandboxBench {
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    var levels =
        args.length > 1
            ? Arrays.stream(args).skip(1).map(SandboxLevel::valueOf).toList()
            : List.of(SandboxLevel.values());
    var directory = Files.createTempDirectory("bench");
    for (int round = 1; round <= 3; round++) {
      for (var level : levels) {
        round(level, round, count, directory);
      }
    }
  }

  private static void round(SandboxLevel level, int round, int count, Path directory)
      throws Exception {
    try (var sandbox =
        Sandbox.open(
            List.of(level), SystemView.here(List.of()), directory.resolve(level + "-" + round))) {
      if (sandbox.level() != level) {
        System.out.println(level + ": " + sandbox.refusals());
        return;
      }
      var out = new Mount.Writable("out", Files.createDirectories(directory.resolve("out")));
      var action = Action.of(List.of("/usr/bin/true"), Map.of(), List.of(out), out.placeholder());
      var runner = new Runner(sandbox, new Slots(2));
      for (int i = 0; i < 50; i++) {
        runner.run(action, Watcher.NONE);
      }
      long start = System.nanoTime();
      var walls = new ArrayList<Future<Long>>();
      try (var threads = Executors.newFixedThreadPool(2)) {
        for (int i = 0; i < count; i++) {
          walls.add(
              threads.submit(() -> {
                long before = System.nanoTime();
                runner.run(action, Watcher.NONE);
                return System.nanoTime() - before;
              }));
        }
      }
      double each = (System.nanoTime() - start) / 1e6 / count;
      var sorted = new ArrayList<Long>();
      for (var wall : walls) {
        sorted.add(wall.get());
      }
      sorted.sort(null);
      System.out.printf(
          "%-10s round %d: %.2f ms of the build per action; each took %.2f ms (median), %.2f ms (99"
              + " %%)%n",
          level, round, each, sorted.get(count / 2) / 1e6, sorted.get(count * 99 / 100) / 1e6);
    }
  }
}
