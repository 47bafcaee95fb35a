package heddle.cargo;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code [target.TRIPLE.LINKS]} of the configuration says in the place of a package's build
 * script, its keys in order. Arguments of the linker stand beside the key that gives them. Source
 * of the rules: cargo's {@code util/context/target.rs}.
 */
public record LinksOverride(
    List<String> searchPaths,
    List<String> libraries,
    List<Map.Entry<String, String>> linkArguments,
    List<String> cfgs,
    List<String> checkCfgs,
    List<Map.Entry<String, String>> variables,
    List<Map.Entry<String, String>> metadata) {
  /** Keys of a target's table that are no {@code links}. */
  private static final Set<String> OTHER =
      Set.of("ar", "linker", "runner", "rustflags", "rustdocflags");

  public LinksOverride {
    searchPaths = List.copyOf(searchPaths);
    libraries = List.copyOf(libraries);
    linkArguments = List.copyOf(linkArguments);
    cfgs = List.copyOf(cfgs);
    checkCfgs = List.copyOf(checkCfgs);
    variables = List.copyOf(variables);
    metadata = List.copyOf(metadata);
  }

  /** All of a triple, by {@code links}. */
  public static Map<String, LinksOverride> of(Config config, String triple)
      throws ProblemException {
    var all = new TreeMap<String, LinksOverride>();
    Optional<ConfigValue.Table> target = config.table("target", triple);
    if (target.isPresent()) {
      for (String links : target.get().entries().keySet()) {
        Optional<ConfigValue.Table> own =
            OTHER.contains(links) ? Optional.empty() : config.table("target", triple, links);
        if (own.isPresent()) {
          all.put(links, new Reading(links).of(own.get()));
        }
      }
    }
    return all;
  }

  /** The way through one table. */
  private static final class Reading {
    private final String links;
    private final List<String> searchPaths = new ArrayList<>();
    private final List<String> libraries = new ArrayList<>();
    private final List<Map.Entry<String, String>> linkArguments = new ArrayList<>();
    private final List<String> cfgs = new ArrayList<>();
    private final List<String> checkCfgs = new ArrayList<>();
    private final List<Map.Entry<String, String>> variables = new ArrayList<>();
    private final List<Map.Entry<String, String>> metadata = new ArrayList<>();

    private Reading(String links) {
      this.links = links;
    }

    private LinksOverride of(ConfigValue.Table table) throws ProblemException {
      for (Map.Entry<String, ConfigValue> each : new TreeMap<>(table.entries()).entrySet()) {
        read(each.getKey(), each.getValue());
      }
      return new LinksOverride(
          searchPaths, libraries, linkArguments, cfgs, checkCfgs, variables, metadata);
    }

    private void read(String key, ConfigValue value) throws ProblemException {
      switch (key) {
        case "rustc-flags" -> flags(text(key, value), value.origin());
        case "rustc-link-lib" -> libraries.addAll(texts(key, value));
        case "rustc-link-search" -> searchPaths.addAll(texts(key, value));
        case "rustc-link-arg",
            "rustc-link-arg-cdylib",
            "rustc-cdylib-link-arg",
            "rustc-link-arg-bins",
            "rustc-link-arg-tests",
            "rustc-link-arg-benches",
            "rustc-link-arg-examples" ->
            texts(key, value).forEach(text -> linkArguments.add(Map.entry(key, text)));
        case "rustc-cfg" -> cfgs.addAll(texts(key, value));
        case "rustc-check-cfg" -> checkCfgs.addAll(texts(key, value));
        case "rustc-env" -> {
          if (!(value instanceof ConfigValue.Table table)) {
            throw Config.expected("a table", value, links, key);
          }
          for (Map.Entry<String, ConfigValue> each : table.entries().entrySet()) {
            variables.add(Map.entry(each.getKey(), text(each.getKey(), each.getValue())));
          }
        }
        case "warning", "rerun-if-changed", "rerun-if-env-changed" ->
            throw Config.problem(
                value.origin(), "`" + key + "` cannot stand in what replaces a build script");
        default -> metadata.add(Map.entry(key, text(key, value)));
      }
    }

    private void flags(String text, Origin origin) throws ProblemException {
      List<String> words = Words.of(text);
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (!word.startsWith("-l") && !word.startsWith("-L")) {
          throw Config.problem(
              origin, "only `-l` and `-L` may stand in `rustc-flags`, not `" + word + "`");
        }
        boolean apart = word.length() == 2;
        if (apart && ++i == words.size()) {
          throw Config.problem(origin, "`" + word + "` of `rustc-flags` has no value");
        }
        (word.charAt(1) == 'l' ? libraries : searchPaths)
            .add(apart ? words.get(i) : word.substring(2));
      }
    }

    private String text(String key, ConfigValue value) throws ProblemException {
      if (value instanceof ConfigValue.Text text) {
        return text.value();
      }
      throw Config.expected("a string", value, links, key);
    }

    private List<String> texts(String key, ConfigValue value) throws ProblemException {
      if (!(value instanceof ConfigValue.Items items)) {
        throw Config.expected("an array of strings", value, links, key);
      }
      var texts = new ArrayList<String>();
      for (ConfigValue item : items.items()) {
        texts.add(text(key, item));
      }
      return texts;
    }
  }
}
