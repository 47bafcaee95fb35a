package heddle.platform;

import heddle.text.ProblemException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts for targets. A dialect's {@link #nearest} text may drop what the dialect has no word for;
 * it is {@link #of} the target only if the dialect reads it back as the same target.
 */
public final class Spelling {
  private Spelling() {}

  static Optional<String> of(Target target, Dialect dialect) {
    return nearest(target, dialect).filter(text -> readsAs(text, dialect, target));
  }

  /** The text that a tool of this dialect would be given for the target, exact or not. */
  public static Optional<String> nearest(Target target, Dialect dialect) {
    return switch (dialect) {
      case RUSTC -> Optional.ofNullable(RustcNames.BY_TARGET.get(target));
      case LLVM -> Optional.of(LlvmSpelling.of(target));
      case GNU -> GnuSpelling.of(target);
      case DEBIAN -> Optional.ofNullable(DebianNames.BY_TARGET.get(target));
      case GO -> Optional.ofNullable(GoNames.BY_TARGET.get(target));
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

  /** The names of dialects that are lists, by what they mean; the first name of a target counts. */
  private static final class RustcNames {
    static final Map<Target, String> BY_TARGET = rustc();
  }

  private static final class DebianNames {
    static final Map<Target, String> BY_TARGET = names(DebianArch.names(), Dialect.DEBIAN);
  }

  private static final class GoNames {
    static final Map<Target, String> BY_TARGET = names(GoReading.ports(), Dialect.GO);
  }

  private static Map<Target, String> names(List<String> names, Dialect dialect) {
    var found = new HashMap<Target, String>();
    for (String name : names) {
      try {
        Reading.of(name, dialect).meaning().ifPresent(t -> found.putIfAbsent(t, name));
      } catch (ProblemException e) {
        throw new IllegalStateException("a name that its own dialect refuses: " + name, e);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private static Map<Target, String> rustc() {
    var found = new HashMap<Target, String>();
    for (RustcTarget row : RustcTargets.all()) {
      try {
        found.putIfAbsent(row.target(), row.name());
      } catch (ProblemException e) {
        throw new IllegalStateException(
            "the table of rustc's targets is damaged: " + row.name(), e);
      }
    }
    return Collections.unmodifiableMap(found);
  }
}
