package heddle.cargo.resolve;

import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import java.util.Optional;

/**
 * Which versions will do: a range, or exactly one version out of it, either because the lock has it
 * (locked) or because it was asked for (precise). Build metadata does not count for an exact one.
 */
record Requirement(VersionReq range, Optional<Version> exact, boolean locked, boolean any) {

  static Requirement of(VersionReq range) {
    return new Requirement(range, Optional.empty(), false, false);
  }

  /** Of a dependency without a version: pre-releases will do, too, other than for {@code *}. */
  static Requirement ofAny() {
    return new Requirement(VersionReq.ANY, Optional.empty(), false, true);
  }

  Requirement lockedTo(Version version) {
    return new Requirement(range, Optional.of(version), true, any);
  }

  Requirement precise(Version version) {
    return new Requirement(range, Optional.of(version), false, any);
  }

  boolean matches(Version version) {
    if (exact.isEmpty()) {
      return any || range.matches(version);
    }
    Version wanted = exact.get();
    return wanted.major() == version.major()
        && wanted.minor() == version.minor()
        && wanted.patch() == version.patch()
        && wanted.pre().equals(version.pre());
  }

  @Override
  public String toString() {
    return exact.map(version -> "=" + version).orElseGet(range::toString);
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof Requirement that
        && locked == that.locked
        && any == that.any
        && range.equals(that.range)
        && exact.equals(that.exact);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * range.hashCode() + exact.hashCode()) + Boolean.hashCode(locked))
        + Boolean.hashCode(any);
  }
}
