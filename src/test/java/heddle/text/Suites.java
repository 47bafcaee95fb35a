package heddle.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the JSON lines of the public suites in the test resources. */
record Suites() {
  static List<Json.Obj> lines(String resource) throws IOException, ProblemException {
    try (var in = Suites.class.getResourceAsStream(resource)) {
      var lines = new ArrayList<Json.Obj>();
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        lines.add((Json.Obj) Json.parse(new Source(resource, line)));
      }
      return lines;
    }
  }

  static String string(Json.Obj object, String key) {
    return ((Json.Str) object.get(key).orElseThrow()).value();
  }
}
