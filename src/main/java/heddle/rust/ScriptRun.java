package heddle.rust;

import heddle.contract.Fact;
import heddle.contract.Published;
import heddle.text.Json;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A build script's result: what it said, where its OUT_DIR is, the digest of both, which keys those
 * that use it, and what it published, which lies in its OUT_DIR.
 *
 * @param remembered under which key {@link Memory} has it; none where no script ran
 */
record ScriptRun(
    ScriptOutput output,
    Path outDirectory,
    String digest,
    Published published,
    Optional<String> remembered) {
  /** Where the loader is to find the shared libraries that it published. */
  List<String> rpaths() {
    var all = new LinkedHashSet<String>();
    for (Fact fact : published.facts().values()) {
      if (fact.schema().equals("native-library/1")
          && fact.value().get("rpath").orElse(new Json.Nil()) instanceof Json.Arr paths) {
        for (Json each : paths.items()) {
          if (each instanceof Json.Str path) all.add(path.value());
        }
      }
    }
    return List.copyOf(all);
  }
}
