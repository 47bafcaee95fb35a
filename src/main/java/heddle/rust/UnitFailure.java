package heddle.rust;

import java.util.List;

/**
 * A unit that could not be compiled or run: cargo's last line about it, and what the tool itself
 * said.
 */
final class UnitFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> said;

  UnitFailure(String message, List<String> said) {
    super(message, null, false, false);
    this.said = List.copyOf(said);
  }

  /** Lines of the tool that no listener has shown. */
  public List<String> said() {
    return said;
  }
}
