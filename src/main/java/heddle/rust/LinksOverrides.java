package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.LinksOverride;
import heddle.text.ProblemException;
import java.util.HashMap;
import java.util.Map;

/**
 * The scripts that {@code [target.TRIPLE.LINKS]} replaces, by the unit's triple (empty for the
 * host) and {@code links}, with what they would have said.
 */
final class LinksOverrides {
  private LinksOverrides() {}

  static Map<String, ScriptOutput> of(Config config, ToolchainSetup setup) throws ProblemException {
    Map<String, ScriptOutput> overrides = new HashMap<>();
    for (String target : setup.facts().keySet()) {
      String triple = setup.toolchain().tripleOf(target);
      LinksOverride.of(config, triple)
          .forEach((links, said) -> overrides.put(target + " " + links, output(said)));
    }
    return overrides;
  }

  private static ScriptOutput output(LinksOverride said) {
    ScriptOutput.Draft draft = new ScriptOutput.Draft();
    draft.libraries.addAll(said.libraries());
    draft.searchPaths.addAll(said.searchPaths());
    said.linkArguments()
        .forEach(each ->
            draft.linkArguments.add(new LinkArgument(scope(each.getKey()), "", each.getValue())));
    draft.cfgs.addAll(said.cfgs());
    draft.checkCfgs.addAll(said.checkCfgs());
    draft.variables.addAll(said.variables());
    draft.metadata.addAll(said.metadata());
    return draft.finish();
  }

  private static LinkArgument.Scope scope(String key) {
    return switch (key) {
      case "rustc-link-arg-cdylib", "rustc-cdylib-link-arg" -> LinkArgument.Scope.CDYLIB;
      case "rustc-link-arg-bins" -> LinkArgument.Scope.BINS;
      case "rustc-link-arg-tests" -> LinkArgument.Scope.TESTS;
      case "rustc-link-arg-benches" -> LinkArgument.Scope.BENCHES;
      case "rustc-link-arg-examples" -> LinkArgument.Scope.EXAMPLES;
      default -> LinkArgument.Scope.ALL;
    };
  }
}
