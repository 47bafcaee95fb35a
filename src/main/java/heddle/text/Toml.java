package heddle.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A TOML value and where it stands. {@link #parse} takes TOML 1.1, which cargo takes since 1.94
 * (toml.io/en/v1.1.0): line breaks and a trailing comma in inline tables, the escapes e and x,
 * times without seconds.
 */
public sealed interface Toml {
  Place place();

  /** What the value is, in the words of cargo's messages: string, integer, … */
  String kind();

  record Text(String value, Place place) implements Toml {
    @Override
    public String kind() {
      return "string";
    }
  }

  record Whole(long value, Place place) implements Toml {
    @Override
    public String kind() {
      return "integer";
    }
  }

  record Real(double value, Place place) implements Toml {
    @Override
    public String kind() {
      return "float";
    }
  }

  record Flag(boolean value, Place place) implements Toml {
    @Override
    public String kind() {
      return "boolean";
    }
  }

  /** A date, a time or both, valid, as written. */
  record Moment(String value, Place place) implements Toml {
    @Override
    public String kind() {
      return "datetime";
    }
  }

  /** {@code [a, b]}, or the tables of {@code [[name]]} headers: then each item is a table. */
  record Array(List<Toml> items, Place place) implements Toml {
    public Array {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "array";
    }
  }

  /**
   * A table, its entries in the order of their first mention in the file. The place is its header,
   * its braces if inline, or the key that implied it.
   */
  record Table(Map<String, Entry> entries, Place place) implements Toml {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "table";
    }

    public Optional<Entry> entry(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    public Optional<Toml> get(String key) {
      return entry(key).map(Entry::value);
    }
  }

  /** A key, unquoted, where it was first written, and its value. */
  record Entry(String key, Place keyPlace, Toml value) {}

  /** The table a source holds; a byte order mark at its start is skipped. */
  static Table parse(Source source) throws ProblemException {
    return new TomlParser(source).document();
  }
}
