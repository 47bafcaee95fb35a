package heddle.cargo;

import java.util.List;

/**
 * Which targets of the selected packages are asked for: {@code --lib}, {@code --bin NAME}, {@code
 * --bins}, … Nothing asked for means what the command builds by default. Names may be glob
 * patterns.
 */
public record TargetSelection(
    boolean lib, Names bins, Names examples, Names tests, Names benches, boolean allTargets) {

  /** The targets of one kind that are asked for: all of them, or those named. */
  public record Names(boolean all, List<String> names) {
    public static final Names NONE = new Names(false, List.of());
    public static final Names ALL = new Names(true, List.of());

    public Names {
      names = List.copyOf(names);
    }

    public static Names of(String... names) {
      return new Names(false, List.of(names));
    }

    boolean isAsked() {
      return all || !names.isEmpty();
    }
  }

  public static final TargetSelection DEFAULT =
      new TargetSelection(false, Names.NONE, Names.NONE, Names.NONE, Names.NONE, false);

  /** {@code --all-targets}. */
  public static final TargetSelection EVERYTHING =
      new TargetSelection(false, Names.ALL, Names.ALL, Names.ALL, Names.ALL, true);

  /** Only {@code --lib}. */
  public static final TargetSelection LIB =
      new TargetSelection(true, Names.NONE, Names.NONE, Names.NONE, Names.NONE, false);

  boolean isDefault() {
    return !lib
        && !allTargets
        && !bins.isAsked()
        && !examples.isAsked()
        && !tests.isAsked()
        && !benches.isAsked();
  }

  /** Whether the selection by itself needs development dependencies. */
  boolean namesDevTargets() {
    return allTargets || examples.isAsked() || tests.isAsked() || benches.isAsked();
  }
}
