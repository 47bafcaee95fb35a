package heddle.rust;

import heddle.cargo.Version;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What compiling needs to know of a package. {@code stableName} tells it from all others of the
 * build and holds no path of this machine; {@code content} is the identity of its files where they
 * cannot change (a registry's checksum, a git commit), else empty.
 */
record CratePackage(
    String name,
    String version,
    String specification,
    String stableName,
    Origin origin,
    Optional<String> content,
    boolean member,
    boolean primary,
    Path root,
    Path manifest,
    Map<String, String> variables,
    List<String> declaredFeatures,
    List<String> lintFlags,
    Optional<String> links,
    Optional<String> rustVersion,
    boolean hasLibrary,
    ScriptedPackage scripted) {
  /** The order of cargo's package ids, in which what scripts give to linkers stands. */
  static final Comparator<CratePackage> BY_IDENTITY =
      Comparator.comparing(CratePackage::name)
          .thenComparing(CratePackage::ordered)
          .thenComparing(CratePackage::stableName);

  /** Where a package comes from; only those of {@link #PATH} can change between builds. */
  enum Origin {
    PATH,
    GIT,
    REGISTRY
  }

  CratePackage {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    declaredFeatures = List.copyOf(declaredFeatures);
    lintFlags = List.copyOf(lintFlags);
  }

  /** The version, as versions are compared: 10.0.0 comes after 9.0.0. */
  private Version ordered() {
    try {
      return Version.parse(version);
    } catch (ProblemException x) {
      throw new IllegalStateException(x); // it was one before it was text
    }
  }

  boolean local() {
    return origin == Origin.PATH;
  }

  /** As cargo shows a package: {@code name v1.0.0}. */
  String description() {
    return name + " v" + version;
  }
}
