package heddle.cargo;

import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A version requirement of the semver crate: all comparators must hold; none is {@code *}. A
 * pre-release matches only if a comparator with a pre-release tag names the same three numbers.
 */
public record VersionReq(List<Comparator> comparators, boolean said) {
  /** Where nothing is said: every version, prereleases too, which {@code *} leaves out. */
  public static final VersionReq ANY = new VersionReq(List.of(), false);

  public VersionReq {
    comparators = List.copyOf(comparators);
  }

  /**
   * What a version that fits is compatible with, all of it: {@code ^1} for {@code =1.2.3}. Empty
   * where nothing is said of one, or more than one may be meant.
   */
  public Optional<VersionReq> compatible() {
    Optional<Comparator> first = comparators.stream().findFirst();
    if (first.isEmpty()
        || !first.get().pre.isEmpty()
        || first.get().op == Op.LESS
        || first.get().op == Op.LESS_EQ) {
      return Optional.empty();
    }
    Comparator of = first.get();
    OptionalLong minor = of.major > 0 ? OptionalLong.empty() : of.minor;
    return of.major == 0 && minor.orElse(0) == 0
        ? Optional.empty()
        : Optional.of(
            new VersionReq(
                List.of(new Comparator(Op.CARET, of.major, minor, OptionalLong.empty(), ""))));
  }

  VersionReq(List<Comparator> comparators) {
    this(comparators, true);
  }

  /** How a comparator compares; the text is how it is written. */
  public enum Op {
    EXACT("="),
    GREATER(">"),
    GREATER_EQ(">="),
    LESS("<"),
    LESS_EQ("<="),
    TILDE("~"),
    CARET("^"),
    WILDCARD("");

    private final String text;

    Op(String text) {
      this.text = text;
    }
  }

  /** One part of a requirement. Without a minor version there is no patch version. */
  public record Comparator(Op op, long major, OptionalLong minor, OptionalLong patch, String pre) {

    boolean matches(Version v) {
      return switch (op) {
        case EXACT, WILDCARD -> exact(v);
        case GREATER -> order(v) > 0;
        case GREATER_EQ -> exact(v) || order(v) > 0;
        case LESS -> order(v) < 0;
        case LESS_EQ -> exact(v) || order(v) < 0;
        case TILDE -> tilde(v);
        case CARET -> caret(v);
      };
    }

    private boolean exact(Version v) {
      return v.major() == major
          && (minor.isEmpty() || v.minor() == minor.getAsLong())
          && (patch.isEmpty() || v.patch() == patch.getAsLong())
          && v.pre().equals(pre);
    }

    /** The order of the version to this; 0 where a number that is not given would decide. */
    private int order(Version v) {
      if (v.major() != major) {
        return Long.compare(v.major(), major);
      }
      if (minor.isEmpty()) {
        return 0;
      }
      if (v.minor() != minor.getAsLong()) {
        return Long.compare(v.minor(), minor.getAsLong());
      }
      if (patch.isEmpty()) {
        return 0;
      }
      if (v.patch() != patch.getAsLong()) {
        return Long.compare(v.patch(), patch.getAsLong());
      }
      return Version.comparePre(v.pre(), pre);
    }

    private boolean tilde(Version v) {
      if (v.major() != major || (minor.isPresent() && v.minor() != minor.getAsLong())) {
        return false;
      }
      if (patch.isPresent() && v.patch() != patch.getAsLong()) {
        return v.patch() > patch.getAsLong();
      }
      return Version.comparePre(v.pre(), pre) >= 0;
    }

    private boolean caret(Version v) {
      if (v.major() != major) {
        return false;
      }
      if (minor.isEmpty()) {
        return true;
      }
      long low = minor.getAsLong();
      if (patch.isEmpty()) {
        return major > 0 ? v.minor() >= low : v.minor() == low;
      }
      if (v.minor() != low) {
        return major > 0 && v.minor() > low;
      }
      if (v.patch() != patch.getAsLong()) {
        return (major > 0 || low > 0) && v.patch() > patch.getAsLong();
      }
      return Version.comparePre(v.pre(), pre) >= 0;
    }

    boolean allowsPrerelease(Version v) {
      return !pre.isEmpty()
          && v.major() == major
          && minor.isPresent()
          && v.minor() == minor.getAsLong()
          && patch.isPresent()
          && v.patch() == patch.getAsLong();
    }

    @Override
    public String toString() {
      var out = new StringBuilder(op.text).append(major);
      minor.ifPresent(n -> out.append('.').append(n));
      patch.ifPresent(n -> out.append('.').append(n));
      if (op == Op.WILDCARD) {
        out.append(".*");
      }
      if (!pre.isEmpty()) {
        out.append('-').append(pre);
      }
      return out.toString();
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Comparator that
          && major == that.major
          && op == that.op
          && minor.equals(that.minor)
          && patch.equals(that.patch)
          && pre.equals(that.pre);
    }

    @Override
    public int hashCode() {
      return 31
              * (31 * (31 * (31 * op.hashCode() + Long.hashCode(major)) + minor.hashCode())
                  + patch.hashCode())
          + pre.hashCode();
    }
  }

  /** Parses the text; the place is what an error points to. */
  public static VersionReq parse(String text, Place place) throws ProblemException {
    return new VersionScanner(text, place).requirement();
  }

  public static VersionReq parse(String text) throws ProblemException {
    return parse(text, new Source("version requirement", text).all());
  }

  public boolean matches(Version version) {
    for (Comparator comparator : comparators) {
      if (!comparator.matches(version)) {
        return false;
      }
    }
    return !said
        || !version.isPrerelease()
        || comparators.stream().anyMatch(c -> c.allowsPrerelease(version));
  }

  /** The requirement as cargo prints it: {@code ^1.2}, {@code >=1, <3}, {@code *}. */
  @Override
  public String toString() {
    return comparators.isEmpty()
        ? "*"
        : comparators.stream().map(Comparator::toString).collect(Collectors.joining(", "));
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof VersionReq that
        && said == that.said
        && comparators.equals(that.comparators);
  }

  @Override
  public int hashCode() {
    return 31 * comparators.hashCode() + Boolean.hashCode(said);
  }
}
