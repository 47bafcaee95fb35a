package heddle.platform.binary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a reader has found so far; only a reader and its helpers see it. */
final class Draft {
  final Map<Facet, String> facets = new EnumMap<>(Facet.class);
  final List<String> needed = new ArrayList<>();
  final Map<String, String> versions = new LinkedHashMap<>();
  final Set<String> producers = new LinkedHashSet<>();
  final Set<String> notes = new LinkedHashSet<>();
  String soname = "";

  /** Whether the file says of itself that it is a program, though it may lie anywhere in memory. */
  boolean program;

  void version(String interfaceName, String version) {
    versions.merge(interfaceName, version, Versions::max);
  }

  Artifact artifact(String name, String kind) {
    return new Artifact(
        name,
        kind,
        new Abi(facets),
        soname,
        needed,
        versions,
        List.copyOf(producers),
        List.copyOf(notes));
  }
}
