package heddle.cli;

import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.platform.Dialect;
import heddle.platform.Explanation;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Spelling;
import heddle.platform.Target;
import heddle.platform.toolchain.DebianPackages;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.FindAll;
import heddle.platform.toolchain.FindPython;
import heddle.platform.toolchain.FindTarget;
import heddle.platform.toolchain.FindToolchain;
import heddle.platform.toolchain.Found;
import heddle.platform.toolchain.Jdk;
import heddle.platform.toolchain.Python;
import heddle.platform.toolchain.Rustc;
import heddle.platform.toolchain.Toolchain;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle toolchains}: every compiler and interpreter that was found or declared. With {@code
 * --target} and {@code --export} the one toolchain of a target as another tool reads it.
 */
final class ToolchainsCommand implements Command {
  private static final List<String> EXPORTS =
      List.of("env", "cmake", "meson", "autoconf", "cargo", "pyo3");

  @Override
  public Usage usage() {
    return Usage.of(
        Option.flag("json", "Print JSON"),
        Option.value("target", "TRIPLE", "The target to export for; default the host"),
        Option.value(
            "python", "VERSION|PATH", "The interpreter to export for, as in 3.13 or 3.13t"),
        Option.choice("export", EXPORTS, "Print the toolchain of the target for another tool"));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    Workbench bench = Workbench.open(session);
    Engine engine = bench.engine(bench.handlers(), Listener.none());
    Path directory = session.invocation().directory();
    RustcTarget host = host();
    PrintStream out = session.terminal().out();
    if (arguments.value("export").equals(Optional.of("pyo3"))) {
      out.print(python(engine, directory, host, arguments).pyo3Config());
    } else if (arguments.has("export")) {
      out.print(export(engine, directory, host, arguments));
    } else {
      Found found = engine.evaluate(new FindAll(directory, host.target()));
      if (arguments.has("json")) {
        out.println(json(found));
      } else {
        print(found, out);
      }
    }
    out.flush();
    return 0;
  }

  /** This machine as rustc names it, with GNU's libraries. */
  static RustcTarget host() {
    String arch = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
    return RustcTargets.find(arch + "-unknown-linux-gnu").orElseThrow();
  }

  /** The interpreter that is asked for; without a word the first that would be taken. */
  private static Python python(Engine engine, Path directory, RustcTarget host, Arguments arguments)
      throws Exception {
    String asked = arguments.value("python").orElse("");
    if (asked.contains("/")) {
      Optional<Python> there =
          engine.evaluate(new FindPython(directory.resolve(asked).normalize()));
      if (there.isPresent()) {
        return there.get();
      }
      throw new ProblemException(Problem.of("there is no Python interpreter at `" + asked + "`"));
    }
    Found found = engine.evaluate(new FindAll(directory, host.target()));
    for (Python each : found.pythons()) {
      if (asked.isEmpty() || each.isCalled(asked)) {
        return each;
      }
    }
    throw new ProblemException(
        Problem.of("no Python `" + asked + "` was found")
            .withHelp("`heddle toolchains` lists those that were"));
  }

  private static String export(Engine engine, Path directory, RustcTarget host, Arguments arguments)
      throws Exception {
    String name = arguments.value("target").orElse(host.name());
    Optional<RustcTarget> target = engine.evaluate(new FindTarget(directory, name));
    if (target.isEmpty()) {
      throw new ProblemException(
          Problem.of("`" + name + "` is not a target of rustc")
              .withHelp("heddle targets explain " + name));
    }
    Toolchain own = toolchain(engine, directory, host.name(), host);
    Toolchain other = toolchain(engine, directory, name, host);
    var export = new Export(target.get(), other, own);
    return switch (arguments.value("export").orElse("env")) {
      case "cmake" -> export.cmake();
      case "meson" -> export.meson();
      case "autoconf" -> String.join("\n", export.autoconf()) + "\n";
      case "cargo" -> export.cargo();
      default -> {
        var lines = new StringBuilder();
        export
            .variables(Optional.empty())
            .forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
        yield lines.toString();
      }
    };
  }

