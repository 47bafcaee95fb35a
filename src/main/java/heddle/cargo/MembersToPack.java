package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a workspace that are to be packaged, each behind those that it needs. Source of
 * the rule: {@code local_deps} of cargo's {@code ops/cargo_package/mod.rs}.
 */
public record MembersToPack(Path manifest, Task<Config> config, BuildRequest request)
    implements Task<List<Package>> {
  @Override
  public List<Package> run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    SelectedPackages selected = SelectedPackages.of(request.packages(), workspace);
    List<PackageId> ids = selected.among(workspace.members().stream().map(Package::id).toList());
    MemberFeatures.of(workspace, selected.specs(), request);
    var members = new ArrayList<Package>();
    for (PackageId id : ids) {
      workspace.members().stream()
          .filter(m -> m.id().equals(id))
          .findFirst()
          .ifPresent(members::add);
    }
    Set<Package> sorted = new LinkedHashSet<>();
    Set<Package> seen = new LinkedHashSet<>();
    for (Package each : members) visit(each, members, seen, sorted);
    return List.copyOf(sorted);
  }

  private static void visit(
      Package pkg, List<Package> members, Set<Package> seen, Set<Package> sorted) {
    if (!seen.add(pkg)) return;
    for (Package other : members) {
      if (pkg.manifest().dependencies().stream().anyMatch(d -> needs(d, other))) {
        visit(other, members, seen, sorted);
      }
    }
    sorted.add(pkg);
  }

  /** Development dependencies without a version are no part of what is published. */
  private static boolean needs(Dependency dependency, Package other) {
    return dependency.source().isPath()
        && dependency.source().equals(other.id().source())
        && (dependency.isTransitive() || !dependency.requirement().equals(VersionReq.ANY));
  }
}
