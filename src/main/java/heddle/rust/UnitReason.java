package heddle.rust;

import java.util.List;
import java.util.Optional;

/**
 * Why a unit would be built, or would not, and through whom it is in the graph.
 *
 * @param unit as people know it: {@code serde v1.0.0 (lib)}
 * @param pkg the package's specification, {@code name@version} or with its source
 * @param work what is done with it: {@code build}, {@code check}, {@code test}, {@code run-script}…
 * @param triple the target; empty for the host
 * @param changes what of its key is not as it was when it was last built here; of a unit that
 *     waits, what is known of that
 * @param below the units that would be built first, each with its way from this one
 * @param path from one that was asked for down to this one
 * @param dependents all that need it directly
 * @param bound whether its result holds paths of this machine
 */
public record UnitReason(
    String unit,
    String pkg,
    String work,
    String triple,
    String profile,
    State state,
    List<KeyChange> changes,
    List<Below> below,
    Optional<Last> last,
    List<String> path,
    List<String> dependents,
    boolean bound) {
  /** What a build would do with it. */
  public enum State {
    /** Nothing: its key is the one it was last built with here. */
    FRESH,
    /** Its key is another one, and the store knows the result. */
    FOUND,
    /** Run its process. */
    STALE,
    /** Units below are built first; it runs if what it uses of them differs. */
    WAITS,
    /** Nothing ever: the configuration says what its build script would give. */
    REPLACED
  }

  /** A unit below that would be built, and the units on the way to it. */
  public record Below(String unit, List<String> path, List<KeyChange> changes) {
    public Below {
      path = List.copyOf(path);
      changes = List.copyOf(changes);
    }
  }

  /**
   * The last build here: when, in milliseconds since the epoch, whether its process ran then, when
   * that last ran (0: never) and why.
   */
  public record Last(
      long built, boolean ran, boolean failed, long processRan, List<KeyChange> because) {
    public Last {
      because = List.copyOf(because);
    }
  }

  public UnitReason {
    changes = List.copyOf(changes);
    below = List.copyOf(below);
    path = List.copyOf(path);
    dependents = List.copyOf(dependents);
  }
}
