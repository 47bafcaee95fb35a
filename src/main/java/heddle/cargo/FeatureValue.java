package heddle.cargo;

/**
 * What a feature turns on. Source of the forms: cargo's {@code core/summary.rs}. Its text is what
 * the manifest writes.
 */
public sealed interface FeatureValue {
  /** Another feature of the package. */
  record Feature(String name) implements FeatureValue {
    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code dep:NAME}: an optional dependency, without a feature of its name. */
  record Dep(String name) implements FeatureValue {
    @Override
    public String toString() {
      return "dep:" + name;
    }
  }

  /** {@code NAME/FEATURE}; if weak, {@code NAME?/FEATURE}, which does not turn NAME on. */
  record DepFeature(String dependency, String feature, boolean weak) implements FeatureValue {
    @Override
    public String toString() {
      return dependency + (weak ? "?/" : "/") + feature;
    }
  }

  static FeatureValue parse(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      String dependency = text.substring(0, slash);
      boolean weak = dependency.endsWith("?");
      return new DepFeature(
          weak ? dependency.substring(0, slash - 1) : dependency, text.substring(slash + 1), weak);
    }
    return text.startsWith("dep:") ? new Dep(text.substring(4)) : new Feature(text);
  }
}
