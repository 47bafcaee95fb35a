package heddle.rust;

import heddle.contract.ScriptToolchain;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.FindToolchain;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks rustc about itself and its targets. Answers are remembered in the store as long as the files
 * of the toolchain are the same, so that a build without work starts no process.
 */
final class RustcQueries {
  private static final List<String> SEEN =
      List.of(
          "PATH",
          "HOME",
          "RUSTUP_HOME",
          "RUSTUP_TOOLCHAIN",
          "CARGO_HOME",
          "RUSTC_BOOTSTRAP",
          "LD_LIBRARY_PATH");

  private final Machine machine;
  private final Map<String, String> environment;
  private final Path directory;
  private final Path kept;

  /** {@code kept} is a directory that scripts may read, for files that describe tools. */
  RustcQueries(Machine machine, Map<String, String> environment, Path directory, Path kept) {
    this.kept = kept;
    this.machine = machine;
    this.environment = Map.copyOf(environment);
    this.directory = directory;
  }

  /**
   * The compiler itself: what was named, or the one on PATH; behind rustup's stand-in, the
   * toolchain's own program, which is what the stand-in would start. A folder of the toolchain that
   * is a symbolic link is followed, for a sandbox shows the folder only; a program of the user's
   * own that calls rustc is started as it stands.
   */
  Path rustc(Optional<String> named) throws IOException, InterruptedException, ProblemException {
    Path found = onPath(named.orElse("rustc"));
    String content = machine.digest(found).orElse("");
    List<String> key = new ArrayList<>(List.of(found.toString(), content));
    key.add(environment.getOrDefault("RUSTUP_TOOLCHAIN", ""));
    String home =
        environment.getOrDefault("RUSTUP_HOME", environment.getOrDefault("HOME", "/") + "/.rustup");
    machine.look(Path.of(home, "settings.toml"), false);
    key.add(machine.digest(Path.of(home, "settings.toml")).orElse(""));
    for (Path at = directory; at != null; at = at.getParent()) {
      machine.look(at.resolve("rust-toolchain"), false);
      machine.look(at.resolve("rust-toolchain.toml"), false);
      key.add(machine.digest(at.resolve("rust-toolchain")).orElse(""));
      key.add(machine.digest(at.resolve("rust-toolchain.toml")).orElse(""));
    }
    Path sysroot = Path.of(ask(found, List.of("--print=sysroot"), key).getFirst().strip());
    Path program = sysroot.resolve("bin").resolve("rustc");
    Optional<String> own = machine.digest(program);
    if (own.isEmpty()) return found;
    boolean same = own.get().equals(content);
    boolean standIn =
        named.isEmpty()
            || machine.digest(found.resolveSibling("rustup")).orElse("").equals(content);
    return same || standIn ? program : found;
  }

  private Path onPath(String name) throws ProblemException {
    if (name.indexOf('/') >= 0) {
      return directory.resolve(name);
    }
    for (String each : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path file = directory.resolve(each).resolve(name);
      machine.look(file, false);
      if (!each.isEmpty() && machine.exists(file)) {
        return file;
      }
    }
    throw new ProblemException(
        Problem.of("there is no `" + name + "` on PATH")
            .withHelp("install Rust, or set RUSTC to the compiler's path"));
  }

  RustcVersion version(Path rustc) throws IOException, InterruptedException, ProblemException {
    return RustcVersion.parse(ask(rustc, List.of("-vV"), identity(rustc)).getFirst());
  }

  RustcProbe probe(Path rustc, List<String> rustflags, String target)
      throws IOException, InterruptedException, ProblemException {
    List<String> answer = ask(rustc, RustcProbe.arguments(rustflags, target), identity(rustc));
    return RustcProbe.parse(answer.getFirst(), answer.getLast());
  }

  /**
   * Stands for all files of a toolchain: its program's content, what it says it is, and the names
   * and sizes of its libraries.
   */
  String digest(Path rustc, RustcVersion version, Path sysroot, List<String> targets)
      throws IOException {
    List<String> parts = new ArrayList<>(List.of(machine.digest(rustc).orElse(""), version.text()));
    parts.add(machine.inventory(sysroot.resolve("lib")));
    for (String target : targets) {
      parts.add(
          machine.inventory(
              sysroot.resolve("lib").resolve("rustlib").resolve(target).resolve("lib")));
    }
    return KeyText.hash(parts);
  }

