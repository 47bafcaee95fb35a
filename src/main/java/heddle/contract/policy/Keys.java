package heddle.contract.policy;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads one table of a TOML file by its known keys. What is wrong is added to the problems of the
 * whole file, so that all of it is told at once; the value in question then counts as not written.
 */
public final class Keys {
  private final String name;
  private final Toml.Table table;
  private final List<Problem> problems;

  /** {@code name} is how messages call the table: {@code [option.backend]}. */
  public Keys(String name, Toml.Table table, List<Problem> problems) {
    this.name = name;
    this.table = table;
    this.problems = problems;
  }

  /** Every key that is none of these is a problem. */
  public Keys known(Collection<String> keys) {
    for (var entry : table.entries().values()) {
      if (keys.contains(entry.key())) continue;
      Problem problem =
          Problem.at(entry.keyPlace(), "unknown key `" + entry.key() + "` in " + name);
      Optional<Suggestion> near = Suggestion.among(keys, entry.key());
      problems.add(
          near.isPresent()
              ? problem.withHelp(near.get().help("key"))
              : problem.withHelp("the keys are " + listed(keys)));
    }
    return this;
  }

  public Place place() {
    return table.place();
  }

  public boolean has(String key) {
    return table.get(key).isPresent();
  }

  public Optional<Toml> value(String key) {
    return table.get(key);
  }

  public Optional<String> text(String key) {
    return table.get(key).flatMap(value -> text(key, value));
  }

  public Optional<Long> whole(String key) {
    Optional<Toml> value = table.get(key);
    if (value.isPresent() && value.get() instanceof Toml.Whole whole)
      return Optional.of(whole.value());
    value.ifPresent(other -> wrong(key, other, "an integer"));
    return Optional.empty();
  }

  public boolean flag(String key, boolean otherwise) {
    Optional<Toml> value = table.get(key);
    if (value.isPresent() && value.get() instanceof Toml.Flag flag) return flag.value();
    value.ifPresent(other -> wrong(key, other, "true or false"));
    return otherwise;
  }

  /** A string that is one of these; a problem with a suggestion otherwise. */
  public Optional<String> oneOf(String key, List<String> words) {
    Optional<String> text = text(key);
    if (text.isEmpty() || words.contains(text.get())) return text;
    problems.add(
        notOneOf(
            Problem.at(place(key), "`" + text.get() + "` is no value of `" + key + "`"),
            text.get(),
            words));
    return Optional.empty();
  }

  /** An array of strings; a single string counts as an array of it. */
  public List<Toml.Text> texts(String key) {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) return List.of();
    if (value.get() instanceof Toml.Text text) return List.of(text);
    if (!(value.get() instanceof Toml.Array array)) {
      wrong(key, value.get(), "an array of strings");
      return List.of();
    }
    var all = new ArrayList<Toml.Text>();
    for (Toml item : array.items()) {
      if (item instanceof Toml.Text text) all.add(text);
      else wrong(key, item, "an array of strings");
    }
    return all;
  }

  /** The tables of {@code [key.NAME]} in order of the file. */
  public SequencedMap<String, Toml.Table> tables(String key) {
    var all = new LinkedHashMap<String, Toml.Table>();
    for (var entry : entries(key).values()) {
      if (entry.value() instanceof Toml.Table inner) all.put(entry.key(), inner);
      else wrong(key + "." + entry.key(), entry.value(), "a table");
    }
    return all;
  }

  /** The entries of the table {@code [key]}; none if it is not written. */
  public Map<String, Toml.Entry> entries(String key) {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) return Map.of();
    if (value.get() instanceof Toml.Table inner) return inner.entries();
    wrong(key, value.get(), "a table");
    return Map.of();
  }

  public Place place(String key) {
    return table.get(key).map(Toml::place).orElse(table.place());
  }

  public void problem(Problem problem) {
    problems.add(problem);
  }

  /** Says that a key which must be there is not. */
  public void missing(String key, String help) {
    problems.add(Problem.at(table.place(), name + " has no `" + key + "`").withHelp(help));
  }

  /** A problem with the nearest of the words as its help, or all of them. */
  public static Problem notOneOf(Problem problem, String word, Collection<String> words) {
    Optional<Suggestion> near = Suggestion.among(words, word);
    return near.isPresent()
        ? problem.withHelp("did you mean `" + near.get().name() + "`?")
        : problem.withHelp("it is one of " + listed(words));
  }

  private Optional<String> text(String key, Toml value) {
    if (value instanceof Toml.Text text) return Optional.of(text.value());
    wrong(key, value, "a string");
    return Optional.empty();
  }

  private void wrong(String key, Toml value, String wanted) {
    problems.add(
        Problem.at(
            value.place(),
            "`" + key + "` in " + name + " must be " + wanted + ", not " + a(value.kind())));
  }

  private static String a(String kind) {
    return ("aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
  }

  private static String listed(Collection<String> words) {
    return String.join(", ", words.stream().map(word -> "`" + word + "`").toList());
  }
}
