package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.Setting;
import heddle.text.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scripts that {@code [target.TRIPLE.LINKS]} replaces, by the unit's triple (empty for the
 * host) and {@code links}, with what they would have said. Rules: cargo's {@code
 * util/context/target.rs}.
 */
final class LinksOverrides {
  private static final Set<String> OTHER =
      Set.of("ar", "linker", "runner", "rustflags", "rustdocflags");

  private LinksOverrides() {}

  static Map<String, ScriptOutput> of(Config config, ToolchainSetup setup) throws ProblemException {
    Map<String, ScriptOutput> overrides = new HashMap<>();
    for (String target : setup.facts().keySet()) {
      String triple = setup.toolchain().tripleOf(target);
      Optional<ConfigValue.Table> table = config.table("target", triple);
      if (table.isPresent()) {
        for (Map.Entry<String, ConfigValue> each : table.get().entries().entrySet()) {
          if (!OTHER.contains(each.getKey()) && each.getValue() instanceof ConfigValue.Table own) {
            overrides.put(target + " " + each.getKey(), output(config, triple, each.getKey(), own));
          }
        }
      }
    }
    return overrides;
  }

  private static ScriptOutput output(
      Config config, String triple, String links, ConfigValue.Table own) throws ProblemException {
    ScriptOutput.Draft draft = new ScriptOutput.Draft();
    for (String key : own.entries().keySet()) {
      String[] path = {"target", triple, links, key};
      switch (key) {
        case "rustc-flags" -> {
          List<String> words = texts(config, path);
          for (String word : words) {
            if (word.startsWith("-l")) {
              draft.libraries.add(word.substring(2));
            } else if (word.startsWith("-L")) {
              draft.searchPaths.add(word.substring(2));
            }
          }
        }
        case "rustc-link-lib" -> draft.libraries.addAll(texts(config, path));
        case "rustc-link-search" -> draft.searchPaths.addAll(texts(config, path));
        case "rustc-link-arg" ->
            texts(config, path)
                .forEach(word ->
                    draft.linkArguments.add(new LinkArgument(LinkArgument.Scope.ALL, "", word)));
        case "rustc-cfg" -> draft.cfgs.addAll(texts(config, path));
        case "rustc-check-cfg" -> draft.checkCfgs.addAll(texts(config, path));
        case "rustc-env" -> {
          Optional<ConfigValue.Table> variables = config.table(path);
          if (variables.isPresent()) {
            variables
                .get()
                .entries()
                .forEach((name, value) -> {
                  if (value instanceof ConfigValue.Text text) {
                    draft.variables.add(Map.entry(name, text.value()));
                  }
                });
          }
        }
        case "warning", "rerun-if-changed", "rerun-if-env-changed" -> {}
        default ->
            config.text(path).ifPresent(set -> draft.metadata.add(Map.entry(key, set.value())));
      }
    }
    return draft.finish();
  }

  private static List<String> texts(Config config, String... path) throws ProblemException {
    return config.texts(true, path).stream().map(Setting::value).toList();
  }
}
