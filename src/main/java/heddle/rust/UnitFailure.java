package heddle.rust;

import java.util.ArrayList;
import java.util.List;

/**
 * A unit that could not be compiled or run: cargo's last line about it, and what the tool itself
 * said.
 */
final class UnitFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> said;

  private final transient List<String> shown;

  UnitFailure(String message, List<String> said) {
    this(message, said, List.of());
  }

  UnitFailure(String message, List<String> said, List<String> shown) {
    super(message, null, false, false);
    this.said = List.copyOf(said);
    this.shown = List.copyOf(shown);
  }

  /** The same with more to say. */
  UnitFailure saying(List<String> more) {
    var all = new ArrayList<>(said);
    all.addAll(more);
    return new UnitFailure(String.valueOf(getMessage()), all, shown);
  }

  /** Lines of rustc that a listener has shown. */
  List<String> shown() {
    return shown;
  }

  /** Lines of the tool that no listener has shown. */
  public List<String> said() {
    return said;
  }
}
