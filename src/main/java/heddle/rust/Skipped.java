package heddle.rust;

/**
 * A unit that was not begun because another had failed; all of them are equal, and no one shows
 * them.
 */
final class Skipped extends Exception {
  private static final long serialVersionUID = 1L;

  Skipped() {
    super("not begun, because the build has failed", null, false, false);
  }
}
