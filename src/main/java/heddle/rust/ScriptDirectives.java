package heddle.rust;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a build script's standard output: {@code cargo::KEY=VALUE} and the older {@code
 * cargo:KEY=VALUE}; lines that are neither, or are not UTF-8, are not for the build system. A wrong
 * directive is a {@link ProblemException}. Rules: cargo's {@code custom_build.rs}.
 */
final class ScriptDirectives {
  private static final Set<String> OLD_KEYS =
      Set.of(
          "rustc-flags",
          "rustc-link-lib",
          "rustc-link-search",
          "rustc-link-arg-cdylib",
          "rustc-cdylib-link-arg",
          "rustc-link-arg-bins",
          "rustc-link-arg-bin",
          "rustc-link-arg-tests",
          "rustc-link-arg-benches",
          "rustc-link-arg-examples",
          "rustc-link-arg",
          "rustc-cfg",
          "rustc-check-cfg",
          "rustc-env",
          "warning",
          "rerun-if-changed",
          "rerun-if-env-changed");

  private final ScriptedPackage about;
  private final ScriptOutput.Draft draft = new ScriptOutput.Draft();

  private ScriptDirectives(ScriptedPackage about) {
    this.about = about;
  }

  static ScriptOutput parse(byte[] output, ScriptedPackage about) throws ProblemException {
    ScriptDirectives directives = new ScriptDirectives(about);
    int start = 0;
    for (int i = 0; i <= output.length; i++) {
      if (i == output.length || output[i] == '\n') {
        directives.line(output, start, i);
        start = i + 1;
      }
    }
    return directives.draft.finish();
  }

