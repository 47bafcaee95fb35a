package heddle.contract;

import heddle.contract.Contract.Publication;
import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script wrote to {@code HEDDLE_PUBLISH}: facts, the effective values of options, and
 * diagnostics. A script is not trusted: whatever does not fit its package's contract is a problem
 * that names the package.
 */
public record Published(
    Map<String, Fact> facts, Map<String, Json> effective, List<Diagnostic> diagnostics) {
  /** The most bytes that a script may publish. */
  public static final int LIMIT = 1 << 20;

  /** The version of the message. */
  static final int VERSION = 1;

  public static final Published NOTHING = new Published(Map.of(), Map.of(), List.of());

  /** How bad it is. An error fails the script's run. */
  public enum Level {
    NOTE,
    WARNING,
    ERROR
  }

  /** What a script has to say, and the option that mends it, if one does. */
  public record Diagnostic(Level level, String message, Optional<String> option) {}

  public Published {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    effective = Collections.unmodifiableMap(new LinkedHashMap<>(effective));
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Reads and checks the message.
   *
   * @param settings the options of the package
   * @param places the directories that paths in its facts may lie below
   */
  public static Published read(
      byte[] bytes, Node node, Map<String, Setting> settings, List<Path> places)
      throws ProblemException {
    if (bytes.length == 0) return NOTHING;
    var reading = new Reading(node, settings, places);
    if (bytes.length > LIMIT)
      throw reading.wrong("it has " + bytes.length + " bytes, more than " + LIMIT);
    Json json;
    try {
      json = Json.strict("HEDDLE_PUBLISH of " + node.shown(), bytes);
    } catch (ProblemException e) {
      throw reading.wrong("it is no JSON: " + e.problems().getFirst().message());
    }
    return reading.published(json);
  }

  /** Every path in its facts. */
  public List<String> paths() {
    var all = new ArrayList<String>();
    facts.values().forEach(fact -> all.addAll(fact.paths()));
    return all;
  }

  /** The fact of this name, which its package's contract promises. */
  public Fact fact(String name, Node node) throws ProblemException {
    Optional<Fact> fact = Optional.ofNullable(facts.get(name));
    if (fact.isPresent()) return fact.get();
    Publication promised =
        Optional.ofNullable(node.contract().publications().get(name)).orElseThrow();
    throw new ProblemException(
        Problem.at(
            promised.place(),
            "the build script of "
                + node.shown()
                + " did not publish the fact `"
                + name
                + "` that its contract promises"));
  }

  private record Reading(Node node, Map<String, Setting> settings, List<Path> places) {
    ProblemException wrong(String what) {
      return new ProblemException(
          Problem.of(
              "the build script of " + node.shown() + " published what it may not: " + what));
    }

    Published published(Json json) throws ProblemException {
      Json.Obj root = object(json, "the message");
      known(root, List.of("heddle", "facts", "options", "diagnostics"), "the message");
      if (!root.get("heddle").equals(Optional.of(Json.Num.of(VERSION))))
        throw wrong("`heddle` must be " + VERSION + ", the version of the message");
      var facts = new LinkedHashMap<String, Fact>();
      for (var each : members(root, "facts").entrySet())
        facts.put(each.getKey(), fact(each.getKey(), each.getValue()));
      var effective = new LinkedHashMap<String, Json>();
      for (var each : members(root, "options").entrySet())
        effective.put(each.getKey(), option(each.getKey(), each.getValue()));
      var diagnostics = new ArrayList<Diagnostic>();
      Json list = root.get("diagnostics").orElse(new Json.Arr(List.of()));
      if (!(list instanceof Json.Arr array)) throw wrong("`diagnostics` must be an array");
      for (Json each : array.items()) diagnostics.add(diagnostic(each));
      return new Published(facts, effective, diagnostics);
    }

    private Fact fact(String name, Json json) throws ProblemException {
      Optional<Publication> given = Optional.ofNullable(node.contract().publications().get(name));
      if (given.isEmpty()) {
        Optional<Suggestion> near = Suggestion.among(node.contract().publications().keySet(), name);
        throw wrong(
            "the fact `"
                + name
                + "`, which its contract does not have"
                + near.map(n -> "; did it mean `" + n.name() + "`?").orElse(""));
      }
      FactSchema schema = FactSchema.of(given.get().schema()).orElseThrow();
      Json.Obj value = object(json, "the fact `" + name + "`");
      Optional<String> fault = schema.wrong(value);
      if (fault.isPresent())
        throw wrong("the fact `" + name + "` (" + schema.name() + "): " + fault.get());
      for (String path : schema.paths(value)) {
        Path normal = Path.of(path).normalize();
        if (places.stream().noneMatch(normal::startsWith))
          throw wrong(
              "the fact `" + name + "` names `" + path + "`, which the package does not own");
      }
      return new Fact(name, schema.name(), value, node.pkg(), node.version());
    }

    private Json option(String name, Json json) throws ProblemException {
      Optional<Setting> setting = Optional.ofNullable(settings.get(name));
      if (setting.isEmpty())
        throw wrong("a value of the option `" + name + "`, which it does not have");
      OptionType type = setting.get().option().type();
      Optional<Json> value = type.ofJson(json);
      if (value.isEmpty())
        throw wrong("the effective value of `" + name + "` must be " + type.expected());
      return value.get();
    }

    private Diagnostic diagnostic(Json json) throws ProblemException {
      Json.Obj object = object(json, "a diagnostic");
      known(object, List.of("level", "message", "option"), "a diagnostic");
      String level = text(object, "level").orElse("");
      String message = text(object, "message").orElse("");
      if (message.isEmpty()) throw wrong("a diagnostic without `message`");
      Level known =
          switch (level) {
            case "note" -> Level.NOTE;
            case "warning" -> Level.WARNING;
            case "error" -> Level.ERROR;
            default -> throw wrong("`level` of a diagnostic must be note, warning or error");
          };
      Optional<String> option = text(object, "option");
      if (option.isPresent() && !settings.containsKey(option.get()))
        throw wrong("a diagnostic about the option `" + option.get() + "`, which it does not have");
      return new Diagnostic(known, message, option);
    }

    private Optional<String> text(Json.Obj object, String key) throws ProblemException {
      Optional<Json> value = object.get(key);
      if (value.isEmpty()) return Optional.empty();
      if (value.get() instanceof Json.Str text) return Optional.of(text.value());
      throw wrong("`" + key + "` must be a string");
    }

    private Map<String, Json> members(Json.Obj object, String key) throws ProblemException {
      Optional<Json> value = object.get(key);
      return value.isEmpty() ? Map.of() : object(value.get(), "`" + key + "`").members();
    }

    private Json.Obj object(Json json, String what) throws ProblemException {
      if (json instanceof Json.Obj object) return object;
      throw wrong(what + " must be an object");
    }

    private void known(Json.Obj object, List<String> keys, String what) throws ProblemException {
      for (String key : object.members().keySet()) {
        if (!keys.contains(key)) throw wrong(what + " has no member `" + key + "`");
      }
    }
  }
}
