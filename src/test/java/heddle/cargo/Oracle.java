package heddle.cargo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Cargo itself, where it is installed. */
record Oracle(Path cargo) {
  /** The cargo that tests compare with; without one the test is skipped. */
  static Oracle find() {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path cargo = Path.of(place, "cargo");
      if (!place.isEmpty() && Files.isExecutable(cargo)) {
        return new Oracle(cargo);
      }
    }
    assumeTrue(false, "cargo is not installed");
    throw new IllegalStateException();
  }

  /** What a run gave. */
  record Answer(int status, String output, String errors) {}

  Answer run(Path directory, String... arguments) throws IOException, InterruptedException {
    return run(directory, List.of(arguments), false);
  }

  /** A run that takes unstable options. */
  Answer nightly(Path directory, List<String> arguments) throws IOException, InterruptedException {
    return run(directory, arguments, true);
  }

  private Answer run(Path directory, List<String> arguments, boolean unstable)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(cargo.toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile("cargo", ".out");
    Path err = Files.createTempFile("cargo", ".err");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      // In continuous integration cargo turns incremental compilation off.
      builder.environment().keySet().removeAll(List.of("CI", "TF_BUILD"));
      if (unstable) {
        builder.environment().put("RUSTC_BOOTSTRAP", "1");
      }
      Process process = builder.start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("cargo did not end");
      }
      return new Answer(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** {@code cargo metadata} with these arguments; empty where cargo refuses. */
  Optional<Json> metadata(Path directory, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("metadata", "--format-version", "1", "--offline"));
    all.addAll(List.of(arguments));
    Answer answer = run(directory, all.toArray(String[]::new));
    return answer.status() == 0
        ? Optional.of(Json.parse(answer.output().getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }
}
