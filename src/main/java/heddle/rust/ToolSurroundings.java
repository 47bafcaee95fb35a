package heddle.rust;

import heddle.platform.toolchain.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The machine of a build as discovery sees it; answers of tools are remembered in the store under
 * the tool's digest.
 */
record ToolSurroundings(Machine machine, Map<String, String> environment, Path directory)
    implements Surroundings {

  @Override
  public Optional<String> variable(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  @Override
  public Optional<String> read(Path file) throws Exception {
    machine.look(file, false);
    return machine.exists(file) ? machine.readText(file) : Optional.empty();
  }

  /** Links stay: what a program is, is asked by its content. */
  @Override
  public Optional<Path> real(Path path) {
    return machine.exists(path) ? Optional.of(path) : Optional.empty();
  }

  @Override
  public Optional<Path> behind(Path program) throws Exception {
    machine.look(program, false);
    Optional<Path> real = machine.real(program);
    real.ifPresent(file -> machine.look(file, false));
    return real;
  }

  @Override
  public List<String> list(Path below) throws Exception {
    machine.look(below, false);
    return machine.exists(below) ? machine.list(below) : List.of();
  }

  @Override
  public boolean executable(Path file) {
    machine.look(file, false);
    return machine.exists(file);
  }

  @Override
  public Optional<String> digest(Path file) throws Exception {
    return machine.exists(file) ? machine.digest(file) : Optional.empty();
  }

  @Override
  public Answer ask(String digest, List<String> command) throws Exception {
    List<String> parts = new ArrayList<>(List.of("tool query 1", digest));
    parts.addAll(command);
    String key = KeyText.hash(parts);
    Optional<byte[]> known = machine.recall(key);
    if (known.isPresent()) {
      return new Answer(0, new String(known.get(), StandardCharsets.UTF_8), "");
    }
    Map<String, String> variables = new TreeMap<>();
    for (String name : List.of("PATH", "HOME")) {
      variable(name).ifPresent(value -> variables.put(name, value));
    }
    List<String> errors = new ArrayList<>();
    Machine.Exit exit =
        machine.run(
            new Machine.Command(
                "tool", command, variables, directory, Integer.MAX_VALUE, Machine.Rules.FREE),
            errors::add);
    String output = String.join("\n", exit.output().lines());
    if (exit.code() == 0) {
      machine.remember(key, output.getBytes(StandardCharsets.UTF_8));
    }
    return new Answer(exit.code(), output, String.join("\n", errors));
  }
}
