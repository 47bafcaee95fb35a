package heddle.cargo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What planning takes from the configuration: profile tables, whether all units are compiled
 * incrementally or none, and the indexes of named registries (the form of {@link
 * SourceId#registry}).
 */
record PlanSettings(
    Map<String, ProfileTable> profiles,
    Optional<Boolean> incremental,
    Map<String, SourceId> registries) {
  PlanSettings {
    profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    registries = Collections.unmodifiableMap(new LinkedHashMap<>(registries));
  }
}
