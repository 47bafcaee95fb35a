package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registries of the configuration: the index URL of each name. */
record Registries(Map<String, String> indexes) {
  Registries {
    indexes = Collections.unmodifiableMap(new TreeMap<>(indexes));
  }

  static Registries of(Config config) throws ProblemException {
    var indexes = new TreeMap<String, String>();
    Optional<ConfigValue.Table> table = config.table("registries");
    if (table.isPresent()) {
      for (String name : table.get().entries().keySet()) {
        config.text("registries", name, "index").ifPresent(url -> indexes.put(name, url.value()));
      }
    }
    String prefix = "CARGO_REGISTRIES_";
    for (Map.Entry<String, String> e : config.environment().entrySet()) {
      String name = e.getKey();
      if (name.startsWith(prefix)
          && name.endsWith("_INDEX")
          && name.length() > prefix.length() + 6) {
        // The name's own spelling is not known: asked for by what it becomes.
        indexes.putIfAbsent(name, e.getValue());
      }
    }
    return new Registries(indexes);
  }

  Optional<String> index(String name) {
    String index = indexes.get(Config.variable("registries", name, "index"));
    return Optional.ofNullable(index == null ? indexes.get(name) : index);
  }

  /** The source of the registry of this name. */
  SourceId source(String name, Place place) throws ProblemException {
    if (name.equals("crates-io")) {
      return SourceId.cratesIo();
    }
    Names.checkRegistry(name, place);
    Optional<String> index = index(name);
    if (index.isPresent()) {
      return SourceId.registry(index.get());
    }
    Problem problem =
        Problem.at(place, "registry index was not found in any configuration: `" + name + "`");
    Optional<Suggestion> near = Suggestion.among(indexes.keySet(), name);
    throw new ProblemException(
        near.isPresent() ? problem.withHelp(near.get().help("registry")) : problem);
  }
}
