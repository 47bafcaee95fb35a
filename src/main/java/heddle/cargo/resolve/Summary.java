package heddle.cargo.resolve;

import heddle.cargo.FeatureValue;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.VersionReq;
import heddle.text.ProblemException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the resolver must know of a package: its dependencies in the order of its manifest or index
 * entry, its features by name with the implicit ones, its checksum, what it links, and which
 * versions of Rust it is for.
 */
public record Summary(
    PackageId id,
    List<Wanted> dependencies,
    Map<String, List<FeatureValue>> features,
    Optional<String> checksum,
    Optional<String> links,
    Optional<VersionReq> rust) {
  public Summary {
    dependencies = List.copyOf(dependencies);
    features = Collections.unmodifiableMap(new TreeMap<>(features));
  }

  /** Of a package whose manifest was read. */
  public static Summary of(Package pkg) throws ProblemException {
    Optional<String> rust = pkg.manifest().about().rustVersion();
    return new Summary(
        pkg.id(),
        pkg.manifest().dependencies().stream().map(Wanted::of).toList(),
        pkg.manifest().features(),
        Optional.empty(),
        pkg.manifest().links(),
        rust.isPresent() ? Optional.of(VersionReq.parse("^" + rust.get())) : Optional.empty());
  }

  /** With the checksum of the archive that the package came from. */
  public Summary withChecksum(Optional<String> sum) {
    return new Summary(id, dependencies, features, sum, links, rust);
  }

  Summary with(PackageId other, UnaryOperator<Wanted> change) {
    return new Summary(
        other, dependencies.stream().map(change).toList(), features, checksum, links, rust);
  }
}
