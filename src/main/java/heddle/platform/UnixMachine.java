package heddle.platform;

import java.util.Optional;

/**
 * Processors under the names that {@code uname -m} prints, which Python, CMake and others repeat.
 * {@code mips} and {@code mips64} are none, as Linux says them of both byte orders.
 */
final class UnixMachine {
  private UnixMachine() {}

  static Optional<Machine> of(String name) {
    return switch (name) {
      case "x86_64", "amd64", "AMD64", "x64" -> Optional.of(Machine.little("x86_64"));
      case "i386", "i486", "i586", "i686" -> Optional.of(Machine.little("x86", name));
      case "x86", "X86" -> Optional.of(Machine.little("x86", "i686"));
      case "aarch64", "arm64", "ARM64" -> Optional.of(Machine.little("aarch64"));
      case "aarch64_be" -> Optional.of(Machine.big("aarch64"));
      case "ARM64EC" -> Optional.of(Machine.little("aarch64", "arm64ec"));
      case "ARM" -> Optional.of(Machine.little("arm", "thumbv7a"));
      case "ppc64le", "powerpc64le" -> Optional.of(Machine.little("powerpc64"));
      case "ppc64", "powerpc64" -> Optional.of(Machine.big("powerpc64"));
      case "ppc", "powerpc" -> Optional.of(Machine.big("powerpc"));
      case "riscv64" -> Optional.of(Machine.little("riscv64", "gc"));
      case "riscv32" -> Optional.of(Machine.little("riscv32", "gc"));
      case "mipsel", "mips64el" ->
          Optional.of(Machine.little(name.substring(0, name.length() - 2)));
      case "sh4", "sh4a" -> Optional.of(Machine.little("sh", "4"));
      case "openrisc" -> Optional.of(Machine.big("or1k"));
      // A 64-bit kernel says parisc64, but all programs are 32-bit.
      case "parisc", "parisc64" -> Optional.of(Machine.big("hppa"));
      case "loongarch64",
          "loongarch32",
          "ia64",
          "alpha",
          "wasm32",
          "wasm64",
          "e2k",
          "sw_64",
          "tilegx",
          "hexagon",
          "csky",
          "nios2",
          "arc",
          "avr",
          "msp430" ->
          Optional.of(Machine.little(name));
      case "s390x", "s390", "sparc", "sparc64", "m68k", "m88k", "hppa", "or1k" ->
          Optional.of(Machine.big(name));
      default -> name.startsWith("arm") ? arm(name) : Optional.empty();
    };
  }

  /**
   * {@code arm}, what Linux says ({@code armv7l}, {@code armv5tejl}; the last letter is the byte
   * order), and the architecture's own names ({@code armv7-a}, {@code armv7e-m}), of which
   * microcontrollers run Thumb only.
   */
  private static Optional<Machine> arm(String name) {
    if (name.equals("arm")) {
      return Optional.of(Machine.little("arm"));
    }
    if (Globs.any("armv5te*l armv5te*b", name)) {
      return Optional.of(sided("v5te", name));
    }
    if (Globs.any("armv[4-9]*l armv[4-9]*b", name) && !name.endsWith("e")) {
      // Python and the kernel say armv8l of 32-bit programs on a 64-bit processor.
      String version = name.substring(3, name.length() - 1);
      return switch (version) {
        case "v4", "v4t", "v5t", "v6", "v7" -> Optional.of(sided(version, name));
        case "v8" -> Optional.of(sided("v7", name));
        default -> Optional.empty();
      };
    }
    String isa = name.substring(3).replace("-", "");
    return switch (isa) {
      case "v4t", "v5te", "v6", "v7", "v7a", "v7r", "v8r" ->
          Optional.of(Machine.little("arm", isa.equals("v7a") ? "v7" : isa));
      case "v6m", "v7m", "v7em", "v8m.base", "v8m.main" ->
          Optional.of(Machine.little("arm", "thumb" + isa));
      default -> Optional.empty();
    };
  }

  private static Machine sided(String isa, String name) {
    return name.endsWith("b") ? Machine.big("arm", isa) : Machine.little("arm", isa);
  }

  /** Since ARMv7 and on ARMv6 as the Raspberry Pi has it, Linux passes floats in registers. */
  static String floatAbi(String name) {
    if (!name.startsWith("arm") || name.startsWith("arm64")) {
      return "";
    }
    boolean hard = Globs.any("armv[6-9]*", name);
    return hard ? "eabihf" : "eabi";
  }
}
