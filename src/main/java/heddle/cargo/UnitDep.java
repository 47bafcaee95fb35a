package heddle.cargo;

/**
 * That a unit needs another one: its index in the graph and the name the crate goes by. No prelude
 * and public are unstable features of cargo, false on stable.
 */
public record UnitDep(int unit, String externCrateName, boolean isPublic, boolean noprelude) {}
