package heddle.rust;

import java.util.List;

/** A unit that would run, found by a build that only looks. */
final class Unbuilt extends Exception {
  private static final long serialVersionUID = 1L;

  private final int unit;
  private final transient List<KeyPart> parts;

  Unbuilt(int unit, List<KeyPart> parts) {
    super("would be built", null, false, false);
    this.unit = unit;
    this.parts = List.copyOf(parts);
  }

  int unit() {
    return unit;
  }

  /** What its key is made of now. */
  List<KeyPart> parts() {
    return parts;
  }
}
