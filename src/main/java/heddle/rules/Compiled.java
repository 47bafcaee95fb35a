package heddle.rules;

import heddle.store.Digest;
import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules ready to be loaded: their classes by binary name, in base 64, and the goals among them.
 *
 * @param replacing whether a rule stands for an intrinsic
 * @param commands the goals that stand for commands, by the command
 * @param before the goals that are laid down before Cargo packages are built
 */
public record Compiled(
    Map<String, String> classes,
    List<Goal> goals,
    boolean replacing,
    Map<String, String> commands,
    List<String> before) {
  /** The class that is generated beside the rules. */
  static final String MAKER = "HeddleGoals";

  public Compiled {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    goals = List.copyOf(goals);
    before = List.copyOf(before);
    commands = Collections.unmodifiableMap(new TreeMap<>(commands));
  }

  public static final Compiled NOTHING =
      new Compiled(Map.of(), List.of(), false, Map.of(), List.of());

  byte[] bytes(String name) {
    return Base64.getDecoder().decode(classes.getOrDefault(name, ""));
  }

  public Optional<Goal> goal(String name) {
    return goals.stream().filter(g -> g.name().equals(name)).findFirst();
  }

  /** Changes with every class. */
  public Digest digest() {
    return Digest.of(encode().getBytes(StandardCharsets.UTF_8));
  }

  String encode() {
    var out = new StringBuilder();
    var json = new JsonWriter(out).beginObject().key("classes").beginObject();
    classes.forEach((name, bytes) -> json.key(name).string(bytes));
    json.endObject().key("commands").beginObject();
    commands.forEach((name, goal) -> json.key(name).string(goal));
    json.endObject().key("before").beginArray();
    before.forEach(json::string);
    json.endArray().key("replacing").bool(replacing).key("goals").beginArray();
    for (Goal goal : goals) {
      json.beginArray().string(goal.name()).string(goal.type()).string(goal.doc());
      for (var each : goal.parameters()) {
        json.string(each.name()).string(each.kind().name()).string(each.type()).string(each.doc());
      }
      json.endArray();
    }
    json.endArray().endObject();
    return out.toString();
  }

  static Compiled decode(String text) throws ProblemException {
    if (!(Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj all)
        || !(all.get("classes").orElseThrow() instanceof Json.Obj classes)
        || !(all.get("commands").orElseThrow() instanceof Json.Obj commands)
        || !(all.get("before").orElseThrow() instanceof Json.Arr before)
        || !(all.get("goals").orElseThrow() instanceof Json.Arr goals)
        || !(all.get("replacing").orElseThrow() instanceof Json.Bool replacing)) {
      throw new IllegalArgumentException("compiled rules of another form");
    }
    var bytes = new TreeMap<String, String>();
    classes.members().forEach((name, value) -> bytes.put(name, text(value)));
    var list = new ArrayList<Goal>();
    for (Json each : goals.items()) list.add(goal((Json.Arr) each));
    var named = new TreeMap<String, String>();
    commands.members().forEach((name, value) -> named.put(name, text(value)));
    return new Compiled(
        bytes,
        list,
        replacing.value(),
        named,
        before.items().stream().map(Compiled::text).toList());
  }

  private static Goal goal(Json.Arr fields) {
    var words = fields.items().stream().map(Compiled::text).toList();
    var parameters = new ArrayList<Goal.Parameter>();
    for (int i = 3; i < words.size(); i += 4) {
      parameters.add(
          new Goal.Parameter(
              words.get(i),
              Goal.Kind.valueOf(words.get(i + 1)),
              words.get(i + 2),
              words.get(i + 3)));
    }
    return new Goal(words.get(0), words.get(1), words.get(2), parameters);
  }

  private static String text(Json value) {
    return ((Json.Str) value).value();
  }
}
