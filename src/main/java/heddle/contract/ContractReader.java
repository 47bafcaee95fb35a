package heddle.contract;

import heddle.contract.Contract.Publication;
import heddle.contract.Contract.Requirement;
import heddle.contract.Contract.Suggestion;
import heddle.contract.Contract.Visibility;
import heddle.contract.policy.Keys;
import heddle.contract.policy.SoundText;
import heddle.text.Cfg;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Reads the contract of a package: {@code [package.metadata.heddle]}, or an overlay. */
final class ContractReader {
  /** The tables of a contract. */
  static final List<String> KEYS =
      List.of("option", "download", "require", "publish", "suggest", "cache");

  /** What options, downloads, facts and caches may be called. */
  static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}";

  private final List<Problem> problems;
  private final Path directory;

  /** {@code directory} is what paths of a contract are relative to. */
  ContractReader(List<Problem> problems, Path directory) {
    this.problems = problems;
    this.directory = directory;
  }

  /**
   * The contract in the metadata of a manifest, which is what stands in {@code package.metadata}.
   */
  static Contract ofMetadata(Toml.Table metadata, Path directory) throws ProblemException {
    Optional<Toml> table = metadata.get("heddle");
    if (table.isEmpty()) return Contract.NONE;
    if (!(table.get() instanceof Toml.Table heddle))
      throw new ProblemException(
          Problem.at(table.get().place(), "`package.metadata.heddle` must be a table"));
    var problems = new ArrayList<Problem>();
    SoundText.check(heddle, problems);
    Keys keys = new Keys("[package.metadata.heddle]", heddle, problems).known(KEYS);
    Contract contract = new ContractReader(problems, directory).contract(keys);
    if (!problems.isEmpty()) throw new ProblemException(problems);
    return contract;
  }

  Contract contract(Keys root) {
    var options = new LinkedHashMap<String, OptionDeclaration>();
    named(root, "option")
        .forEach((name, table) ->
            new OptionReader(problems).option(name, table).ifPresent(o -> options.put(name, o)));
    var downloads = new LinkedHashMap<String, DownloadDeclaration>();
    root.tables("download")
        .forEach((name, table) ->
            new DownloadReader(problems, directory)
                .download(name, table)
                .ifPresent(d -> downloads.put(name, d)));
    var requirements = new LinkedHashMap<String, Requirement>();
    named(root, "require")
        .forEach(
            (name, table) -> requirement(name, table).ifPresent(r -> requirements.put(name, r)));
    var publications = new LinkedHashMap<String, Publication>();
    named(root, "publish")
        .forEach(
            (name, table) -> publication(name, table).ifPresent(p -> publications.put(name, p)));
    var suggestions = new ArrayList<Suggestion>();
    root.tables("suggest")
        .forEach((pkg, table) -> {
          for (var entry : table.entries().values())
            suggestions.add(new Suggestion(pkg, entry.key(), entry.value(), entry.keyPlace()));
        });
    return new Contract(
        options, downloads, requirements, publications, suggestions, List.of(), caches(root));
  }

  /** The tables of a kind; their names are parts of variables, arguments and paths. */
  private SequencedMap<String, Toml.Table> named(Keys root, String kind) {
    SequencedMap<String, Toml.Table> all = root.tables(kind);
    all.forEach((name, table) -> {
      if (!name.matches(NAME))
        problems.add(
            Problem.at(table.place(), "`" + name + "` cannot be the name of " + a(kind))
                .withHelp(
                    "it has letters, digits, `-`, `_` and `.`, begins with no `-` or `.`, and is not"
                        + " longer than 64"));
    });
    return all;
  }

  private static String a(String kind) {
    return switch (kind) {
      case "option" -> "an option";
      case "cache" -> "a cache";
      default -> "a fact";
    };
  }

  private Map<String, Contract.Cache> caches(Keys root) {
    var all = new LinkedHashMap<String, Contract.Cache>();
    named(root, "cache")
        .forEach((name, table) -> {
          Keys keys =
              new Keys("[cache." + name + "]", table, problems).known(List.of("doc", "env"));
          keys.text("env")
              .ifPresent(variable -> SoundText.variable(variable, keys.place("env"), problems));
          all.put(
              name,
              new Contract.Cache(
                  name, keys.text("doc").orElse(""), keys.text("env"), table.place()));
        });
    return all;
  }

  private Optional<Requirement> requirement(String name, Toml.Table table) {
    Keys keys =
        new Keys("[require." + name + "]", table, problems)
            .known(List.of("schema", "from", "for", "optional", "env", "links"));
    Optional<String> schema = schema(keys);
    for (var entry : keys.entries("env").values())
      SoundText.variable(entry.key(), entry.keyPlace(), problems);
    schema.flatMap(FactSchema::of).ifPresent(each -> members(each, keys));
    boolean host = keys.oneOf("for", List.of("target", "host")).filter("host"::equals).isPresent();
    return schema.map(s ->
        new Requirement(
            name,
            s,
            keys.text("from"),
            host,
            keys.flag("optional", false),
            texts("env", keys),
            keys.text("links"),
            table.place()));
  }

  /** A variable that stands for a member which no such fact has would never be set. */
  private static void members(FactSchema schema, Keys keys) {
    for (var entry : keys.entries("env").values()) {
      if (!(entry.value() instanceof Toml.Text text)) continue; // told elsewhere
      int dot = text.value().indexOf('.');
      String member = dot < 0 ? text.value() : text.value().substring(0, dot);
      if (!schema.members().contains(member))
        keys.problem(
            Keys.notOneOf(
                Problem.at(
                    text.place(), "a fact of " + schema.name() + " has no member `" + member + "`"),
                member,
                schema.members()));
    }
  }

  /** A table of texts. */
  Map<String, String> texts(String key, Keys keys) {
    var all = new LinkedHashMap<String, String>();
    for (var entry : keys.entries(key).values()) {
      if (entry.value() instanceof Toml.Text text) all.put(entry.key(), text.value());
      else
        problems.add(
            Problem.at(entry.value().place(), "`" + entry.key() + "` must be a string here"));
    }
    return all;
  }

  private Optional<Publication> publication(String name, Toml.Table table) {
    Keys keys =
        new Keys("[publish." + name + "]", table, problems).known(List.of("schema", "visibility"));
    Optional<String> schema = schema(keys);
    boolean direct =
        keys.oneOf("visibility", List.of("transitive", "direct"))
            .filter("direct"::equals)
            .isPresent();
    return schema.map(s ->
        new Publication(
            name, s, direct ? Visibility.DIRECT : Visibility.TRANSITIVE, table.place()));
  }

  private static Optional<String> schema(Keys keys) {
    if (!keys.has("schema"))
      keys.missing("schema", "write which kind of fact it is: `schema = \"data/1\"`");
    Optional<String> schema = keys.text("schema");
    if (schema.isPresent() && FactSchema.of(schema.get()).isEmpty()) {
      keys.problem(
          Keys.notOneOf(
              Problem.at(keys.place("schema"), "unknown schema `" + schema.get() + "`"),
              schema.get(),
              FactSchema.names()));
      return Optional.empty();
    }
    return schema;
  }

  /** A condition: cfg's grammar, and {@code option(name = "value")}. */
  static Optional<Cfg> when(Keys keys) {
    Optional<String> text = keys.text("when");
    if (text.isEmpty()) return Optional.empty();
    try {
      Cfg when = Cfg.parse(text.get(), keys.place("when"), Set.of("option"));
      if (PlannedOptions.named(when).anyMatch(String::isEmpty)) {
        keys.problem(
            Problem.at(keys.place("when"), "`option(…)` takes a name, or `NAME = \"value\"`"));
        return Optional.empty();
      }
      return Optional.of(when);
    } catch (ProblemException e) {
      e.problems().forEach(keys::problem);
      return Optional.empty();
    }
  }

  /** A table of texts to lists of texts. */
  static Map<String, List<String>> lists(String name, Toml.Table table, List<Problem> problems) {
    var all = new LinkedHashMap<String, List<String>>();
    Keys keys = new Keys(name, table, problems);
    for (String key : table.entries().keySet())
      all.put(key, keys.texts(key).stream().map(Toml.Text::value).toList());
    return all;
  }
}
