package heddle.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sandbox to break out of: scripts run in it with {@code out} to write and {@code sources} to
 * read; what else lies in {@code directory} they were not given.
 */
record Trial(Sandbox sandbox, Path directory, Path out, Path sources) {
  static Trial of(Sandbox sandbox, Path directory) throws IOException {
    return new Trial(
        sandbox,
        directory,
        Files.createDirectories(directory.resolve("out")),
        Files.createDirectories(directory.resolve("sources")));
  }

  /** A directory or file that no action was given. */
  Path undeclared(String name) {
    return directory.resolve(name);
  }

  String output(String script) throws Exception {
    return outcome(script).stdout().text().toLowerCase(Locale.ROOT);
  }

  boolean says(String word, String script) throws Exception {
    return output(script).contains(word);
  }

  ActionOutcome outcome(String script) throws Exception {
    return run(script, Limits.DEFAULT.withTime(Duration.ofSeconds(20)));
  }

  ActionOutcome run(String script, Limits limits) throws Exception {
    return run(action(script, Map.of()).withLimits(limits));
  }

  ActionOutcome run(Action action) throws Exception {
    return new Runner(sandbox, new Slots(1)).run(action, Watcher.NONE);
  }

  Action action(String script, Map<String, String> more) {
    var env = new TreeMap<>(more);
    env.putAll(Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C"));
    return Action.of(
        List.of("/bin/bash", "-c", script),
        env,
        List.of(new Mount.Source("sources", sources), new Mount.Writable("out", out)),
        Mount.placeholder("out"));
  }

  /** A program of perl that runs outside, and has said that it is ready. */
  static Process outside(String perl) throws IOException {
    var process = new ProcessBuilder("/usr/bin/perl", "-MSocket", "-e", "$| = 1; " + perl).start();
    try {
      if (process.getInputStream().read() < 0) {
        throw new IOException(
            "nothing outside: "
                + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      }
      return process;
    } catch (IOException x) {
      process.destroyForcibly();
      throw x;
    }
  }
}
