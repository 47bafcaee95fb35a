package heddle.rules;

import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link Compiled} as the text of a trace, in JSON. */
final class CompiledText {
  private CompiledText() {}

  static String encode(Compiled rules) {
    var out = new StringBuilder();
    var json = new JsonWriter(out).beginObject();
    map(json, "classes", rules.classes());
    map(json, "sources", rules.sources());
    map(json, "origins", rules.origins());
    map(json, "others", rules.others());
    map(json, "commands", rules.commands());
    json.key("before").strings(rules.before());
    json.key("salt").string(rules.salt());
    json.key("goals").beginArray();
    for (Goal goal : rules.goals()) {
      json.beginArray().string(goal.name()).string(goal.type()).string(goal.doc());
      for (var each : goal.parameters()) {
        json.beginArray().string(each.name()).string(each.kind().name());
        json.string(each.count().name()).string(each.type()).string(each.doc());
        each.choices().forEach(json::string);
        json.endArray();
      }
      json.endArray();
    }
    json.endArray().endObject();
    return out.toString();
  }

  private static void map(JsonWriter json, String key, Map<String, String> map) {
    json.key(key).beginObject();
    map.forEach((name, value) -> json.key(name).string(value));
    json.endObject();
  }

  /** The rules of the text; an exception says that it is of another form. */
  static Compiled decode(String text) throws ProblemException {
    var all = (Json.Obj) Json.parse(text.getBytes(StandardCharsets.UTF_8));
    var goals = new ArrayList<Goal>();
    for (Json each : items(all, "goals")) goals.add(goal(((Json.Arr) each).items()));
    return new Compiled(
        map(all, "classes"),
        map(all, "sources"),
        map(all, "origins"),
        goals,
        map(all, "others"),
        text(all.get("salt").orElseThrow()),
        map(all, "commands"),
        items(all, "before").stream().map(CompiledText::text).toList());
  }

  private static List<Json> items(Json.Obj all, String key) {
    return ((Json.Arr) all.get(key).orElseThrow()).items();
  }

  private static Map<String, String> map(Json.Obj all, String key) {
    var map = new TreeMap<String, String>();
    ((Json.Obj) all.get(key).orElseThrow())
        .members()
        .forEach((name, value) -> map.put(name, text(value)));
    return map;
  }

  private static Goal goal(List<Json> items) {
    var parameters = new ArrayList<Goal.Parameter>();
    for (Json each : items.subList(3, items.size())) {
      var words = ((Json.Arr) each).items().stream().map(CompiledText::text).toList();
      parameters.add(
          new Goal.Parameter(
              words.get(0),
              Goal.Kind.valueOf(words.get(1)),
              Goal.Count.valueOf(words.get(2)),
              words.get(3),
              words.subList(5, words.size()),
              words.get(4)));
    }
    return new Goal(text(items.get(0)), text(items.get(1)), text(items.get(2)), parameters);
  }

  private static String text(Json value) {
    return ((Json.Str) value).value();
  }
}
