package heddle.cargo;

/**
 * How far features are kept apart: what runs on the host from the rest, development dependencies
 * from the rest, and inactive targets left out. The first resolver keeps nothing apart. Source of
 * the rule: {@code FeatureOpts} of cargo's {@code resolver/features.rs}.
 */
record FeatureOptions(boolean decoupleHost, boolean decoupleDev, boolean ignoreInactive) {
  static final FeatureOptions UNIFIED = new FeatureOptions(false, false, false);

  static FeatureOptions of(ResolverVersion resolver, boolean hasDevUnits) {
    return switch (resolver) {
      case V1 -> UNIFIED;
      case V2, V3 -> new FeatureOptions(true, !hasDevUnits, true);
    };
  }
}