  private void line(byte[] output, int start, int end) throws ProblemException {
    String line;
    try {
      line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(output, start, end - start))
              .toString()
              .strip();
    } catch (CharacterCodingException _) {
      return;
    }
    if (line.startsWith("cargo::")) {
      String data = line.substring("cargo::".length());
      if (about.predatesDoubleColon()) {
        throw problem(
            "the `cargo::` syntax for build script output was added in Rust 1.77, but `"
                + about.description()
                + "` says it supports older ones (`rust-version`)",
            "print `cargo:" + data + "` (one colon), or raise `rust-version`");
      }
      directive(line, data, "cargo::");
    } else if (line.startsWith("cargo:")) {
      String data = line.substring("cargo:".length());
      int equals = data.indexOf('=');
      if (equals > 0 && OLD_KEYS.contains(data.substring(0, equals))) {
        directive(line, data, "cargo:");
      } else {
        metadata(line, data, "cargo:");
      }
    }
  }

  private void directive(String line, String data, String syntax) throws ProblemException {
    int equals = data.indexOf('=');
    if (equals < 0) {
      throw malformed(line, syntax + "KEY=VALUE");
    }
    String key = data.substring(0, equals);
    String value = data.substring(equals + 1).stripTrailing();
    switch (key) {
      case "rustc-flags" -> flags(value);
      case "rustc-link-lib" -> draft.libraries.add(value);
      case "rustc-link-search" -> draft.searchPaths.add(value);
      case "rustc-link-arg-cdylib", "rustc-cdylib-link-arg" -> {
        if (!about.hasCdylib()) {
          draft.warnings.add(
              syntax
                  + key
                  + " was given by the build script of "
                  + about.description()
                  + ", but that package has no cdylib target");
        }
        draft.linkArguments.add(new LinkArgument(LinkArgument.Scope.CDYLIB, "", value));
      }
      case "rustc-link-arg-bins" ->
          targeted(syntax, key, !about.bins().isEmpty(), "bin", LinkArgument.Scope.BINS, value);
      case "rustc-link-arg-tests" ->
          targeted(syntax, key, about.hasTests(), "test", LinkArgument.Scope.TESTS, value);
      case "rustc-link-arg-benches" ->
          targeted(syntax, key, about.hasBenches(), "benchmark", LinkArgument.Scope.BENCHES, value);
      case "rustc-link-arg-examples" ->
          targeted(syntax, key, about.hasExamples(), "example", LinkArgument.Scope.EXAMPLES, value);
      case "rustc-link-arg-bin" -> {
        int second = value.indexOf('=');
        if (second < 0) {
          throw problem(
              "invalid instruction `"
                  + syntax
                  + key
                  + "="
                  + value
                  + "` from the build script of `"
                  + about.description()
                  + "`",
              "write it as " + syntax + key + "=BIN=ARG");
        }
        String bin = value.substring(0, second);
        targeted(
            syntax,
            key,
            about.bins().contains(bin),
            "bin target named `" + bin + "`",
            LinkArgument.Scope.SINGLE_BIN,
            value.substring(second + 1),
            bin);
      }
      case "rustc-link-arg" ->
          draft.linkArguments.add(new LinkArgument(LinkArgument.Scope.ALL, "", value));
      case "rustc-cfg" -> draft.cfgs.add(value);
      case "rustc-check-cfg" -> draft.checkCfgs.add(value);
      case "rustc-env" -> variable(value);
      case "warning" -> draft.warnings.add(value);
      case "error" -> draft.errors.add(value);
      case "rerun-if-changed" -> draft.rerunIfChanged.add(value);
      case "rerun-if-env-changed" -> draft.rerunIfEnvChanged.add(value);
      case "metadata" -> metadata(line, value, "cargo::metadata=");
      default ->
          throw problem(
              "unknown key `"
                  + key
                  + "` in the output of the build script of `"
                  + about.description()
                  + "`: `"
                  + line
                  + "`",
              "the keys that exist are listed in the Cargo book under \"Outputs of the build script\"");
    }
  }

  private void metadata(String line, String data, String syntax) throws ProblemException {
    int equals = data.indexOf('=');
    if (equals < 0) {
      throw malformed(line, syntax + "KEY=VALUE");
    }
    draft.metadata.add(
        Map.entry(data.substring(0, equals), data.substring(equals + 1).stripTrailing()));
  }

  private void targeted(
      String syntax,
      String key,
      boolean present,
      String kind,
      LinkArgument.Scope scope,
      String argument)
      throws ProblemException {
    targeted(syntax, key, present, kind, scope, argument, "");
  }

  private void targeted(
      String syntax,
      String key,
      boolean present,
      String kind,
      LinkArgument.Scope scope,
      String argument,
      String bin)
      throws ProblemException {
    if (!present) {
      throw problem(
          "invalid instruction `"
              + syntax
              + key
              + "` from the build script of `"
              + about.description()
              + "`: the package has no "
              + kind,
          "use " + syntax + "rustc-link-arg for all targets of the package");
    }
    draft.linkArguments.add(new LinkArgument(scope, bin, argument));
  }

  private void variable(String value) throws ProblemException {
    int equals = value.indexOf('=');
    if (equals < 0) {
      throw problem(
          "`rustc-env` without a value from the build script of `"
              + about.description()
              + "`: "
              + value,
          "write it as rustc-env=NAME=VALUE");
    }
    String name = value.substring(0, equals);
    if (name.equals("RUSTC_BOOTSTRAP")) {
      if (!about.mayBootstrap()) {
        throw problem(
            "cannot set `RUSTC_BOOTSTRAP="
                + value.substring(equals + 1)
                + "` from the build script of `"
                + about.description()
                + "`",
            "if that is meant, set RUSTC_BOOTSTRAP=" + about.libraryName() + " in the environment");
      }
      draft.warnings.add(
          "cannot set `RUSTC_BOOTSTRAP` from the build script of `" + about.description() + "`");
      return;
    }
    draft.variables.add(Map.entry(name, value.substring(equals + 1)));
  }

  /**
   * {@code rustc-flags}: only {@code -l} and {@code -L}, with or without a space before the value.
   */
  private void flags(String value) throws ProblemException {
    List<String> words = List.of(value.strip().split("\\s+"));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.isEmpty()) {
        continue;
      }
      if (!word.startsWith("-l") && !word.startsWith("-L")) {
        throw problem(
            "only `-l` and `-L` may stand in `rustc-flags`, but the build script of `"
                + about.description()
                + "` gave `"
                + value
                + "`",
            "use rustc-link-arg for other flags");
      }
      String rest = word.substring(2);
      if (rest.isEmpty()) {
        i++;
        if (i == words.size()) {
          throw problem(
              "a flag without a value in `rustc-flags` from the build script of `"
                  + about.description()
                  + "`: `"
                  + value
                  + "`",
              "write -lNAME or -LDIRECTORY");
        }
        rest = words.get(i);
      }
      (word.charAt(1) == 'l' ? draft.libraries : draft.searchPaths).add(rest);
    }
  }

  private ProblemException malformed(String line, String expected) {
    return problem(
        "invalid output of the build script of `" + about.description() + "`: `" + line + "`",
        "expected a line of the form `" + expected + "`");
  }

  private static ProblemException problem(String message, String help) {
    return new ProblemException(Problem.of(message).withHelp(help));
  }
}
