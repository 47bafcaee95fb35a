package heddle.contract;

import heddle.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shape of one kind of facts: members with their types, the ones that must be there first.
 * Known kinds are those of {@code docs/contract.md}; a member that the kind does not have is an
 * error, so that a misspelt one is not lost in silence.
 */
record FactSchema(String name, Map<String, Shape> required, Map<String, Shape> optional) {
  /** What a member may be. */
  sealed interface Shape {
    record Text() implements Shape {}

    record Flag() implements Shape {}

    record Whole() implements Shape {}

    record Word(List<String> values) implements Shape {}

    /** A path: absolute, in the package's own output or of the system. */
    record Location() implements Shape {}

    record Many(Shape item) implements Shape {}

    /** An object of texts. */
    record Texts() implements Shape {}

    /** Any JSON. */
    record Any() implements Shape {}
  }

  private static final Shape TEXT = new Shape.Text();
  private static final Shape TEXTS = new Shape.Many(TEXT);
  private static final Shape PATH = new Shape.Location();
  private static final Shape PATHS = new Shape.Many(PATH);

  static Optional<FactSchema> of(String name) {
    return switch (name) {
      case "native-library/1" ->
          Optional.of(
              new FactSchema(
                  name,
                  Map.of("libraries", TEXTS, "kind", new Shape.Word(List.of("static", "dynamic"))),
                  Map.of(
                      "search", PATHS,
                      "rpath", PATHS,
                      "include", PATHS,
                      "runtime", PATHS,
                      "version", TEXT,
                      "defines", new Shape.Texts())));
      case "headers/1" ->
          Optional.of(
              new FactSchema(name, Map.of("include", PATHS), Map.of("defines", new Shape.Texts())));
      case "tool/1" ->
          Optional.of(
              new FactSchema(
                  name, Map.of("program", PATH), Map.of("version", TEXT, "arguments", TEXTS)));
      case "python-abi/1" ->
          Optional.of(
              new FactSchema(
                  name,
                  Map.of("implementation", TEXT, "version", TEXT),
                  Map.of(
                      "soabi", TEXT,
                      "abi3", TEXT,
                      "free_threaded", new Shape.Flag(),
                      "debug", new Shape.Flag(),
                      "pointer_width", new Shape.Whole(),
                      "include", PATHS,
                      "library", PATH,
                      "executable", PATH)));
      case "data/1" ->
          Optional.of(new FactSchema(name, Map.of("value", new Shape.Any()), Map.of()));
      case "cargo-links/1" ->
          Optional.of(new FactSchema(name, Map.of("metadata", new Shape.Texts()), Map.of()));
      default -> Optional.empty();
    };
  }

  static List<String> names() {
    return List.of(
        "native-library/1", "headers/1", "tool/1", "python-abi/1", "data/1", "cargo-links/1");
  }

  /** What such a fact may hold. */
  Set<String> members() {
    var all = new TreeSet<>(required.keySet());
    all.addAll(optional.keySet());
    return all;
  }

  /** What is wrong with the value, with the member's name; empty if nothing is. */
  Optional<String> wrong(Json value) {
    if (!(value instanceof Json.Obj object)) return Optional.of("it must be an object");
    for (String member : new TreeSet<>(required.keySet())) {
      if (object.get(member).isEmpty()) return Optional.of("`" + member + "` is missing");
    }
    for (var each : object.members().entrySet()) {
      Optional<Shape> shape =
          Optional.ofNullable(required.get(each.getKey()))
              .or(() -> Optional.ofNullable(optional.get(each.getKey())));
      if (shape.isEmpty())
        return Optional.of("`" + name + "` has no member `" + each.getKey() + "`");
      Optional<String> wrong = wrong(each.getKey(), shape.get(), each.getValue());
      if (wrong.isPresent()) return wrong;
    }
    return Optional.empty();
  }

  /** Every path in the value, in order. */
  List<String> paths(Json.Obj value) {
    var all = new ArrayList<String>();
    value
        .members()
        .forEach((member, each) -> {
          Shape shape = required.getOrDefault(member, optional.getOrDefault(member, TEXT));
          if (shape.equals(PATH) && each instanceof Json.Str path) all.add(path.value());
          if (shape.equals(PATHS) && each instanceof Json.Arr array)
            array
                .items()
                .forEach(item -> {
                  if (item instanceof Json.Str path) all.add(path.value());
                });
        });
    return all;
  }

  private static Optional<String> wrong(String member, Shape shape, Json value) {
    return switch (shape) {
      case Shape.Text _ -> must(member, value instanceof Json.Str, "a string");
      case Shape.Flag _ -> must(member, value instanceof Json.Bool, "true or false");
      case Shape.Whole _ ->
          must(member, new OptionType.Whole().ofJson(value).isPresent(), "an integer");
      case Shape.Word word ->
          must(
              member,
              value instanceof Json.Str text && word.values().contains(text.value()),
              "one of " + String.join(", ", word.values()));
      case Shape.Location _ ->
          must(
              member,
              value instanceof Json.Str text
                  && text.value().startsWith("/")
                  && text.value().indexOf('\0') < 0
                  && !List.of(text.value().split("/", -1)).contains(".."),
              "an absolute path without `..`");
      case Shape.Many many -> {
        if (!(value instanceof Json.Arr array)) yield must(member, false, "an array");
        for (Json item : array.items()) {
          Optional<String> wrong = wrong(member, many.item(), item);
          if (wrong.isPresent()) yield wrong;
        }
        yield Optional.empty();
      }
      case Shape.Texts _ ->
          must(
              member,
              value instanceof Json.Obj object
                  && object.members().values().stream().allMatch(Json.Str.class::isInstance),
              "an object of strings");
      case Shape.Any _ -> Optional.empty();
    };
  }

  private static Optional<String> must(String member, boolean holds, String what) {
    return holds ? Optional.empty() : Optional.of("`" + member + "` must be " + what);
  }
}
