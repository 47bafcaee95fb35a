package heddle.cargo;

import java.util.List;

/**
 * Which targets of the selected packages are asked for: {@code --lib}, {@code --bin NAME}, {@code
 * --bins}, … Nothing asked for means what the command builds by default. Names may be glob
 * patterns.
 */
public record TargetSelection(
    Library lib, Names bins, Names examples, Names tests, Names benches, boolean allTargets) {

  /** Whether libraries are asked for, and whether it is an error that there is none. */
  public enum Library {
    NO,
    IF_ANY,
    NEEDED
  }

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
      new TargetSelection(Library.NO, Names.NONE, Names.NONE, Names.NONE, Names.NONE, false);

  /** {@code --all-targets}. */
  public static final TargetSelection EVERYTHING =
      new TargetSelection(Library.IF_ANY, Names.ALL, Names.ALL, Names.ALL, Names.ALL, true);

  /** Only {@code --lib}. */
  public static final TargetSelection LIB =
      new TargetSelection(Library.NEEDED, Names.NONE, Names.NONE, Names.NONE, Names.NONE, false);

  /**
   * {@code test NAME}: what has tests of rustc's, and the library even where it is said to have
   * none; neither examples nor documentation (cargo's {@code all_test_targets}).
   */
  public static final TargetSelection TESTS_BY_NAME =
      new TargetSelection(Library.IF_ANY, Names.NONE, Names.NONE, Names.ALL, Names.NONE, false);

  public boolean isDefault() {
    return lib == Library.NO
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