  /**
   * The C tools of a target that is not the host, declared in {@code heddle.toml} or found by the
   * GNU name of the target; empty if there are none, or one of the triples is no built-in target.
   */
  Optional<Export> tools(String host, String target)
      throws IOException, InterruptedException, ProblemException {
    Optional<RustcTarget> own = RustcTargets.find(host);
    Optional<RustcTarget> other = RustcTargets.find(target);
    if (own.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    var around = surroundings();
    try {
      var mine = FindToolchain.find(around, directory, host, own.get().target());
      var theirs = FindToolchain.find(around, directory, target, own.get().target());
      return mine.isPresent() && theirs.isPresent()
          ? Optional.of(new Export(other.get(), theirs.get(), mine.get()))
          : Optional.empty();
    } catch (IOException | InterruptedException | ProblemException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with what CMake and Meson read, in files named by their content. */
  Optional<ScriptToolchain> described(String host, String target)
      throws IOException, InterruptedException, ProblemException {
    Optional<Export> found = tools(host, target);
    return found.isPresent() ? Optional.of(described(found.get())) : Optional.empty();
  }

  ScriptToolchain described(Export tools) throws IOException {
    return new ScriptToolchain(
        tools, file("toolchain.cmake", tools.cmake()), file("machine.ini", tools.meson()));
  }

  private Path file(String name, String text) throws IOException {
    Path file =
        kept.resolve("tools").resolve(KeyText.hash(List.of(text)).substring(0, 32)).resolve(name);
    if (!machine.exists(file)) {
      machine.write(file, text);
    }
    return file;
  }

  /** The machine as discovery of other tools sees it. */
  ToolSurroundings surroundings() {
    return new ToolSurroundings(machine, environment, directory);
  }

  private List<String> identity(Path rustc) throws IOException {
    machine.look(rustc, false);
    Path lib = rustc.resolveSibling("..").normalize().resolve("lib");
    machine.look(lib, false);
    return List.of(rustc.toString(), machine.digest(rustc).orElse(""), machine.inventory(lib));
  }

  /** Standard output and standard error of a run that succeeds. */
  private List<String> ask(Path rustc, List<String> arguments, List<String> identity)
      throws IOException, InterruptedException, ProblemException {
    Map<String, String> variables = new TreeMap<>();
    List<String> parts = new ArrayList<>(List.of("rustc query 1"));
    parts.addAll(identity);
    parts.addAll(arguments);
    for (String name : SEEN) {
      String value = environment.get(name);
      if (value != null) {
        variables.put(name, value);
        if (!name.equals("PATH")) {
          parts.add(name + "=" + value);
        }
      }
    }
    String key = KeyText.hash(parts);
    Optional<byte[]> known = machine.recall(key);
    if (known.isPresent()) {
      String text = new String(known.get(), StandardCharsets.UTF_8);
      int at = text.indexOf('\0');
      if (at >= 0) {
        return List.of(text.substring(0, at), text.substring(at + 1));
      }
    }
    List<String> words = new ArrayList<>(List.of(rustc.toString()));
    words.addAll(arguments);
    List<String> errors = new ArrayList<>();
    Machine.Exit exit =
        machine.run(
            new Machine.Command(
                "rustc", words, variables, directory, Integer.MAX_VALUE, Machine.Rules.FREE),
            errors::add);
    String error = String.join("\n", errors);
    if (exit.code() != 0) {
      throw new ProblemException(
          Problem.of(
                  "`"
                      + rustc
                      + " "
                      + String.join(" ", arguments)
                      + "` failed (exit code "
                      + exit.code()
                      + ")")
              .withNote(error));
    }
    String output = String.join("\n", exit.output().lines());
    machine.remember(key, (output + "\0" + error).getBytes(StandardCharsets.UTF_8));
    return List.of(output, error);
  }
}