  private static Toolchain toolchain(Engine engine, Path directory, String name, RustcTarget host)
      throws Exception {
    Optional<Toolchain> found = engine.evaluate(new FindToolchain(directory, name, host.target()));
    if (found.isPresent()) {
      return found.get();
    }
    Problem problem = Problem.of("there is no C compiler for " + name);
    throw new ProblemException(
        engine
            .evaluate(new FindTarget(directory, name))
            .flatMap(ToolchainsCommand::packageFor)
            .map(p -> problem.withHelp("Debian: apt-get install " + p))
            .orElse(problem)
            .withHelp("or declare one as `[toolchain.NAME]` in heddle.toml"));
  }

  private static Optional<String> packageFor(RustcTarget target) {
    try {
      return DebianPackages.compiler(target.target());
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private static void print(Found found, PrintStream out) {
    for (Rustc each : found.rustcs()) {
      out.println("rustc   " + each.release() + " for " + each.host() + " at " + each.binary());
    }
    for (Toolchain each : found.compilers()) {
      String version = each.tool("cc").map(t -> t.version()).orElse("");
      out.println(
          each.family()
              + " ".repeat(Math.max(1, 8 - each.family().length()))
              + version
              + " for "
              + shown(each.target())
              + " at "
              + each.tool("cc").map(t -> t.path().toString()).orElse(each.origin()));
    }
    for (Python each : found.pythons()) {
      String threading = each.freeThreaded() ? " (free-threaded)" : "";
      out.println(
          "python  "
              + each.release()
              + threading
              + " "
              + each.implementation()
              + " at "
              + each.executable());
    }
    for (Jdk each : found.jdks()) {
      out.println("jdk     " + each.version() + " (" + each.vendor() + ") at " + each.home());
    }
    for (String each : found.broken()) {
      out.println("broken  " + each);
    }
  }

  private static String shown(Target target) {
    return Spelling.nearest(target, Dialect.GNU).orElse(Explanation.shortly(target));
  }

  private static String json(Found found) {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("rustc").beginArray();
    for (Rustc each : found.rustcs()) {
      json.beginObject().key("path").string(each.binary().toString());
      json.key("release").string(each.release()).key("host").string(each.host());
      json.key("sysroot").string(each.sysroot().toString());
      json.key("origin").string(each.origin()).key("digest").string(each.digest()).endObject();
    }
    json.endArray().key("c").beginArray();
    for (Toolchain each : found.compilers()) {
      json.beginObject().key("name").string(each.name()).key("family").string(each.family());
      json.key("target");
      Explanation.write(json, each.target());
      json.key("tools").beginObject();
      each.tools()
          .forEach((role, tool) -> {
            json.key(role).beginObject().key("path").string(tool.path().toString());
            json.key("version").string(tool.version()).key("digest").string(tool.digest());
            json.endObject();
          });
      json.endObject().key("runner").strings(each.runner());
      json.key("origin")
          .string(each.origin())
          .key("digest")
          .string(each.producer().digest())
          .endObject();
    }
    json.endArray().key("python").beginArray();
    for (Python each : found.pythons()) {
      json.beginObject().key("path").string(each.executable().toString());
      json.key("implementation")
          .string(each.implementation())
          .key("release")
          .string(each.release());
      json.key("free_threaded").bool(each.freeThreaded()).key("debug").bool(each.debug());
      json.key("extension_suffix").string(each.extensionSuffix());
      json.key("platform").string(each.platform());
      json.key("origin").string(each.origin()).key("digest").string(each.digest()).endObject();
    }
    json.endArray().key("jdk").beginArray();
    for (Jdk each : found.jdks()) {
      json.beginObject().key("home").string(each.home().toString());
      json.key("version").string(each.version()).key("vendor").string(each.vendor());
      json.key("origin").string(each.origin()).endObject();
    }
    json.endArray().key("broken").strings(found.broken()).endObject();
    return text.toString();
  }
}
