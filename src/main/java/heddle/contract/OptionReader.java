package heddle.contract;

import heddle.contract.OptionDeclaration.Handing;
import heddle.contract.policy.Keys;
import heddle.contract.policy.SoundText;
import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.Toml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the declaration of one option. */
final class OptionReader {
  private static final List<String> KEYS =
      List.of(
          "type",
          "values",
          "items",
          "default",
          "doc",
          "follows",
          "when",
          "env",
          "compile-env",
          "features",
          "prunes");

  private static final List<String> TYPES =
      List.of("bool", "int", "string", "path", "enum", "list");

  private static final List<String> POLICIES = List.of("native", "python", "python-config");

  private final List<Problem> problems;

  OptionReader(List<Problem> problems) {
    this.problems = problems;
  }

  Optional<OptionDeclaration> option(String name, Toml.Table table) {
    Keys keys = new Keys("[option." + name + "]", table, problems).known(KEYS);
    if (!keys.has("type")) {
      keys.missing("type", "write one of bool, int, string, path, enum, list");
      return Optional.empty();
    }
    Optional<OptionType> type = type(keys, "type");
    if (type.isEmpty()) return Optional.empty();
    misplaced(keys, "values", "enum");
    misplaced(keys, "items", "list");
    Optional<Json> fallback = Optional.empty();
    if (keys.value("default").isPresent()) {
      fallback = type.get().ofToml(keys.value("default").get());
      if (fallback.isEmpty())
        keys.problem(
            Problem.at(
                keys.place("default"),
                "the default of option `" + name + "` must be " + type.get().expected()));
    }
    var option =
        new OptionDeclaration(
            name,
            type.get(),
            fallback,
            keys.text("doc").orElse(""),
            keys.oneOf("follows", POLICIES),
            ContractReader.when(keys),
            env("env", keys, type.get()),
            env("compile-env", keys, type.get()),
            valued(keys, "features", type.get()),
            valued(keys, "prunes", type.get()),
            table.place());
    if (PlannedOptions.counts(option)
        && option.when().filter(PlannedOptions::asksForFeatures).isPresent())
      keys.problem(
          PlannedOptions.notKnown(name, Problem.at(keys.place("when"), ""), "asks for a feature"));
    return Optional.of(option);
  }

  /** A key that only one type has; a list may have it for its items. */
  private static void misplaced(Keys keys, String key, String type) {
    boolean meant =
        keys.text("type").filter(type::equals).isPresent()
            || (!key.equals("items")
                && keys.text("type").filter("list"::equals).isPresent()
                && keys.text("items").filter(type::equals).isPresent());
    if (keys.has(key) && !meant)
      keys.problem(
          Problem.at(keys.place(key), "`" + key + "` says nothing of this type")
              .withHelp("it belongs to `type = \"" + type + "\"`"));
  }

  private static Optional<OptionType> type(Keys keys, String key) {
    Optional<String> word = keys.oneOf(key, TYPES);
    if (word.isEmpty()) return Optional.empty();
    return switch (word.get()) {
      case "bool" -> Optional.of(new OptionType.Bool());
      case "int" -> Optional.of(new OptionType.Whole());
      case "string" -> Optional.of(new OptionType.Text());
      case "path" -> Optional.of(new OptionType.PathName());
      case "enum" -> {
        List<String> values = keys.texts("values").stream().map(Toml.Text::value).toList();
        if (values.isEmpty()) {
          keys.missing("values", "an enum lists what it may be: `values = [\"a\", \"b\"]`");
          yield Optional.empty();
        }
        if (values.contains("") || Set.copyOf(values).size() < values.size()) {
          keys.problem(
              Problem.at(keys.place("values"), "the values of an enum differ, and none is empty"));
          yield Optional.empty();
        }
        yield Optional.of(new OptionType.Enumeration(values));
      }
      default -> {
        if (key.equals("items")) {
          keys.problem(Problem.at(keys.place(key), "a list of lists is no type of an option"));
          yield Optional.empty();
        }
        if (!keys.has("items")) {
          keys.missing("items", "a list says what its items are: `items = \"string\"`");
          yield Optional.empty();
        }
        yield type(keys, "items").map(OptionType.ListOf::new);
      }
    };
  }

  private Map<String, Handing> env(String key, Keys keys, OptionType type) {
    var all = new LinkedHashMap<String, Handing>();
    for (var entry : keys.entries(key).values()) {
      SoundText.variable(entry.key(), entry.keyPlace(), problems);
      switch (entry.value()) {
        case Toml.Flag flag when flag.value() -> all.put(entry.key(), new Handing.Own());
        case Toml.Table table -> {
          var texts = new LinkedHashMap<String, String>();
          Keys inner = new Keys(key + "." + entry.key(), table, problems);
          values(table, type);
          for (String value : table.entries().keySet())
            inner.text(value).ifPresent(text -> texts.put(value, text));
          all.put(entry.key(), new Handing.Table(texts));
        }
        default ->
            problems.add(
                Problem.at(entry.value().place(), "no way to set `" + entry.key() + "`")
                    .withHelp("write `true` for the option's own text, or `{ VALUE = \"text\" }`"));
      }
    }
    return all;
  }

  /** A table by the option's values; a key that is no value of it is a problem. */
  private Map<String, List<String>> valued(Keys keys, String key, OptionType type) {
    Optional<Toml> value = keys.value(key);
    if (value.isEmpty()) return Map.of();
    keys.entries(key);
    if (!(value.get() instanceof Toml.Table table)) return Map.of();
    values(table, type);
    return ContractReader.lists(key, table, problems);
  }

  /** The keys of a table by the option's values: one that can never be chosen is a mistake. */
  private void values(Toml.Table table, OptionType type) {
    for (var entry : table.entries().values()) {
      boolean own =
          type.ofText(entry.key()).map(OptionType::shown).filter(entry.key()::equals).isPresent();
      if (own) continue;
      Problem problem =
          Problem.at(entry.keyPlace(), "`" + entry.key() + "` is no value of this option");
      problems.add(
          type instanceof OptionType.Enumeration one
              ? Keys.notOneOf(problem, entry.key(), one.values())
              : problem.withHelp("it must be " + type.expected()));
    }
  }
}
