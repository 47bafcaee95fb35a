package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.Reading;
import heddle.platform.Spelling;
import heddle.platform.Target;
import heddle.text.ProblemException;
import java.util.Optional;

/**
 * What Debian calls the tools of a target, the nearest thing to names that everybody has: for help
 * to a person, never for a decision.
 */
public final class DebianPackages {
  private DebianPackages() {}

  /** The package with the C compiler for a target; empty if Debian has none. */
  public static Optional<String> compiler(Target target) {
    if (target.os().equals("windows") && target.env().startsWith("gnu")) {
      return switch (target.arch()) {
        case "x86_64" -> Optional.of("gcc-mingw-w64-x86-64");
        case "x86" -> Optional.of("gcc-mingw-w64-i686");
        default -> Optional.empty();
      };
    }
    if (target.os().equals("none")) {
      return switch (target.arch()) {
        case "arm" -> Optional.of("gcc-arm-none-eabi");
        case "riscv32", "riscv64" -> Optional.of("gcc-riscv64-unknown-elf");
        case "avr" -> Optional.of("gcc-avr");
        case "msp430" -> Optional.of("gcc-msp430");
        default -> Optional.empty();
      };
    }
    return Spelling.nearest(target, Dialect.DEBIAN)
        .map(DebianPackages::gnuType)
        .map(type -> "gcc-" + type.replace('_', '-'));
  }

  private static String gnuType(String debianArch) {
    try {
      return Reading.of(debianArch, Dialect.DEBIAN).fields().getOrDefault("gnu_type", "");
    } catch (ProblemException _) {
      return "";
    }
  }
}
