package heddle.cargo;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The platforms of a build: those asked for (the host alone where none is named), and the facts and
 * the {@code links} overrides of each of them and of the host. While the graph is made, what is
 * built for the host by request stands under the host's triple, apart from what must run there.
 */
record Platforms(
    List<Platform> requested,
    Map<Platform, TargetFacts> facts,
    Map<Platform, Set<String>> linksOverrides) {
  Platforms {
    requested = List.copyOf(requested);
    facts = Map.copyOf(facts);
    linksOverrides = Map.copyOf(linksOverrides);
  }

  Platform hostByName() {
    return new Platform.Target(host().triple());
  }

  TargetFacts host() {
    return factsOf(Platform.host());
  }

  /** Whether something is built for the host because no target was named. */
  boolean forHost() {
    return requested.contains(Platform.host());
  }

  TargetFacts factsOf(Platform platform) {
    TargetFacts known = facts.get(platform);
    if (known != null) {
      return known;
    }
    if (forHost() && platform.equals(hostByName())) {
      return host();
    }
    throw new IllegalStateException("no facts of " + platform);
  }

  /** Whether a build script of this {@code links} key is replaced by the config. */
  boolean overrides(Platform platform, String links) {
    Platform known = !facts.containsKey(platform) && forHost() ? Platform.host() : platform;
    return linksOverrides.getOrDefault(known, Set.of()).contains(links);
  }

  /** Whether the dependency counts on the platform. */
  boolean active(Dependency dependency, Platform platform) {
    if (dependency.condition().isEmpty()) {
      return true;
    }
    TargetFacts f = factsOf(platform);
    return dependency.condition().get().matches(f.triple(), f.cfgs());
  }
}
