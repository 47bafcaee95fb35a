package heddle.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that says which level it finds and why no higher one, and runs an action that leaves a
 * process which holds its output open: for tests that start it in a container of a kind.
 */
final class Report {
  private Report() {}

  public static void main(String[] args) throws Exception {
    var directory = Path.of(args[0]);
    try (var sandbox =
        Sandbox.open(SandboxMode.AUTO, SystemView.here(List.of()), directory.resolve("scratch"))) {
      System.out.println("level " + sandbox.level());
      for (var refusal : sandbox.refusals()) {
        System.out.println("no " + refusal.level() + ": " + refusal.reason());
        refusal.helps().forEach(help -> System.out.println("help: " + help));
      }
      var out = new Mount.Writable("out", Files.createDirectories(directory.resolve("out")));
      var action =
          Action.of(
                  List.of(
                      "/bin/sh",
                      "-c",
                      "echo hello; sleep 50 & echo \"descriptors \"`ls /proc/self/fd`; exit 7"),
                  Map.of("PATH", "/usr/bin:/bin"),
                  List.of(out),
                  out.placeholder())
              .withLimits(Limits.DEFAULT.withTime(Duration.ofSeconds(40)));
      var outcome = new Runner(sandbox, new Slots(1)).run(action, Watcher.NONE);
      System.out.println(outcome.stdout().text() + outcome.stderr().text());
      System.out.println("exit " + outcome.exit() + " " + outcome.ending());
    }
  }
}
