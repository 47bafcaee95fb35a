package heddle.cli;

import heddle.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON that commands print, put together in the order of its members. */
final class JsonForm {
  private JsonForm() {}

  @SafeVarargs
  static Json.Obj object(Map.Entry<String, ? extends Json>... members) {
    var all = new LinkedHashMap<String, Json>();
    for (var each : members) all.put(each.getKey(), each.getValue());
    return new Json.Obj(all);
  }

  static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().map(text -> (Json) new Json.Str(text)).toList());
  }
}
