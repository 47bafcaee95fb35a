package heddle.rust;

import java.util.Optional;

/**
 * One thing of a unit's key that is not as it was: {@code what} as a sentence for people, and where
 * they say more, the values before and now. Values of the user's variables are never among those
 * from before: only their hashes are kept.
 */
public record KeyChange(Kind kind, String what, Optional<String> before, Optional<String> now) {
  /** What changed. */
  public enum Kind {
    /** There is nothing to compare with, or nothing differs and the result is gone. */
    RESULT,
    FILE,
    DEPENDENCY,
    SCRIPT,
    FEATURE,
    PROFILE,
    FLAG,
    VARIABLE,
    TOOLCHAIN,
    PACKAGE,
    SYSTEM,
    CONTRACT,
    RULES,
    PLACE,
    HEDDLE
  }

  static KeyChange of(Kind kind, String what) {
    return new KeyChange(kind, what, Optional.empty(), Optional.empty());
  }

  static KeyChange of(Kind kind, String what, String before, String now) {
    return new KeyChange(kind, what, Optional.of(before), Optional.of(now));
  }
}
