package heddle.rust;

import heddle.cargo.CrateFolder;
import heddle.cargo.CrateSource;
import heddle.cargo.Lock;
import heddle.cargo.LockedPackage;
import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.Unit;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.engine.BuildException;
import heddle.engine.Context;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lock says of the packages of a graph: the plan may come from a trace, and then nobody
 * asked for a package's folder.
 */
final class LockedCrates {
  private LockedCrates() {}

  /**
   * Brings the sources of the packages that are built, and gives their folders: a plan that was
   * kept has asked for none.
   */
  static Map<PackageId, Path> bring(Context c, Workspace workspace, UnitGraph graph)
      throws BuildException, InterruptedException {
    Map<PackageId, Optional<String>> checksums = new HashMap<>();
    for (Lock.Locked locked : c.get(new ReadLock(workspace.lockFile())).packages()) {
      locked
          .source()
          .ifPresent(source ->
              checksums.put(
                  new PackageId(locked.name(), locked.version(), source), locked.checksum()));
    }
    Set<CrateSource> wanted = new LinkedHashSet<>();
    for (Unit unit : graph.units()) {
      PackageId id = unit.pkg().id();
      if (!id.source().isPath()) {
        wanted.add(
            new CrateSource(new LockedPackage(id, checksums.getOrDefault(id, Optional.empty()))));
      }
    }
    List<CrateSource> asked = List.copyOf(wanted);
    List<CrateFolder> folders = c.all(asked);
    Map<PackageId, Path> brought = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      brought.put(asked.get(i).locked().id(), folders.get(i).path());
    }
    return brought;
  }

  /**
   * The checksums of the graph's packages, from the lock: the plan may come from a trace, and then
   * nobody asked for a package's folder.
   */
  static Map<PackageId, String> checksums(Context c, Workspace workspace, UnitGraph graph)
      throws Exception {
    if (graph.units().stream().allMatch(unit -> unit.pkg().id().source().isPath())) return Map.of();
    var checksums = new HashMap<PackageId, String>();
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    for (Lock.Locked each : lock.packages()) {
      each.checksum()
          .ifPresent(sum ->
              each.source()
                  .ifPresent(from ->
                      checksums.put(new PackageId(each.name(), each.version(), from), sum)));
    }
    return checksums;
  }
}
