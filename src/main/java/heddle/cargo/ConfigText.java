package heddle.cargo;

import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The merged configuration, or one key of it, as {@code cargo config get} prints it. Source of the
 * forms: cargo's {@code ops/cargo_config.rs}.
 *
 * @param origins whether TOML says where each value stands
 */
public record ConfigText(Config config, boolean origins) {
  /** Lines for standard output, and for standard error. */
  public record Lines(List<String> out, List<String> err) {}

  public Lines toml(String key) throws ProblemException {
    List<String> parts = parts(key);
    ConfigValue value = value(key, parts);
    var out = new ArrayList<String>();
    toml(parts, value, out);
    List<String> variables = variables(parts, value);
    if (!variables.isEmpty()) {
      out.add("# The following environment variables may affect the loaded values.");
      variables.forEach(each -> out.add("# " + each));
    }
    return new Lines(out, List.of());
  }

  /** What each place says by itself: the command line, the variables, the files. */
  public Lines unmerged(List<ConfigValue.Table> places, String key) throws ProblemException {
    List<String> parts = parts(key);
    var out = new ArrayList<String>();
    for (ConfigValue.Table place : places) {
      if (!(place.origin() instanceof Origin.CommandLine)) continue;
      place(place, parts, out);
    }
    String start = Config.variable(parts.toArray(String[]::new));
    var set = new ArrayList<String>();
    config
        .environment()
        .forEach((name, text) -> {
          if (name.startsWith(start)) set.add("# " + name + "=" + forShell(text));
        });
    if (!set.isEmpty()) {
      out.add("# Environment variables");
      out.addAll(set);
      out.add("");
    }
    for (ConfigValue.Table place : places) {
      if (!(place.origin() instanceof Origin.CommandLine)) place(place, parts, out);
    }
    return new Lines(out, List.of());
  }

  private void place(ConfigValue.Table place, List<String> key, List<String> out)
      throws ProblemException {
    ConfigValue at = place;
    for (int i = 0; i < key.size(); i++) {
      if (!(at instanceof ConfigValue.Table table))
        throw Config.problem(
            at.origin(),
            "expected table for configuration key `"
                + String.join(".", key.subList(0, i))
                + "`, but found "
                + at.kind());
      ConfigValue next = table.entries().get(key.get(i));
      if (next == null) return;
      at = next;
    }
    if (at instanceof ConfigValue.Table table && table.entries().isEmpty()) return;
    out.add("# " + place.origin());
    toml(key, at, out);
    out.add("");
  }

  /** {@code nested}: within the objects of its key. */
  public Lines json(String key, boolean nested) throws ProblemException {
    List<String> parts = parts(key);
    ConfigValue value = value(key, parts);
    var text = new StringBuilder();
    var json = new JsonWriter(text);
    int depth = nested ? parts.size() : 0;
    for (int i = 0; i < depth; i++) json.beginObject().key(parts.get(i));
    json(json, value);
    for (int i = 0; i < depth; i++) json.endObject();
    var err = new ArrayList<String>();
    List<String> variables = variables(parts, value);
    if (!variables.isEmpty()) {
      err.add("note: The following environment variables may affect the loaded values.");
      err.addAll(variables);
    }
    return new Lines(List.of(text.toString()), err);
  }

  private ConfigValue value(String key, List<String> parts) throws ProblemException {
    if (parts.isEmpty()) return config.values();
    Optional<ConfigValue> value = config.any(parts.toArray(String[]::new));
    return value.orElseThrow(
        () -> new ProblemException(Problem.of("config value `" + key + "` is not set")));
  }

  private void toml(List<String> key, ConfigValue value, List<String> out) {
    switch (value) {
      case ConfigValue.Table table ->
          new TreeMap<>(table.entries())
              .forEach((name, each) -> {
                var below = new ArrayList<>(key);
                below.add(name);
                toml(below, each, out);
              });
      case ConfigValue.Items list when origins -> {
        out.add(shown(key) + " = [");
        list.items().forEach(each -> out.add("    " + inline(each) + ", # " + each.origin()));
        out.add("]");
      }
      default ->
          out.add(shown(key) + " = " + inline(value) + (origins ? " # " + value.origin() : ""));
    }
  }

