package heddle.rust;

import heddle.contract.Fact;
import heddle.contract.Published;
import heddle.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a script gave: what it published, and what cargo's own channels carry of a package with
 * {@code links}. By name and schema.
 */
final class GivenFacts {
  private GivenFacts() {}

  static Map<String, Json> of(Optional<String> links, ScriptOutput output, Published published) {
    var all = new LinkedHashMap<String, Json>();
    for (Fact each : published.facts().values())
      all.put(each.name() + " " + each.schema(), each.value());
    if (links.isPresent()) {
      all.put(links.get() + " cargo-links/1", Bridge.metadata(output));
      Bridge.library(output).ifPresent(value -> all.put(links.get() + " native-library/1", value));
    }
    return all;
  }
}
