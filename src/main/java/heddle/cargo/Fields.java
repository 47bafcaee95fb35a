package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A TOML table read by its keys; a value of a wrong type is a problem at its place. */
record Fields(Toml.Table table) {
  boolean has(String key) {
    return table.entries().containsKey(key);
  }

  Optional<Toml> any(String key) {
    return table.get(key);
  }

  Optional<String> text(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get()).value());
  }

  Optional<Toml.Text> placedText(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get()));
  }

  Optional<Boolean> flag(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(flag(value.get()));
  }

  /** The flag of the new key, or of its old spelling. */
  Optional<Boolean> flag(String key, String old) throws ProblemException {
    Optional<Boolean> before = flag(old);
    Optional<Boolean> now = flag(key);
    return now.isPresent() ? now : before;
  }

  Optional<List<String>> texts(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(texts(value.get()));
  }

  Optional<Fields> table(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(new Fields(table(value.get())));
  }

  /** The tables of {@code [[key]]}; none if it is absent. */
  List<Fields> tables(String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Toml.Array array)) {
      throw wrongType(value.get(), "a sequence");
    }
    var tables = new ArrayList<Fields>(array.items().size());
    for (Toml item : array.items()) {
      tables.add(new Fields(table(item)));
    }
    return tables;
  }

  /** Where the key's value stands, or else the table. */
  Place place(String key) {
    return table.get(key).map(Toml::place).orElse(table.place());
  }

  static Toml.Text text(Toml value) throws ProblemException {
    if (value instanceof Toml.Text text) {
      return text;
    }
    throw wrongType(value, "a string");
  }

  static boolean flag(Toml value) throws ProblemException {
    if (value instanceof Toml.Flag flag) {
      return flag.value();
    }
    throw wrongType(value, "a boolean");
  }

  static Toml.Table table(Toml value) throws ProblemException {
    if (value instanceof Toml.Table table) {
      return table;
    }
    throw wrongType(value, "a map");
  }

  static List<String> texts(Toml value) throws ProblemException {
    if (!(value instanceof Toml.Array array)) {
      throw wrongType(value, "a sequence");
    }
    var texts = new ArrayList<String>(array.items().size());
    for (Toml item : array.items()) {
      texts.add(text(item).value());
    }
    return texts;
  }

  /** With the words of serde, which are cargo's. */
  static ProblemException wrongType(Toml value, String expected) {
    String found =
        switch (value) {
          case Toml.Text text -> "string \"" + text.value() + "\"";
          case Toml.Whole whole -> "integer `" + whole.value() + "`";
          case Toml.Real real -> "floating point `" + real.value() + "`";
          case Toml.Flag flag -> "boolean `" + flag.value() + "`";
          case Toml.Array _ -> "sequence";
          case Toml.Table _, Toml.Moment _ -> "map";
        };
    return problem(value.place(), "invalid type: " + found + ", expected " + expected);
  }

  static ProblemException problem(Place place, String message) {
    return new ProblemException(Problem.at(place, message));
  }
}
