package heddle.platform;

import java.util.Optional;

/**
 * Processors under the names that {@code uname -m} prints, which Python, CMake and others repeat.
 */
final class UnixMachine {
  private UnixMachine() {}

  static Optional<Machine> of(String name) {
    return switch (name) {
      case "x86_64", "amd64", "AMD64" -> Optional.of(Machine.little("x86_64"));
      case "i386", "i486", "i586", "i686" -> Optional.of(Machine.little("x86", name));
      case "x86", "X86" -> Optional.of(Machine.little("x86", "i686"));
      case "aarch64", "arm64", "ARM64" -> Optional.of(Machine.little("aarch64"));
      case "aarch64_be" -> Optional.of(Machine.big("aarch64"));
      case "ARM64EC" -> Optional.of(Machine.little("aarch64", "arm64ec"));
      case "arm" -> Optional.of(Machine.little("arm"));
      case "armv5tel", "armv5tejl" -> Optional.of(Machine.little("arm", "v5te"));
      case "armv6l" -> Optional.of(Machine.little("arm", "v6"));
      case "armv7l", "armv8l", "armv7-a" -> Optional.of(Machine.little("arm", "v7"));
      case "ppc64le" -> Optional.of(Machine.little("powerpc64"));
      case "ppc64", "powerpc64" -> Optional.of(Machine.big("powerpc64"));
      case "ppc", "powerpc" -> Optional.of(Machine.big("powerpc"));
      case "riscv64" -> Optional.of(Machine.little("riscv64", "gc"));
      case "riscv32" -> Optional.of(Machine.little("riscv32", "gc"));
      case "loongarch64", "loongarch32", "ia64", "alpha" -> Optional.of(Machine.little(name));
      case "s390x", "s390", "sparc", "sparc64", "m68k" -> Optional.of(Machine.big(name));
      case "mips", "mips64" -> Optional.of(Machine.big(name));
      case "wasm32", "wasm64" -> Optional.of(Machine.little(name));
      default -> Optional.empty();
    };
  }

  /** Since ARMv7 and on ARMv6 as the Raspberry Pi has it, Linux passes floats in registers. */
  static String floatAbi(String name) {
    return switch (name) {
      case "armv6l", "armv7l", "armv8l", "armv7-a" -> "eabihf";
      case "arm", "armv5tel", "armv5tejl" -> "eabi";
      default -> "";
    };
  }
}
