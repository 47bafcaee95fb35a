package heddle.cargo;

/**
 * What a unit is for, handed down from the roots and sticky: host, that it runs while building (so
 * that it gets the build override's profile); host features, that it gets the features of what runs
 * while building (a build script does not: it gets those of the package it serves); unwind, that it
 * must not abort on panic; root, the platform of the root above it, which only tells edges apart
 * (two build scripts may be joined twice by it). Source of the rule: {@code UnitFor} of cargo's
 * {@code core/profiles.rs}.
 */
record UnitFor(boolean host, boolean hostFeatures, boolean unwind, Platform root) {
  static UnitFor normal(Platform root) {
    return new UnitFor(false, false, false, root);
  }

  /** Tests, and all below them: with the host's kind of features only if the root is a macro. */
  static UnitFor test(Platform root) {
    return new UnitFor(false, false, true, root);
  }

  static UnitFor macro(Platform root) {
    return new UnitFor(true, true, true, root);
  }

  UnitFor below(CargoTarget parent, CargoTarget dependency) {
    return new UnitFor(
        host || dependency.forHost(),
        hostFeatures || parent.isCustomBuild() || dependency.procMacro(),
        unwind || dependency.forHost(),
        root);
  }

  UnitFor script() {
    return new UnitFor(true, hostFeatures, true, root);
  }
}
