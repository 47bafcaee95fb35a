package heddle.rust;

import heddle.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts from what a script that knows nothing of Heddle said in cargo's words: {@code
 * cargo-links/1} from its metadata, {@code native-library/1} from {@code rustc-link-lib} and {@code
 * rustc-link-search}.
 */
final class Bridge {
  private Bridge() {}

  /** The metadata; of a repeated key the last value counts. */
  static Json.Obj metadata(ScriptOutput output) {
    var members = new LinkedHashMap<String, Json>();
    output.metadata().forEach(each -> members.put(each.getKey(), new Json.Str(each.getValue())));
    return new Json.Obj(Map.of("metadata", new Json.Obj(members)));
  }

  /** The libraries it links; empty if there are none. */
  static Optional<Json.Obj> library(ScriptOutput output) {
    if (output.libraries().isEmpty()) return Optional.empty();
    var names = new LinkedHashSet<String>();
    boolean fixed = true;
    for (String each : output.libraries()) {
      int equals = each.indexOf('=');
      String kind = equals < 0 ? "" : each.substring(0, equals);
      if (kind.startsWith("framework")) continue;
      fixed &= kind.startsWith("static");
      String name = each.substring(equals + 1);
      int colon = name.indexOf(':');
      names.add(colon < 0 ? name : name.substring(0, colon));
    }
    var directories = new LinkedHashSet<String>();
    for (String each : output.searchPaths()) {
      String directory = ScriptOutput.directoryOf(each);
      if (directory.startsWith("/")) directories.add(directory);
    }
    var members = new LinkedHashMap<String, Json>();
    members.put("libraries", texts(names));
    members.put("kind", new Json.Str(fixed ? "static" : "dynamic"));
    members.put("search", texts(directories));
    var include = new LinkedHashSet<String>();
    for (var each : output.metadata()) {
      if (!each.getKey().equals("include")) continue;
      for (String directory : each.getValue().split(":", -1)) {
        if (directory.startsWith("/")) include.add(directory);
      }
    }
    if (!include.isEmpty()) members.put("include", texts(include));
    return Optional.of(new Json.Obj(members));
  }

  private static Json texts(Iterable<String> texts) {
    List<Json> all = new ArrayList<>();
    texts.forEach(text -> all.add(new Json.Str(text)));
    return new Json.Arr(all);
  }
}
