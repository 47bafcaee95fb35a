package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registries of the configuration: the index URL of each name. */
public record Registries(Map<String, String> indexes) {
  private static final String PREFIX = "CARGO_REGISTRIES_";
  private static final String END = "_INDEX";

  public Registries {
    indexes = Collections.unmodifiableMap(new TreeMap<>(indexes));
  }

  public static Registries of(Config config) throws ProblemException {
    var indexes = new TreeMap<String, String>();
    Optional<ConfigValue.Table> table = config.table("registries");
    if (table.isPresent()) {
      for (String name : table.get().entries().keySet()) {
        config.text("registries", name, "index").ifPresent(url -> indexes.put(name, url.value()));
      }
    }
    for (Map.Entry<String, String> e : config.environment().entrySet()) {
      String name = e.getKey();
      if (isVariable(name)) {
        // The name's own spelling is not known: asked for by what it becomes.
        indexes.putIfAbsent(name, e.getValue());
      }
    }
    return new Registries(indexes);
  }

  private static boolean isVariable(String name) {
    return name.startsWith(PREFIX)
        && name.endsWith(END)
        && name.length() > PREFIX.length() + END.length();
  }

  /** The name of the registry with this index; of one that a variable sets, in lower case. */
  public Optional<String> name(String index) {
    SourceId source = SourceId.registry(index);
    for (Map.Entry<String, String> e : indexes.entrySet()) {
      if (SourceId.registry(e.getValue()).equals(source)) {
        String name = e.getKey();
        return Optional.of(
            isVariable(name)
                ? name.substring(PREFIX.length(), name.length() - END.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-')
                : name);
      }
    }
    return Optional.empty();
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
