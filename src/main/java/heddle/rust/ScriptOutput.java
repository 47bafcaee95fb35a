package heddle.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a build script said on its standard output, in the order it said it. Paths are as the script
 * wrote them.
 *
 * <p>Rules: cargo's {@code core/compiler/custom_build.rs}.
 */
record ScriptOutput(
    List<String> searchPaths,
    List<String> libraries,
    List<LinkArgument> linkArguments,
    List<String> cfgs,
    List<String> checkCfgs,
    List<Map.Entry<String, String>> variables,
    List<Map.Entry<String, String>> metadata,
    List<String> rerunIfChanged,
    List<String> rerunIfEnvChanged,
    List<String> warnings,
    List<String> errors) {
  static final ScriptOutput NONE =
      new ScriptOutput(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), List.of(), List.of());

  ScriptOutput {
    searchPaths = List.copyOf(searchPaths);
    libraries = List.copyOf(libraries);
    linkArguments = List.copyOf(linkArguments);
    cfgs = List.copyOf(cfgs);
    checkCfgs = List.copyOf(checkCfgs);
    variables = List.copyOf(variables);
    metadata = List.copyOf(metadata);
    rerunIfChanged = List.copyOf(rerunIfChanged);
    rerunIfEnvChanged = List.copyOf(rerunIfEnvChanged);
    warnings = List.copyOf(warnings);
    errors = List.copyOf(errors);
  }

  /**
   * Whether the script said when it must run again; if not, any file of its package is a reason.
   */
  boolean saysWhenToRerun() {
    return !rerunIfChanged.isEmpty() || !rerunIfEnvChanged.isEmpty();
  }

  /** The search directory without its kind ({@code native=}, {@code dependency=}, …). */
  static String directoryOf(String searchPath) {
    int equals = searchPath.indexOf('=');
    if (equals > 0) {
      switch (searchPath.substring(0, equals)) {
        case "native", "crate", "dependency", "framework", "all" -> {
          return searchPath.substring(equals + 1);
        }
        default -> {}
      }
    }
    return searchPath;
  }

  /** Collects directives while they are read. */
  static final class Draft {
    final List<String> searchPaths = new ArrayList<>();
    final List<String> libraries = new ArrayList<>();
    final List<LinkArgument> linkArguments = new ArrayList<>();
    final List<String> cfgs = new ArrayList<>();
    final List<String> checkCfgs = new ArrayList<>();
    final List<Map.Entry<String, String>> variables = new ArrayList<>();
    final List<Map.Entry<String, String>> metadata = new ArrayList<>();
    final List<String> rerunIfChanged = new ArrayList<>();
    final List<String> rerunIfEnvChanged = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<String> errors = new ArrayList<>();

    ScriptOutput finish() {
      return new ScriptOutput(
          searchPaths,
          libraries,
          linkArguments,
          cfgs,
          checkCfgs,
          variables,
          metadata,
          rerunIfChanged,
          rerunIfEnvChanged,
          warnings,
          errors);
    }
  }
}
