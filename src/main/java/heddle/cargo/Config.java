package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cargo's configuration for one current directory: files and {@code --config} merged, and the
 * variables that count ({@code CARGO_…}, those of the tools, those that {@code [env]} names). Every
 * value comes with its origin. Variables beat files, the command line beats both; lists are joined.
 * Source of the rules: cargo's {@code util/context}.
 */
public record Config(
    ConfigValue.Table values,
    Map<String, String> environment,
    Path directory,
    Path home,
    List<Problem> warnings) {
  public Config {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    warnings = List.copyOf(warnings);
  }

  /** The variable that sets a key: {@code CARGO_}, upper case, {@code _} for {@code -} and dots. */
  public static String variable(String... key) {
    var name = new StringBuilder("CARGO");
    for (String part : key) {
      name.append('_');
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        name.append(c == '-' || c == '.' ? '_' : c);
      }
    }
    return name.toString().toUpperCase(Locale.ROOT);
  }

  /** Without one table of the files and the command line. */
  Config without(String table) {
    var entries = new LinkedHashMap<>(values.entries());
    entries.remove(table);
    return new Config(
        new ConfigValue.Table(entries, values.origin()), environment, directory, home, warnings);
  }

  /** The value of files and command line, without the environment. */
  public Optional<ConfigValue> value(String... key) throws ProblemException {
    ConfigValue at = values;
    for (int i = 0; i < key.length; i++) {
      if (!(at instanceof ConfigValue.Table table)) {
        throw problem(
            at.origin(),
            "expected a table, but found a "
                + at.kind()
                + " for `"
                + String.join(".", List.of(key).subList(0, i))
                + "`");
      }
      ConfigValue next = table.entries().get(key[i]);
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  /** The table of files and command line. */
  public Optional<ConfigValue.Table> table(String... key) throws ProblemException {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof ConfigValue.Table table) {
      return Optional.of(table);
    }
    throw expected("a table", value.get(), key);
  }

  /**
   * The value where its type is not fixed: a variable's text counts as a boolean or an integer if
   * it reads as one.
   */
  public Optional<ConfigValue> any(String... key) throws ProblemException {
    Optional<ConfigValue> value = value(key);
    Optional<Setting<String>> set = fromEnvironment(key);
    if (set.isEmpty()) {
      return value;
    }
    String text = set.get().value();
    Origin origin = set.get().origin();
    if (value.isPresent() && value.get() instanceof ConfigValue.Items items && !isScalar(text)) {
      return Optional.of(
          new ConfigValue.Items(withEnvironment(items.items(), key), items.origin()));
    }
    if (value.isPresent()
        && !(value.get() instanceof ConfigValue.Items)
        && value.get().origin().priority() > origin.priority()) {
      return value;
    }
    return Optional.of(scalar(text, origin));
  }

  /** A variable's text as the scalar it reads as. */
  static ConfigValue scalar(String text, Origin origin) {
    if (text.equals("true") || text.equals("false")) {
      return new ConfigValue.Flag(text.equals("true"), origin);
    }
    try {
      return new ConfigValue.Whole(Long.parseLong(text), origin);
    } catch (NumberFormatException _) {
      return new ConfigValue.Text(text, origin);
    }
  }

  private static boolean isScalar(String text) {
    return !(scalar(text, new Origin.Variable("", new Source("", "").all()))
        instanceof ConfigValue.Text);
  }

  public Optional<Setting<String>> text(String... key) throws ProblemException {
    Optional<ConfigValue> value = value(key);
    Optional<Setting<String>> file = Optional.empty();
    if (value.isPresent()) {
      if (!(value.get() instanceof ConfigValue.Text text)) {
        throw expected("a string", value.get(), key);
      }
      file = Optional.of(new Setting<>(text.value(), text.origin()));
    }
    return stronger(file, fromEnvironment(key));
  }

  public Optional<Setting<Boolean>> flag(String... key) throws ProblemException {
    Optional<ConfigValue> value = value(key);
    Optional<Setting<Boolean>> file = Optional.empty();
    if (value.isPresent()) {
      if (!(value.get() instanceof ConfigValue.Flag flag)) {
        throw expected("true/false", value.get(), key);
      }
      file = Optional.of(new Setting<>(flag.value(), flag.origin()));
    }
    Optional<Setting<String>> set = fromEnvironment(key);
    if (set.isEmpty()) {
      return file;
    }
    String text = set.get().value();
    if (!text.equals("true") && !text.equals("false")) {
      throw problem(set.get().origin(), "`" + text + "` is neither `true` nor `false`");
    }
    return stronger(file, Optional.of(new Setting<>(text.equals("true"), set.get().origin())));
  }

  public Optional<Setting<Long>> whole(String... key) throws ProblemException {
    Optional<ConfigValue> value = value(key);
    Optional<Setting<Long>> file = Optional.empty();
    if (value.isPresent()) {
      if (!(value.get() instanceof ConfigValue.Whole whole)) {
        throw expected("an integer", value.get(), key);
      }
      file = Optional.of(new Setting<>(whole.value(), whole.origin()));
    }
    Optional<Setting<String>> set = fromEnvironment(key);
    if (set.isEmpty()) {
      return file;
    }
    try {
      long number = Long.parseLong(set.get().value());
      return stronger(file, Optional.of(new Setting<>(number, set.get().origin())));
    } catch (NumberFormatException _) {
      throw problem(set.get().origin(), "`" + set.get().value() + "` is not an integer");
    }
  }

  /** A list of strings; a variable, or with {@code words} a string too, is split at white space. */
  public List<Setting<String>> texts(boolean words, String... key) throws ProblemException {
    List<ConfigValue> items = new ArrayList<>();
    Optional<ConfigValue> value = value(key);
    if (value.isPresent()) {
      switch (value.get()) {
        case ConfigValue.Items list -> items.addAll(list.items());
        case ConfigValue.Text text when words -> items.addAll(split(text.value(), text.origin()));
        default ->
            throw expected(words ? "a string or array of strings" : "an array", value.get(), key);
      }
    }
    var out = new ArrayList<Setting<String>>();
    for (ConfigValue item : withEnvironment(items, key)) {
      if (!(item instanceof ConfigValue.Text text)) {
        throw expected("a string", item, key);
      }
      out.add(new Setting<>(text.value(), text.origin()));
    }
    return List.copyOf(out);
  }

  /** A path: relative to the directory that holds the {@code .cargo} of the file that sets it. */
  public Optional<Setting<Path>> path(String... key) throws ProblemException {
    Optional<Setting<String>> text = text(key);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Setting<>(resolve(text.get()), text.get().origin()));
  }

  /** A program: a path if it has a slash, else a name to look for in {@code PATH}. */
  public Optional<Setting<String>> program(String... key) throws ProblemException {
    Optional<Setting<String>> text = text(key);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Setting<>(program(text.get()), text.get().origin()));
  }

  String program(Setting<String> name) throws ProblemException {
    return name.value().indexOf('/') >= 0 ? resolve(name).toString() : name.value();
  }

  Path resolve(Setting<String> path) throws ProblemException {
    try {
      return path.origin().base(directory).resolve(path.value());
    } catch (InvalidPathException _) {
      throw problem(path.origin(), "`" + path.value() + "` is not a path");
    }
  }

  /** A variable that has a meaning of its own, such as {@code RUSTFLAGS}. */
  public Optional<Setting<String>> ofVariable(String name) {
    String text = environment.get(name);
    return text == null
        ? Optional.empty()
        : Optional.of(
            new Setting<>(
                text,
                new Origin.Variable(name, new Source("environment variable " + name, text).all())));
  }

  private Optional<Setting<String>> fromEnvironment(String... key) {
    return key.length == 0 ? Optional.empty() : ofVariable(variable(key));
  }

  private List<ConfigValue> withEnvironment(List<ConfigValue> items, String... key) {
    Optional<Setting<String>> set = fromEnvironment(key);
    if (set.isEmpty()) {
      return items;
    }
    Origin origin = set.get().origin();
    List<ConfigValue> words = split(set.get().value(), origin);
    if (ConfigMerge.isReplaced(List.of(key))) {
      return !items.isEmpty() && items.getFirst().origin().priority() > origin.priority()
          ? items
          : words;
    }
    return ConfigMerge.joined(items, words);
  }

  private static List<ConfigValue> split(String text, Origin origin) {
    var words = new ArrayList<ConfigValue>();
    for (String word : Words.of(text)) {
      words.add(new ConfigValue.Text(word, origin));
    }
    return words;
  }

  private static <T> Optional<Setting<T>> stronger(
      Optional<Setting<T>> file, Optional<Setting<T>> environment) {
    return file.isPresent()
            && (environment.isEmpty()
                || file.get().origin().priority() > environment.get().origin().priority())
        ? file
        : environment;
  }

  static ProblemException expected(String wanted, ConfigValue found, String... key) {
    return problem(
        found.origin(),
        "expected "
            + wanted
            + ", but found "
            + article(found.kind())
            + " for `"
            + String.join(".", key)
            + "`");
  }

  private static String article(String kind) {
    return ("aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
  }

  static ProblemException problem(Origin origin, String message) {
    return new ProblemException(Problem.at(origin.place(), message));
  }
}
