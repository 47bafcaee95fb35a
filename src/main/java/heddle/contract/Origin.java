package heddle.contract;

import heddle.text.Place;

/** Who decided a value. */
public sealed interface Origin {
  /** {@code -o} on the command line. */
  record CommandLine(String argument) implements Origin {
    @Override
    public String toString() {
      return "-o " + argument;
    }
  }

  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return "variable " + name;
    }
  }

  /** heddle.toml, a file of options, or an overlay. */
  record File(Place place) implements Origin {
    @Override
    public String toString() {
      return place.toString();
    }
  }

  /** The wish of a dependent. */
  record Wish(String pkg, Place place) implements Origin {
    @Override
    public String toString() {
      return pkg + " (" + place + ")";
    }
  }

  /** A policy value of the root, which has its own origin. */
  record Follows(String policy, Origin origin) implements Origin {
    @Override
    public String toString() {
      return policy + ", set by " + origin;
    }
  }

  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }
}
