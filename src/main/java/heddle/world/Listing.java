package heddle.world;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The names in a directory with what each leads to, sorted by name. */
public record Listing(Map<String, Kind> entries) {
  public Listing {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }
}
