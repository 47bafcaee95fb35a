package heddle.platform;

import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * Texts for targets. A dialect's {@link #nearest} text may drop what the dialect has no word for; it
 * is {@link #of} the target only if the dialect reads it back as the same target.
 */
public final class Spelling {
  private Spelling() {}

  static Optional<String> of(Target target, Dialect dialect) {
    return nearest(target, dialect).filter(text -> readsAs(text, dialect, target));
  }

  /** The text that a tool of this dialect would be given for the target, exact or not. */
  public static Optional<String> nearest(Target target, Dialect dialect) {
    return switch (dialect) {
      case RUSTC -> rustc(target);
      case LLVM -> Optional.of(LlvmSpelling.of(target));
      case GNU -> GnuSpelling.of(target);
      case DEBIAN -> first(DebianArch.names(), dialect, target);
      case GO -> first(GoReading.ports(), dialect, target);
      case PYTHON -> PythonSpelling.of(target);
      case ZIG -> ZigSpelling.of(target);
      case MESON -> MachineNames.meson(target);
      case CMAKE -> MachineNames.cmake(target);
    };
  }

  private static boolean readsAs(String text, Dialect dialect, Target target) {
    try {
      return Reading.of(text, dialect).meaning().equals(Optional.of(target));
    } catch (ProblemException _) {
      return false;
    }
  }

  private static Optional<String> first(List<String> names, Dialect dialect, Target target) {
    for (String name : names) {
      if (readsAs(name, dialect, target)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> rustc(Target target) {
    for (RustcTarget row : RustcTargets.all()) {
      try {
        if (row.target().equals(target)) {
          return Optional.of(row.name());
        }
      } catch (ProblemException e) {
        throw new IllegalStateException("the table of rustc's targets is damaged: " + row.name(), e);
      }
    }
    return Optional.empty();
  }
}
