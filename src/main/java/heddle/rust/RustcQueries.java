package heddle.rust;

import heddle.contract.ScriptToolchain;
import heddle.platform.Explanation;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.toolchain.CompilerFinder;
import heddle.platform.toolchain.CrossPython;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.FindToolchain;
import heddle.platform.toolchain.NamedTarget;
import heddle.platform.toolchain.ProducerKey;
import heddle.platform.toolchain.Surroundings;
import heddle.platform.toolchain.Toolchain;
import heddle.process.SystemView;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Processor;
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
  private final NamedTools named;

  /** {@code kept} is a directory that scripts may read, for files that describe tools. */
  RustcQueries(Machine machine, Map<String, String> environment, Path directory, Path kept)
      throws IOException {
    this.kept = kept;
    this.named = new NamedTools(machine, environment, directory);
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

  /**
   * The program of a wrapper: by its path, for it runs in other directories than this, or where
   * PATH finds it.
   *
   * @throws ProblemException if there is none
   */
  Path wrapper(String name) throws ProblemException {
    Path found = onPath(name, "it is to stand in front of rustc: see RUSTC_WRAPPER");
    if (!machine.exists(found)) {
      throw new ProblemException(
          Problem.of("the wrapper of rustc `" + name + "` is not there")
              .withNote("it would be " + found)
              .withHelp("set RUSTC_WRAPPER= (empty) to build without one"));
    }
    return found;
  }

  /** The hash of a program's content. */
  String content(Path program) throws IOException {
    return machine.fileDigest(program).orElse("");
  }

  private Path onPath(String name) throws ProblemException {
    return onPath(name, "install Rust, or set RUSTC to the compiler's path");
  }

  private Path onPath(String name, String help) throws ProblemException {
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
    throw new ProblemException(Problem.of("there is no `" + name + "` on PATH").withHelp(help));
  }

  RustcVersion version(Path rustc) throws IOException, InterruptedException, ProblemException {
    return RustcVersion.parse(ask(rustc, List.of("-vV"), identity(rustc)).getFirst());
  }

  RustcProbe probe(Path rustc, List<String> rustflags, String target)
      throws IOException, InterruptedException, ProblemException {
    try {
      List<String> answer = ask(rustc, RustcProbe.arguments(rustflags, target), identity(rustc));
      return RustcProbe.parse(answer.getFirst(), answer.getLast());
    } catch (ProblemException e) {
      // A newer rustc, or a folder of specifications, may have a target that no table has.
      if (target.isEmpty() || target.endsWith(".json") || RustcTargets.find(target).isPresent()) {
        throw e;
      }
      throw new ProblemException(
          Explanation.of(target)
              .insteadOfRustcs(
                  Problem.of("failed to run `rustc` to learn about target-specific information")
                      .withNote("rustc has no target `" + target + "`")));
    }
  }

  /**
   * Stands for all files of a toolchain: its program's content, what it says it is, and the names
   * and sizes of its libraries.
   */
  ProducerKey producer(Path rustc, RustcVersion version, Path sysroot, List<String> targets)
      throws IOException {
    List<String> parts = new ArrayList<>(List.of(machine.digest(rustc).orElse(""), version.text()));
    parts.add(machine.inventory(sysroot.resolve("lib")));
    for (String target : targets) {
      parts.add(
          machine.inventory(
              sysroot.resolve("lib").resolve("rustlib").resolve(target).resolve("lib")));
    }
    return ProducerKey.of(parts);
  }

  /** A target as {@code --target} names it; empty if it is none. */
  Optional<RustcTarget> target(String name)
      throws IOException, InterruptedException, ProblemException {
    return asked(() -> NamedTarget.find(surroundings(), directory, name));
  }

  /**
   * The C tools of a target, declared in {@code heddle.toml} or, for another machine than the host,
   * found by the GNU name of the target or carried by zig; empty if there are none.
   */
  Optional<NativeTools> tools(String host, String target)
      throws IOException, InterruptedException, ProblemException {
    Optional<RustcTarget> own = target(host);
    Optional<RustcTarget> other = target(target);
    if (own.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    var around = surroundings();
    Target machine = own.get().target();
    Optional<Toolchain> mine = asked(() -> FindToolchain.find(around, directory, host, machine));
    Optional<Toolchain> theirs =
        host.equals(target)
            ? mine
            : asked(() -> FindToolchain.find(around, directory, target, machine));
    return mine.isPresent() && theirs.isPresent()
        ? Optional.of(described(new Export(other.get(), theirs.get(), mine.get())))
        : Optional.empty();
  }

  /**
   * The same where the build must know them: those of the host only if they were declared or lie
   * outside the system, where no package database tells that they changed.
   */
  Optional<NativeTools> keyedTools(String host, String target)
      throws IOException, InterruptedException, ProblemException {
    if (host.equals(target)) {
      Optional<RustcTarget> own = target(host);
      if (own.isEmpty()) {
        return Optional.empty();
      }
      Target machine = own.get().target();
      Optional<Toolchain> chosen = asked(() -> chosen(surroundings(), host, machine));
      return chosen.isPresent()
          ? Optional.of(described(new Export(own.get(), chosen.get(), chosen.get())))
          : Optional.empty();
    }
    return tools(host, target);
  }

  private interface Question<T> {
    T ask() throws Exception;
  }

  private static <T> T asked(Question<T> question)
      throws IOException, InterruptedException, ProblemException {
    try {
      return question.ask();
    } catch (IOException | InterruptedException | ProblemException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Toolchain> chosen(Surroundings around, String host, Target machine)
      throws Exception {
    Optional<Toolchain> declared = FindToolchain.declared(around, directory, host, machine);
    if (declared.isPresent()) {
      return declared;
    }
    var finder = new CompilerFinder(around, machine);
    Optional<Path> own = finder.own();
    return own.isPresent() && !NamedTools.isSystem(own.get())
        ? finder.describe(own.get())
        : Optional.empty();
  }

  private NativeTools described(Export found)
      throws IOException, InterruptedException, ProblemException {
    var target = found.target().launched(this::program);
    var export = new Export(found.rustc(), target, found.host().launched(this::program));
    List<Path> programs = new ArrayList<>();
    ProducerKey producer = target.producer().with(export.host().producer());
    for (Toolchain each : List.of(found.target(), found.host())) {
      each.tools().values().forEach(tool -> programs.add(tool.path()));
      Optional<Path> sysroot = each.sysroot();
      if (sysroot.isPresent() && !SystemView.covers(sysroot.get())) {
        programs.add(sysroot.get().resolve("bin/."));
        producer = producer.with(ProducerKey.of(List.of(machine.inventory(sysroot.get()))));
      }
    }
    Optional<Path> home = Optional.ofNullable(environment.get("HOME")).map(Path::of);
    String shown =
        found
            .target()
            .tool("cc")
            .map(tool -> String.join(" ", tool.command()) + " " + tool.version())
            .orElse(found.target().name());
    Optional<CrossPython.Known> python = asked(() -> CrossPython.find(surroundings(), export));
    Map<String, String> variables =
        python.isPresent() ? CrossPython.variables(python.get(), this::file) : Map.of();
    var given =
        new ScriptToolchain(
            export,
            file("toolchain.cmake", export.cmake()),
            file("machine.ini", export.meson()),
            python.map(CrossPython.Known::python),
            Optional.ofNullable(variables.get("PYO3_CONFIG_FILE")).map(Path::of));
    return new NativeTools(given, shown, producer, variables, ToolFolders.around(programs, home));
  }

  private Path program(String name, String text) throws IOException {
    Machine.Blob blob = machine.keep(text.getBytes(StandardCharsets.UTF_8));
    Path file = kept.resolve("tools").resolve(blob.hash().substring(0, 32)).resolve(name);
    if (!machine.shows(file, blob)) {
      machine.directory(file.resolveSibling(""));
      machine.place(blob, file, true, false);
    }
    return file;
  }

  /** A file with this text that scripts may read. */
  Path file(String name, String text) throws IOException {
    Path file =
        kept.resolve("tools").resolve(KeyText.hash(List.of(text)).substring(0, 32)).resolve(name);
    if (!machine.exists(file)) {
      machine.write(file, text);
    }
    return file;
  }

  /**
   * The machine as discovery of other tools sees it: what PATH finds in several folders is found in
   * the one that has more than that.
   */
  Surroundings surroundings() {
    return named.surroundings();
  }

  /** What the user's environment names of C tools. */
  NamedTools named() {
    return named;
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
    if (Processor.matters(arguments)) parts.add(Processor.here());
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
                "rustc",
                words,
                variables,
                directory,
                Integer.MAX_VALUE,
                Machine.Rules.FREE,
                arguments.size()),
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