  private static String inline(ConfigValue value) {
    return switch (value) {
      case ConfigValue.Text(String text, Origin _) -> quoted(text);
      case ConfigValue.Whole(long number, Origin _) -> Long.toString(number);
      case ConfigValue.Flag(boolean flag, Origin _) -> Boolean.toString(flag);
      case ConfigValue.Items(List<ConfigValue> items, Origin _) ->
          "[" + String.join(", ", items.stream().map(ConfigText::inline).toList()) + "]";
      case ConfigValue.Table table -> {
        var words = new ArrayList<String>();
        new TreeMap<>(table.entries())
            .forEach((name, each) -> words.add(shown(List.of(name)) + " = " + inline(each)));
        yield words.isEmpty() ? "{}" : "{ " + String.join(", ", words) + " }";
      }
    };
  }

  private static void json(JsonWriter json, ConfigValue value) {
    switch (value) {
      case ConfigValue.Text(String text, Origin _) -> json.string(text);
      case ConfigValue.Whole(long number, Origin _) -> json.number(number);
      case ConfigValue.Flag(boolean flag, Origin _) -> json.bool(flag);
      case ConfigValue.Items(List<ConfigValue> items, Origin _) -> {
        json.beginArray();
        items.forEach(each -> json(json, each));
        json.endArray();
      }
      case ConfigValue.Table table -> {
        json.beginObject();
        new TreeMap<>(table.entries())
            .forEach((name, each) -> {
              json.key(name);
              json(json, each);
            });
        json.endObject();
      }
    }
  }

  /** Variables that may change a table; of a single value they have been looked at. */
  private List<String> variables(List<String> key, ConfigValue value) {
    if (!(value instanceof ConfigValue.Table)) return List.of();
    String start = Config.variable(key.toArray(String[]::new)) + "_";
    var found = new ArrayList<String>();
    config
        .environment()
        .forEach((name, text) -> {
          if (name.startsWith(start)) found.add(name + "=" + forShell(text));
        });
    return found;
  }

  private static String forShell(String text) {
    boolean plain = !text.isEmpty() && text.matches("[A-Za-z0-9_=/,.+-]*");
    return plain ? text : "'" + text.replace("'", "'\\''").replace("!", "'\\!'") + "'";
  }

  /** The parts of a dotted key, of which each may stand in quotes. */
  private static List<String> parts(String key) throws ProblemException {
    var parts = new ArrayList<String>();
    int at = 0;
    while (at < key.length()) {
      char first = key.charAt(at);
      boolean quoted = first == '"' || first == '\'';
      int end = quoted ? key.indexOf(first, at + 1) : key.indexOf('.', at);
      if (end < 0 && quoted) throw new ProblemException(Problem.of("`" + key + "` is not a key"));
      if (end < 0) end = key.length();
      parts.add(key.substring(quoted ? at + 1 : at, end));
      at = quoted ? end + 1 : end;
      if (at < key.length() && key.charAt(at) != '.') {
        throw new ProblemException(Problem.of("`" + key + "` is not a key"));
      }
      at++;
    }
    return parts;
  }

  private static String shown(List<String> key) {
    return String.join(
        ".",
        key.stream().map(part -> part.matches("[A-Za-z0-9_-]+") ? part : quoted(part)).toList());
  }

  /** As TOML's writers choose: a literal where it needs no escapes. */
  private static String quoted(String text) {
    boolean escapes = text.chars().anyMatch(c -> c == '"' || c == '\\');
    boolean literal = text.chars().noneMatch(c -> c == '\'' || (c < ' ' && c != '\t') || c == 127);
    if (escapes && literal) return "'" + text + "'";
    var out = new StringBuilder();
    new JsonWriter(out).string(text);
    return out.toString();
  }
}
