package heddle.platform;

import heddle.text.ProblemException;
import java.util.Optional;

/**
 * Texts for targets: a candidate counts only if its own dialect reads it back as the same target.
 */
final class Spelling {
  private Spelling() {}

  static Optional<String> of(Target target, Dialect dialect) {
    return switch (dialect) {
      case RUSTC -> rustc(target);
      default -> Optional.empty();
    };
  }

  private static Optional<String> rustc(Target target) {
    for (RustcTarget row : RustcTargets.all()) {
      try {
        if (row.target().equals(target)) {
          return Optional.of(row.name());
        }
      } catch (ProblemException e) {
        throw new IllegalStateException(
            "the table of rustc's targets is damaged: " + row.name(), e);
      }
    }
    return Optional.empty();
  }
}
