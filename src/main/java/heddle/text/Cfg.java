package heddle.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An expression of {@code cfg(…)} as cargo reads it (cargo-platform's {@code cfg.rs}): names,
 * {@code key = "value"}, {@code all}, {@code any}, {@code not}, {@code true}, {@code false}, raw
 * identifiers. Its text is the normal spelling.
 */
public sealed interface Cfg {
  record All(List<Cfg> parts) implements Cfg {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return "all(" + joined(parts) + ")";
    }
  }

  record Any(List<Cfg> parts) implements Cfg {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return "any(" + joined(parts) + ")";
    }
  }

  record Not(Cfg part) implements Cfg {
    @Override
    public String toString() {
      return "not(" + part + ")";
    }
  }

  /** An identifier; whether it was written raw ({@code r#true}) does not tell two apart. */
  record Identifier(String name, boolean raw) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identifier i && i.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return raw ? "r#" + name : name;
    }
  }

  record Name(Identifier name) implements Cfg {
    public static Name of(String name) {
      return new Name(new Identifier(name, false));
    }

    @Override
    public String toString() {
      return name.toString();
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Name that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  record Pair(Identifier key, String value) implements Cfg {
    public static Pair of(String key, String value) {
      return new Pair(new Identifier(key, false), value);
    }

    @Override
    public String toString() {
      return key + " = \"" + value + "\"";
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Pair that && key.equals(that.key) && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + value.hashCode();
    }
  }

  record Flag(boolean value) implements Cfg {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** {@code name(…)} of a name that the caller of {@link #parse(String, Place, Set)} allows. */
  record Call(String name, List<Cfg> arguments) implements Cfg {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return name + "(" + joined(arguments) + ")";
    }
  }

  /** Parses what stands inside {@code cfg(…)}. The place is what errors point to. */
  static Cfg parse(String expression, Place place) throws ProblemException {
    return parse(expression, place, Set.of());
  }

  /** The same, and {@code name(…)} for each of the names is a {@link Call}. */
  static Cfg parse(String expression, Place place, Set<String> calls) throws ProblemException {
    return new CfgParser(expression, place, calls).whole();
  }

  /**
   * The expression of a key {@code cfg(…)} of {@code [target]}; empty for another key, a triple.
   */
  static Optional<Cfg> ofTarget(String key, Place place) throws ProblemException {
    return key.startsWith("cfg(") && key.endsWith(")")
        ? Optional.of(parse(key.substring(4, key.length() - 1), place))
        : Optional.empty();
  }

  default boolean matches(CfgSet set) {
    return matches(set::contains);
  }

  /** The truth of the expression where {@code atom} says which names, pairs and calls hold. */
  default boolean matches(Predicate<Cfg> atom) {
    return switch (this) {
      case All all -> all.parts.stream().allMatch(part -> part.matches(atom));
      case Any any -> any.parts.stream().anyMatch(part -> part.matches(atom));
      case Not not -> !not.part.matches(atom);
      case Flag flag -> flag.value;
      case Name _, Pair _, Call _ -> atom.test(this);
    };
  }

  private static String joined(List<Cfg> parts) {
    return parts.stream().map(Cfg::toString).collect(Collectors.joining(", "));
  }
}
