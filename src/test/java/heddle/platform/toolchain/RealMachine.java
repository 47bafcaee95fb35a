package heddle.platform.toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This machine, with some variables replaced. */
public final class RealMachine implements Surroundings {
  private final Map<String, String> variables;

  public RealMachine(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  @Override
  public Optional<String> variable(String name) {
    String value = variables.getOrDefault(name, System.getenv().getOrDefault(name, ""));
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  @Override
  public Optional<String> read(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  @Override
  public Optional<Path> real(Path path) throws IOException {
    return Files.exists(path) ? Optional.of(path.toRealPath()) : Optional.empty();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return new ArrayList<>(entries.map(p -> String.valueOf(p.getFileName())).toList());
    }
  }

  @Override
  public boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  @Override
  public Optional<String> digest(Path file) throws Exception {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    var sha = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
    }
    return Optional.of(HexFormat.of().formatHex(sha.digest()));
  }

  @Override
  public Answer ask(String digest, List<String> command) throws Exception {
    Path errors = Files.createTempFile("heddle", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(errors.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), out, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }
}
