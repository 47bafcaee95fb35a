package heddle.contract;

import heddle.text.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** A value that one package gives to others, checked against its schema, and who gave it. */
public record Fact(String name, String schema, Json.Obj value, String pkg, String version) {
  /** Every path in it, in order. */
  public List<String> paths() {
    return FactSchema.of(schema).orElseThrow().paths(value);
  }

  /** The fact as a context holds it. */
  Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("schema", new Json.Str(schema));
    members.put("from", new Json.Str(pkg + "@" + version));
    members.put("value", value);
    return new Json.Obj(members);
  }
}
