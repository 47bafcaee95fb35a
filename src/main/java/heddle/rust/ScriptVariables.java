package heddle.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables that cargo sets for the run of a build script, beside those of its package. Rules:
 * cargo's {@code core/compiler/custom_build.rs}.
 */
final class ScriptVariables {
  private ScriptVariables() {}

  /**
   * {@code jobs} is what a script may run at once; {@code neighbours} are the runs whose {@code
   * links} metadata it sees.
   */
  static Map<String, String> of(
      Crate run, Toolchain toolchain, int jobs, List<Neighbour> neighbours) {
    Map<String, String> variables = new TreeMap<>();
    Codegen codegen = run.codegen();
    variables.put("NUM_JOBS", Integer.toString(jobs));
    variables.put("TARGET", toolchain.tripleOf(run.triple()));
    variables.put("HOST", toolchain.version().host());
    variables.put("DEBUG", Boolean.toString(codegen.debuginfo().isPresent()));
    variables.put("OPT_LEVEL", codegen.optLevel());
    variables.put("PROFILE", codegen.releaseLike() ? "release" : "debug");
    variables.put("RUSTC", toolchain.rustc().toString());
    variables.put("RUSTDOC", toolchain.rustdoc().toString());
    if (toolchain.linkers().containsKey(run.triple())) {
      variables.put("RUSTC_LINKER", String.valueOf(toolchain.linkers().get(run.triple())));
    }
    toolchain.nativeTools(run.triple()).ifPresent(tools -> variables.putAll(tools.variables()));
    toolchain.wrapper().ifPresent(wrapper -> variables.put("RUSTC_WRAPPER", wrapper));
    if (run.pkg().member()) {
      toolchain
          .workspaceWrapper()
          .ifPresent(wrapper -> variables.put("RUSTC_WORKSPACE_WRAPPER", wrapper));
    }
    run.pkg().links().ifPresent(links -> variables.put("CARGO_MANIFEST_LINKS", links));
    for (String feature : run.features()) {
      variables.put("CARGO_FEATURE_" + upper(feature), "1");
    }
    cfgs(run.features(), run.codegen().debugAssertions(), toolchain.probe(run.triple()).cfgs())
        .forEach(
            (name, values) -> variables.put("CARGO_CFG_" + upper(name), String.join(",", values)));
    variables.put("CARGO_ENCODED_RUSTFLAGS", String.join("\u001f", run.rustflags()));
    for (Neighbour neighbour : neighbours) {
      for (Map.Entry<String, String> entry : neighbour.run().output().metadata()) {
        variables.put(
            "DEP_" + upper(neighbour.links()) + "_" + upper(entry.getKey()), entry.getValue());
      }
    }
    return variables;
  }

  /** A script's run whose package has this {@code links}. */
  record Neighbour(String links, ScriptRun run) {}

  /** The values of each name that rustc prints; the profile says whether there are assertions. */
  static Map<String, List<String>> cfgs(
      List<String> features, boolean debugAssertions, List<String> printed) {
    Map<String, List<String>> cfgs = new TreeMap<>();
    cfgs.put("feature", new ArrayList<>(features));
    if (debugAssertions) {
      cfgs.put("debug_assertions", new ArrayList<>());
    }
    for (String line : printed) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        if (!line.equals("debug_assertions")) {
          // The same name may come with values, too (target_has_atomic of a nightly rustc).
          cfgs.put(line, new ArrayList<>());
        }
      } else {
        String value = line.substring(equals + 1);
        cfgs.computeIfAbsent(line.substring(0, equals), _ -> new ArrayList<>())
            .add(value.substring(1, value.length() - 1));
      }
    }
    return cfgs;
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
