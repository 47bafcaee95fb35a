package heddle.cargo;

import heddle.text.CfgSet;

/**
 * What planning must know of a platform, from rustc: its triple, the cfgs that hold with the
 * rustflags in force, and rustc's own version.
 */
public record TargetFacts(String triple, CfgSet cfgs, Version rustc) {}
