package heddle.contract;

import heddle.text.Json;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the last run of a package's build script turned out to watch, give and want. It is told to
 * people; no key holds it.
 *
 * @param watched variables that it named by {@code rerun-if-env-changed}
 * @param facts what it published, or gave by cargo's own channels
 * @param effective values of options in effect, where they are others than those asked for
 * @param wants the permissions that its failure asks for, as {@code allow} has them; none after a
 *     success
 */
public record ScriptReport(
    List<String> watched,
    Map<String, Json> facts,
    Map<String, Json> effective,
    List<String> wants) {
  public static final ScriptReport NOTHING =
      new ScriptReport(List.of(), Map.of(), Map.of(), List.of());

  public ScriptReport {
    watched = List.copyOf(watched);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    effective = Collections.unmodifiableMap(new LinkedHashMap<>(effective));
    wants = List.copyOf(wants);
  }

  public byte[] encode() {
    var members = new LinkedHashMap<String, Json>();
    members.put("watched", texts(watched));
    members.put("facts", new Json.Obj(facts));
    members.put("effective", new Json.Obj(effective));
    members.put("wants", texts(wants));
    return new Json.Obj(members).compact().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #encode} wrote; empty if it is anything else. */
  public static Optional<ScriptReport> decode(byte[] bytes) {
    try {
      if (!(Json.parse(bytes) instanceof Json.Obj root)) return Optional.empty();
      return Optional.of(
          new ScriptReport(
              texts(root, "watched"),
              members(root, "facts"),
              members(root, "effective"),
              texts(root, "wants")));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().map(text -> (Json) new Json.Str(text)).toList());
  }

  private static List<String> texts(Json.Obj root, String key) {
    var all = new ArrayList<String>();
    if (root.get(key).isPresent() && root.get(key).get() instanceof Json.Arr array) {
      for (Json each : array.items()) {
        if (each instanceof Json.Str text) all.add(text.value());
      }
    }
    return all;
  }

  private static Map<String, Json> members(Json.Obj root, String key) {
    return root.get(key).isPresent() && root.get(key).get() instanceof Json.Obj object
        ? object.members()
        : Map.of();
  }
}
