package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.Reading;
import heddle.platform.Spelling;
import heddle.platform.Target;
import heddle.text.ProblemException;
import java.util.Optional;
import java.util.Set;

/**
 * What Debian calls the tools of a target, the nearest thing to names that everybody has: for help
 * to a person, never for a decision.
 */
public final class DebianPackages {
  /** The machines that its cross compilers build for, by the names of their packages. */
  private static final Set<String> CROSS =
      Set.of(
          "aarch64-linux-gnu",
          "alpha-linux-gnu",
          "arc-linux-gnu",
          "arm-linux-gnueabi",
          "arm-linux-gnueabihf",
          "hppa-linux-gnu",
          "i686-linux-gnu",
          "loongarch64-linux-gnu",
          "m68k-linux-gnu",
          "mips-linux-gnu",
          "mips64-linux-gnuabi64",
          "mips64el-linux-gnuabi64",
          "mipsel-linux-gnu",
          "mipsisa32r6-linux-gnu",
          "mipsisa32r6el-linux-gnu",
          "mipsisa64r6-linux-gnuabi64",
          "mipsisa64r6el-linux-gnuabi64",
          "powerpc-linux-gnu",
          "powerpc64-linux-gnu",
          "powerpc64le-linux-gnu",
          "riscv64-linux-gnu",
          "s390x-linux-gnu",
          "sh4-linux-gnu",
          "sparc64-linux-gnu",
          "x86-64-linux-gnu",
          "x86-64-linux-gnux32");

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
        default -> Optional.empty();
      };
    }
    return Spelling.nearest(target, Dialect.DEBIAN)
        .map(DebianPackages::gnuType)
        .map(type -> type.replace('_', '-'))
        .filter(CROSS::contains)
        .map(type -> "gcc-" + type);
  }

  private static String gnuType(String debianArch) {
    try {
      return Reading.of(debianArch, Dialect.DEBIAN).fields().getOrDefault("gnu_type", "");
    } catch (ProblemException _) {
      return "";
    }
  }
}
