package heddle.cargo;

import heddle.text.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second phase of the graph: from the leaves up, units for the host by request and units that
 * run there become one where they and all below them are equal; debug information and strip of each
 * are settled on the way. Source of the rule: {@code rebuild_unit_graph_shared} of cargo's {@code
 * ops/cargo_compile/mod.rs}.
 */
final class SharedGraph {
  private final DraftGraph draft;
  private final Resolution resolution;
  private final Platforms platforms;
  private final UnitTable table = new UnitTable();
  private final List<List<UnitDep>> edges = new ArrayList<>();
  private final List<Boolean> forHost = new ArrayList<>();
  private final int[] done;

  SharedGraph(DraftGraph draft, Resolution resolution, Platforms platforms) {
    this.draft = draft;
    this.resolution = resolution;
    this.platforms = platforms;
    this.done = new int[draft.table().size()];
    Arrays.fill(done, -1);
  }

  UnitGraph share(List<Integer> draftRoots, List<Problem> notices) {
    var roots = new ArrayList<Integer>(draftRoots.size());
    for (int root : draftRoots) {
      roots.add(share(root, false));
    }
    Map<Integer, Package> packages = new HashMap<>();
    var units = new ArrayList<Unit>(table.size());
    for (int i = 0; i < table.size(); i++) {
      UnitTable.Draft d = table.draft(i);
      units.add(
          new Unit(
              packages.computeIfAbsent(d.pkg(), resolution::pkg),
              d.target(),
              d.profile(),
              d.platform(),
              d.mode(),
              d.features(),
              edges.get(i),
              forHost.get(i)));
    }
    return new UnitGraph(units, roots, notices);
  }

  private int share(int unit, boolean host) {
    if (done[unit] >= 0) {
      return done[unit];
    }
    UnitTable.Draft d = draft.table().draft(unit);
    List<DraftGraph.Edge> old = draft.edges(unit);
    var below = new ArrayList<Integer>(old.size());
    var deps = new ArrayList<UnitDep>(old.size());
    boolean debugBelow = false;
    for (DraftGraph.Edge edge : old) {
      int to = share(edge.unit(), edge.unitFor().host());
      below.add(to);
      deps.add(new UnitDep(to, edge.crateName(), false, false));
      debugBelow |= table.draft(to).profile().debuginfo().isOn();
    }
    Profile profile = settled(d, host, debugBelow);
    boolean byRequest = platforms.forHost() && d.platform().equals(platforms.hostByName());
    Platform platform = byRequest ? Platform.host() : d.platform();
    int shared =
        table.intern(
            new UnitTable.Draft(d.pkg(), d.target(), profile, platform, d.mode(), d.features()),
            below);
    if (shared == edges.size()) {
      edges.add(deps);
      forHost.add(host || d.target().forHost());
    } else if (!host && !d.target().forHost()) {
      forHost.set(shared, false);
    }
    done[unit] = shared;
    return shared;
  }

  private Profile settled(UnitTable.Draft d, boolean host, boolean debugBelow) {
    Profile profile = d.profile();
    if (profile.strip().deferred() && !profile.debuginfo().isOn() && !debugBelow) {
      // Nothing here has debug information: what the standard library brings is dropped.
      profile =
          profile.with(profile.debuginfo(), new Profile.Strip(Optional.of("debuginfo"), false));
    }
    if (host && platforms.forHost() && profile.debuginfo().deferred()) {
      Profile kept =
          profile.with(new Profile.DebugInfo(profile.debuginfo().level(), false), profile.strip());
      var probe =
          new UnitTable.Draft(
              d.pkg(), d.target(), kept, platforms.hostByName(), d.mode(), d.features());
      boolean wanted = draft.table().find(probe, List.of()).filter(draft::contains).isPresent();
      profile =
          wanted
              ? kept
              : profile.with(new Profile.DebugInfo(Profile.Debug.NONE, false), profile.strip());
    }
    return profile;
  }
}
