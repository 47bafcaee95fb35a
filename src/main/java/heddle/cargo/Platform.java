package heddle.cargo;

/**
 * What a unit is built for: the host, or a target that was asked for by name. Without {@code
 * --target} everything is built for the host. The host sorts first.
 */
public sealed interface Platform extends Comparable<Platform> {
  record Host() implements Platform {
    @Override
    public String toString() {
      return "host";
    }
  }

  /** A triple, or the path of a target specification, as rustc takes it. */
  record Target(String triple) implements Platform {
    @Override
    public String toString() {
      return triple;
    }
  }

  static Platform host() {
    return new Host();
  }

  default boolean isHost() {
    return this instanceof Host;
  }

  @Override
  default int compareTo(Platform other) {
    return switch (this) {
      case Host _ -> other.isHost() ? 0 : -1;
      case Target(String triple) ->
          other instanceof Target(String theirs) ? triple.compareTo(theirs) : 1;
    };
  }
}
