package heddle.contract;

import heddle.text.Json;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The type of an option, which says which values it takes. A value is JSON. */
public sealed interface OptionType {
  record Bool() implements OptionType {
    @Override
    public String toString() {
      return "bool";
    }
  }

  record Whole() implements OptionType {
    @Override
    public String toString() {
      return "int";
    }
  }

  record Text() implements OptionType {
    @Override
    public String toString() {
      return "string";
    }
  }

  /** A path as text; a relative one is relative to the workspace. */
  record PathName() implements OptionType {
    @Override
    public String toString() {
      return "path";
    }
  }

  record Enumeration(List<String> values) implements OptionType {
    public Enumeration {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return String.join(" | ", values);
    }
  }

  /** On a command line the items are separated by commas. */
  record ListOf(OptionType item) implements OptionType {
    @Override
    public String toString() {
      return "list of " + item;
    }
  }

  /** The value of a text of the command line or the environment; empty if it is none. */
  default Optional<Json> ofText(String text) {
    return switch (this) {
      case Bool _ ->
          text.equals("true") || text.equals("false")
              ? Optional.of(new Json.Bool(text.equals("true")))
              : Optional.empty();
      case Whole _ -> {
        if (!text.matches("-?[0-9]+")) yield Optional.empty();
        try {
          yield Optional.of(Json.Num.of(Long.parseLong(text)));
        } catch (NumberFormatException _) {
          yield Optional.empty();
        }
      }
      case Text _ -> Optional.of(new Json.Str(text));
      // An empty text would be the workspace itself.
      case PathName _ -> text.isEmpty() ? Optional.empty() : Optional.of(new Json.Str(text));
      case Enumeration e ->
          e.values.contains(text) ? Optional.of(new Json.Str(text)) : Optional.empty();
      case ListOf list -> {
        var items = new ArrayList<Json>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
          Optional<Json> item = list.item.ofText(part);
          if (item.isEmpty()) yield Optional.empty();
          items.add(item.get());
        }
        yield Optional.of(new Json.Arr(items));
      }
    };
  }

  /** The value of a TOML value; empty if it is none. */
  default Optional<Json> ofToml(Toml value) {
    return switch (this) {
      case Bool _ ->
          value instanceof Toml.Flag flag
              ? Optional.of(new Json.Bool(flag.value()))
              : Optional.empty();
      case Whole _ ->
          value instanceof Toml.Whole whole
              ? Optional.of(Json.Num.of(whole.value()))
              : Optional.empty();
      case Text _, PathName _, Enumeration _ ->
          value instanceof Toml.Text text ? ofText(text.value()) : Optional.empty();
      case ListOf list -> {
        if (!(value instanceof Toml.Array array)) yield Optional.empty();
        var items = new ArrayList<Json>();
        for (Toml each : array.items()) {
          Optional<Json> item = list.item.ofToml(each);
          if (item.isEmpty()) yield Optional.empty();
          items.add(item.get());
        }
        yield Optional.of(new Json.Arr(items));
      }
    };
  }

  /** The value of a JSON value; empty if it is none. */
  default Optional<Json> ofJson(Json value) {
    return switch (this) {
      case Bool _ -> value instanceof Json.Bool ? Optional.of(value) : Optional.empty();
      case Whole _ -> value instanceof Json.Num number ? ofText(number.text()) : Optional.empty();
      case Text _, PathName _, Enumeration _ ->
          value instanceof Json.Str text ? ofText(text.value()) : Optional.empty();
      case ListOf list -> {
        if (!(value instanceof Json.Arr array)) yield Optional.empty();
        var items = new ArrayList<Json>();
        for (Json each : array.items()) {
          Optional<Json> item = list.item.ofJson(each);
          if (item.isEmpty()) yield Optional.empty();
          items.add(item.get());
        }
        yield Optional.of(new Json.Arr(items));
      }
    };
  }

  /** The value as TOML writes it; the JSON of these types is TOML too. */
  static String toml(Json value) {
    return value.compact();
  }

  /** The value as a person writes it on a command line, and as a variable holds it. */
  static String shown(Json value) {
    return switch (value) {
      case Json.Str text -> text.value();
      case Json.Num number -> number.text();
      case Json.Bool bool -> Boolean.toString(bool.value());
      case Json.Arr array ->
          String.join(",", array.items().stream().map(OptionType::shown).toList());
      case Json.Obj object -> object.compact();
      case Json.Nil _ -> "null";
    };
  }

  /** What a value must be, for messages. */
  default String expected() {
    return switch (this) {
      case Bool _ -> "true or false";
      case Whole _ -> "an integer";
      case Text _ -> "a string";
      case PathName _ -> "a path, which is not empty";
      case Enumeration e ->
          "one of " + String.join(", ", e.values.stream().map(v -> "`" + v + "`").toList());
      case ListOf list -> "a list, each item " + list.item.expected();
    };
  }
}
