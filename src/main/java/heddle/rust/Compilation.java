package heddle.rust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rustc is given for one unit.
 *
 * @param arguments behind the program's name
 * @param variables those that are set for it, without the user's own
 * @param scripts what the scripts that it was linked against add to the arguments
 * @param sources these scripts
 * @param closure the names and digests of what lies below it
 */
record Compilation(
    Build build,
    Crate crate,
    List<String> arguments,
    Map<String, String> variables,
    UserVariables user,
    ScriptPermits permits,
    ScriptArguments scripts,
    List<ScriptArguments.Source> sources,
    List<KeyPart> closure) {
  Compilation {
    arguments = List.copyOf(arguments);
    variables = new TreeMap<>(variables); // in the order of their names
    sources = List.copyOf(sources);
    closure = List.copyOf(closure);
  }

  /** {@code libraryPath} is where the libraries lie that its proc macros load. */
  static Compilation of(
      Build build,
      Crate crate,
      List<ScriptArguments.Source> sources,
      List<String> libraryPath,
      List<KeyPart> closure) {
    Build.Settings settings = build.settings();
    ScriptArguments scripts = ScriptArguments.of(crate, sources);
    Map<String, String> variables = new TreeMap<>();
    List<String> below = new ArrayList<>(libraryPath);
    String inherited = settings.environment().getOrDefault("LD_LIBRARY_PATH", "");
    if (!inherited.isEmpty()) {
      below.add(inherited);
    }
    variables.putAll(settings.configured());
    variables.putAll(build.variables().ofCompilation(crate, scripts, String.join(":", below)));
    variables.putAll(settings.contracts().compiling(crate.index()));
    build.toolchain().deployment(crate.triple()).forEach(variables::putIfAbsent);
    for (ScriptArguments.Source source : sources) {
      if (source.own()) {
        variables.put("OUT_DIR", source.run().outDirectory().toString());
        break;
      }
    }
    boolean macros = build.relations().loadsProcMacros(crate.index());
    ScriptPermits permits =
        macros && crate.kind() != Crate.Kind.SCRIPT
            ? ScriptPermits.of(
                settings.contracts().terms(crate.index()).allowed(),
                build.places().workspace(),
                settings.environment())
            : ScriptPermits.NONE;
    return new Compilation(
        build,
        crate,
        build.arguments().of(crate, scripts),
        variables,
        new UserVariables(
            settings.environment(), crate.requiresObjects(), macros, permits.variables()),
        permits,
        scripts,
        sources,
        closure);
  }

  /** What users call it. */
  String label() {
    String what =
        switch (crate.work()) {
          case CHECK, CHECK_TEST -> "check";
          case TEST -> "test";
          default ->
              crate.kind() == Crate.Kind.SCRIPT
                  ? "build script"
                  : crate.kind() == Crate.Kind.BIN ? "bin" : "";
        };
    String name =
        crate.kind() == Crate.Kind.LIB || crate.kind() == Crate.Kind.SCRIPT
            ? crate.pkg().name()
            : crate.name();
    return what.isEmpty() ? name : name + "(" + what + ")";
  }

  /** Whether procedural macros run in it. */
  boolean macros() {
    return build.relations().loadsProcMacros(crate.index());
  }

  /**
   * Whether what a run says it read may be trusted only in the workspace where it ran: a proc macro
   * reads files and does not say so, and packages that can change may hold such files.
   */
  boolean secretive() {
    return crate.pkg().content().isEmpty() && macros();
  }

  /** Where rustc writes. */
  Path written() {
    return build.places().written(crate);
  }

  private Path dependencyFile() {
    return written().resolve(build.names().stem(crate) + ".d");
  }

  /** What does not say it, as under -Zunpretty, would never be known to be old. */
  boolean saysWhatItRead() throws IOException {
    return build.machine().readText(dependencyFile()).isPresent();
  }

  /** What the last run said that it read. */
  DepInfo dependencies() {
    try {
      return DepInfo.parse(build.machine().readText(dependencyFile()).orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last run read. */
  SourcesRead read() {
    return new SourcesRead(
        build,
        crate,
        dependencies(),
        sources.stream().map(source -> source.run().outDirectory()).toList());
  }

  /** The name of the metadata's file. */
  String metadata() {
    return "lib" + build.names().stem(crate) + ".rmeta";
  }

  /** The digest of these files and of all below. */
  String closureOf(List<Recorded.Product> products) {
    List<String> hashes = new ArrayList<>(closure.stream().map(KeyPart::value).toList());
    products.forEach(product -> hashes.add(product.blob().hash()));
    return KeyText.hash(hashes);
  }
}
