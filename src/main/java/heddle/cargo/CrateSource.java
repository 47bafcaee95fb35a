package heddle.cargo;

import heddle.engine.Intrinsic;

/**
 * Asks for the folder of a registry's or git's package, verified and unpacked; the folder holds the
 * package's Cargo.toml.
 */
public record CrateSource(LockedPackage locked) implements Intrinsic<CrateFolder> {}
