package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.DependencyKind;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import java.util.List;
import java.util.Objects;

/**
 * A dependency as the resolver sees it: what is wanted, of where, and whether the lock has fixed
 * it. Two that want the same are equal, wherever they are written; the hash is kept, for searches
 * ask for it often.
 */
final class Wanted {
  private final String name;
  private final String key;
  private final Requirement requirement;
  private final SourceId source;
  private final DependencyKind kind;
  private final String condition;
  private final boolean optional;
  private final boolean defaultFeatures;
  private final List<String> features;
  private final int hash;

  /** {@code features} may not change any more. */
  Wanted(
      String name,
      String key,
      Requirement requirement,
      SourceId source,
      DependencyKind kind,
      String condition,
      boolean optional,
      boolean defaultFeatures,
      List<String> features) {
    this.name = name;
    this.key = key;
    this.requirement = requirement;
    this.source = source;
    this.kind = kind;
    this.condition = condition;
    this.optional = optional;
    this.defaultFeatures = defaultFeatures;
    this.features = List.copyOf(features);
    this.hash = Objects.hash(name, key, requirement, kind, condition, optional, this.features);
  }

  static Wanted of(Dependency dependency) {
    boolean any =
        dependency.requirement().comparators().isEmpty() && !dependency.source().isRegistry();
    return new Wanted(
        dependency.packageName(),
        dependency.nameInToml(),
        any ? Requirement.ofAny() : Requirement.of(dependency.requirement()),
        dependency.source(),
        dependency.kind(),
        dependency.condition().map(Object::toString).orElse(""),
        dependency.optional(),
        dependency.defaultFeatures(),
        dependency.features());
  }

  /** The package's name. */
  String name() {
    return name;
  }

  /** The name in the manifest. */
  String key() {
    return key;
  }

  Requirement requirement() {
    return requirement;
  }

  SourceId source() {
    return source;
  }

  DependencyKind kind() {
    return kind;
  }

  /** For which targets, as text; empty for all. */
  String condition() {
    return condition;
  }

  boolean optional() {
    return optional;
  }

  boolean defaultFeatures() {
    return defaultFeatures;
  }

  List<String> features() {
    return features;
  }

  boolean isTransitive() {
    return kind != DependencyKind.DEVELOPMENT;
  }

  boolean isLocked() {
    return requirement.locked();
  }

  boolean matches(PackageId id) {
    return matchesIgnoringSource(id) && source.equals(id.source());
  }

  boolean matchesIgnoringSource(PackageId id) {
    return name.equals(id.name()) && requirement.matches(id.version());
  }

  /** Fixed to this package, the commit of its source included. */
  Wanted lockedTo(PackageId id) {
    return with(requirement.lockedTo(id.version()), id.source());
  }

  Wanted lockedTo(Version version) {
    return with(requirement.lockedTo(version), source);
  }

  Wanted with(Requirement other) {
    return with(other, source);
  }

  Wanted from(SourceId other) {
    return with(requirement, other);
  }

  private Wanted with(Requirement other, SourceId from) {
    return new Wanted(name, key, other, from, kind, condition, optional, defaultFeatures, features);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Wanted w
            && hash == w.hash
            && name.equals(w.name)
            && key.equals(w.key)
            && requirement.equals(w.requirement)
            && kind == w.kind
            && condition.equals(w.condition)
            && optional == w.optional
            && defaultFeatures == w.defaultFeatures
            && features.equals(w.features)
            && source.equals(w.source)
            && source.precise().equals(w.source.precise()));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name + " = \"" + requirement + "\"";
  }
}
