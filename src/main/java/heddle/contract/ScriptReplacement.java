package heddle.contract;

import heddle.contract.Contract.Publication;
import heddle.contract.policy.Keys;
import heddle.text.Cfg;
import heddle.text.Json;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an overlay says in the place of a build script, which then does not run: the words that
 * cargo would have heard, and the facts of its contract, checked against their schemas.
 *
 * @param when where it holds; elsewhere the script runs
 * @param libraries as {@code rustc-link-lib} takes them
 * @param search as {@code rustc-link-search} takes them
 * @param cfgs as {@code rustc-cfg} takes them
 * @param env variables of the package's compilation
 * @param metadata what dependents see as {@code DEP_*}
 */
public record ScriptReplacement(
    Optional<Cfg> when,
    List<String> libraries,
    List<String> search,
    List<String> cfgs,
    Map<String, String> env,
    Map<String, String> metadata,
    Map<String, Json.Obj> facts,
    Place place) {
  private static final List<String> KEYS =
      List.of("when", "libraries", "search", "cfgs", "env", "metadata", "fact");

  public ScriptReplacement {
    libraries = List.copyOf(libraries);
    search = List.copyOf(search);
    cfgs = List.copyOf(cfgs);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Reads {@code [replace]} of an overlay with this contract. */
  static Optional<ScriptReplacement> read(Keys root, Contract contract, List<Problem> problems) {
    Optional<Toml> value = root.value("replace");
    if (value.isEmpty()) return Optional.empty();
    if (!(value.get() instanceof Toml.Table table)) {
      problems.add(Problem.at(value.get().place(), "`replace` must be a table"));
      return Optional.empty();
    }
    Keys keys = new Keys("[replace]", table, problems).known(KEYS);
    var reader = new ContractReader(problems, Path.of(""));
    var facts = new LinkedHashMap<String, Json.Obj>();
    keys.tables("fact")
        .forEach((name, fact) ->
            fact(name, fact, contract, problems).ifPresent(f -> facts.put(name, f)));
    return Optional.of(
        new ScriptReplacement(
            ContractReader.when(keys),
            texts(keys, "libraries"),
            texts(keys, "search"),
            texts(keys, "cfgs"),
            reader.texts("env", keys),
            reader.texts("metadata", keys),
            facts,
            keys.has("when") ? keys.place("when") : table.place()));
  }

  private static List<String> texts(Keys keys, String key) {
    return keys.texts(key).stream().map(Toml.Text::value).toList();
  }

  private static Optional<Json.Obj> fact(
      String name, Toml.Table table, Contract contract, List<Problem> problems) {
    Optional<Publication> publication = Optional.ofNullable(contract.publications().get(name));
    if (publication.isEmpty()) {
      problems.add(
          Problem.at(table.place(), "the overlay publishes no fact `" + name + "`")
              .withHelp("write [publish." + name + "] with its `schema`"));
      return Optional.empty();
    }
    Json.Obj value = object(table);
    Optional<String> wrong = FactSchema.of(publication.get().schema()).orElseThrow().wrong(value);
    wrong.ifPresent(why ->
        problems.add(
            Problem.at(
                table.place(),
                "the fact `" + name + "` (" + publication.get().schema() + "): " + why)));
    return wrong.isPresent() ? Optional.empty() : Optional.of(value);
  }

  private static Json.Obj object(Toml.Table table) {
    var members = new LinkedHashMap<String, Json>();
    table.entries().forEach((key, entry) -> members.put(key, json(entry.value())));
    return new Json.Obj(members);
  }

  private static Json json(Toml value) {
    return switch (value) {
      case Toml.Text text -> new Json.Str(text.value());
      case Toml.Flag flag -> new Json.Bool(flag.value());
      case Toml.Whole whole -> Json.Num.of(whole.value());
      case Toml.Real real -> new Json.Num(Double.toString(real.value()));
      case Toml.Moment moment -> new Json.Str(moment.value());
      case Toml.Table table -> object(table);
      case Toml.Array array -> {
        var items = new ArrayList<Json>();
        array.items().forEach(item -> items.add(json(item)));
        yield new Json.Arr(items);
      }
    };
  }
}
