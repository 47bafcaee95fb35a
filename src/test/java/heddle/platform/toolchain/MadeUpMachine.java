package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine of a few files; every rustc on it says the name of its toolchain. */
final class MadeUpMachine implements Surroundings {
  final Map<String, String> variables = new LinkedHashMap<>();
  final Map<Path, String> files = new LinkedHashMap<>();
  final Map<Path, Path> links = new LinkedHashMap<>();
  final Set<Path> programs = new LinkedHashSet<>();
  final Map<String, Answer> answers = new LinkedHashMap<>();

  MadeUpMachine variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  MadeUpMachine file(String path, String text) {
    files.put(Path.of(path), text);
    return this;
  }

  MadeUpMachine program(String path, String text) {
    programs.add(Path.of(path));
    return file(path, text);
  }

  MadeUpMachine link(String path, String to) {
    links.put(Path.of(path), Path.of(to));
    return this;
  }

  MadeUpMachine answer(String command, String output) {
    answers.put(command, new Answer(0, output, ""));
    return this;
  }

  MadeUpMachine rustc(String toolchain, String release) {
    String binary = toolchain + "/bin/rustc";
    program(binary, "stub");
    file(toolchain + "/lib/librustc_driver-0.so", "compiler " + release);
    answer(
        binary + " -vV",
        "rustc " + release + "\nhost: x86_64-unknown-linux-gnu\nrelease: " + release + "\n");
    return answer(binary + " --print=sysroot", toolchain + "\n");
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public Optional<String> read(Path file) {
    return Optional.ofNullable(files.get(links.getOrDefault(file, file)));
  }

  @Override
  public Optional<Path> real(Path path) {
    Path real = links.getOrDefault(path, path);
    return files.containsKey(real) ? Optional.of(real) : Optional.empty();
  }

  @Override
  public List<String> list(Path directory) {
    return java.util.stream.Stream.concat(files.keySet().stream(), links.keySet().stream())
        .filter(p -> p.startsWith(directory) && !p.equals(directory))
        .map(p -> directory.relativize(p).getName(0).toString())
        .distinct()
        .toList();
  }

  @Override
  public boolean executable(Path file) {
    return programs.contains(links.getOrDefault(file, file));
  }

  @Override
  public Optional<String> digest(Path file) {
    return read(file).map(RustcFinder::sha256);
  }

  @Override
  public Answer ask(String digest, List<String> command) {
    return answers.getOrDefault(String.join(" ", command), new Answer(127, "", "no such question"));
  }
}
