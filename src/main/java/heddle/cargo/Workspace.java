package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workspace: the packages cargo builds together, under one root manifest. Members and default
 * members are in cargo's order; current is the package of the manifest that was asked for, unless
 * that one is virtual. {@code pathPackages} are the packages of path dependencies of members that
 * are no members, by directory. The lock file lies beside the root manifest, unless {@code
 * -Zlockfile-path} lets the configuration say where.
 */
public record Workspace(
    Path rootManifest,
    Path lockFile,
    Optional<Package> current,
    List<Package> members,
    List<Package> defaultMembers,
    Map<Path, Package> pathPackages,
    ResolverVersion resolver,
    RootTables tables,
    Optional<Toml> metadata,
    List<Problem> warnings) {
  public Workspace {
    members = List.copyOf(members);
    defaultMembers = List.copyOf(defaultMembers);
    pathPackages = Collections.unmodifiableMap(new LinkedHashMap<>(pathPackages));
    warnings = List.copyOf(warnings);
  }

  /** The directory of the root manifest. */
  public Path root() {
    Path parent = rootManifest.getParent();
    return parent == null ? rootManifest : parent;
  }

  /** Refuses what is wrong of a member only where something is built: a target without a file. */
  void checkFaults() throws ProblemException {
    for (Package member : members) {
      if (!member.manifest().faults().isEmpty()) {
        throw new ProblemException(member.manifest().faults());
      }
    }
  }

  public boolean isMember(PackageId id) {
    return members.stream().anyMatch(m -> m.id().equals(id));
  }
}
