package heddle.platform;

import java.util.Optional;

/** What Meson, CMake and {@code uname} call the system and the processor of a target. */
public final class MachineNames {
  private MachineNames() {}

  static Optional<String> meson(Target t) {
    String endian = t.endian().id();
    return mesonFamily(t).map(family -> mesonSystem(t) + "/" + family + "/" + endian);
  }

  /** Meson's {@code system}. */
  public static String mesonSystem(Target t) {
    return switch (t.os()) {
      case "macos", "ios", "tvos", "watchos", "visionos" -> "darwin";
      case "hurd" -> "gnu";
      case "solaris", "illumos" -> "sunos";
      default -> t.os();
    };
  }

  /** Meson's {@code cpu_family}; empty where Meson has none. */
  public static Optional<String> mesonFamily(Target t) {
    return switch (t.arch()) {
      case "powerpc" -> Optional.of("ppc");
      case "powerpc64" -> Optional.of("ppc64");
      case "hppa" -> Optional.of("parisc");
      case "sh" -> Optional.of("sh4");
      default -> Optional.of(t.arch()).filter(MachineNames::mesonKeeps);
    };
  }

  /** Whether Meson's {@code cpu_family} of an architecture is the architecture's own name. */
  static boolean mesonKeeps(String arch) {
    return switch (arch) {
      case "aarch64",
          "alpha",
          "arc",
          "arm",
          "avr",
          "csky",
          "ia64",
          "loongarch64",
          "m68k",
          "microblaze",
          "mips",
          "mips64",
          "msp430",
          "riscv32",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm32",
          "wasm64",
          "x86",
          "x86_64" ->
          true;
      default -> false;
    };
  }

  static Optional<String> cmake(Target t) {
    return cmakeProcessor(t).map(processor -> cmakeSystem(t) + "/" + processor);
  }

  /** {@code CMAKE_SYSTEM_NAME}. */
  public static String cmakeSystem(Target t) {
    return switch (t.os()) {
      case "none" -> "Generic";
      case "macos" -> "Darwin";
      case "ios" -> "iOS";
      case "tvos" -> "tvOS";
      case "watchos" -> "watchOS";
      case "visionos" -> "visionOS";
      case "solaris", "illumos" -> "SunOS";
      case "hurd" -> "GNU";
      case "cygwin" -> "CYGWIN";
      case "freebsd" -> "FreeBSD";
      case "netbsd" -> "NetBSD";
      case "openbsd" -> "OpenBSD";
      case "dragonfly" -> "DragonFly";
      case "aix" -> "AIX";
      case "wasi" -> "WASI";
      case "uefi" -> "UEFI";
      default -> t.os().substring(0, 1).toUpperCase(java.util.Locale.ROOT) + t.os().substring(1);
    };
  }

  /** {@code CMAKE_SYSTEM_PROCESSOR}: what {@code uname} says on that system. */
  public static Optional<String> cmakeProcessor(Target t) {
    return switch (t.os()) {
      case "windows" ->
          switch (t.arch()) {
            case "x86_64" -> Optional.of("AMD64");
            case "x86" -> Optional.of("X86");
            case "aarch64" -> Optional.of(t.isa().equals("arm64ec") ? "ARM64EC" : "ARM64");
            default -> Optional.of(t.arch());
          };
      case "freebsd", "openbsd" -> t.arch().equals("x86_64") ? Optional.of("amd64") : uname(t);
      case "android" -> t.arch().equals("arm") ? Optional.of("armv7-a") : uname(t);
      default -> t.isApple() && t.arch().equals("aarch64") ? Optional.of("arm64") : uname(t);
    };
  }

  /** What {@code uname -m} says on Linux. */
  public static Optional<String> uname(Target t) {
    boolean big = t.endian() == Endian.BIG;
    return switch (t.arch()) {
      case "x86" -> Optional.of(t.isa().isEmpty() ? "i686" : t.isa());
      case "arm" -> Optional.of(arm(t));
      case "aarch64" -> Optional.of(big ? "aarch64_be" : "aarch64");
      case "powerpc" -> Optional.of("ppc");
      case "powerpc64" -> Optional.of(big ? "ppc64" : "ppc64le");
      case "x86_64",
          "riscv32",
          "riscv64",
          "loongarch32",
          "loongarch64",
          "s390x",
          "s390",
          "sparc",
          "sparc64",
          "mips",
          "mips64",
          "m68k",
          "alpha",
          "ia64",
          "wasm32",
          "wasm64" ->
          Optional.of(t.arch());
      default -> Optional.empty();
    };
  }

  private static String arm(Target t) {
    if (t.isa().startsWith("v5te")) {
      return "armv5tel";
    }
    if (t.isa().startsWith("v7") || t.isa().startsWith("thumbv7")) {
      return "armv7l";
    }
    return t.isa().startsWith("v6") || t.abi().equals("eabihf") ? "armv6l" : "arm";
  }
}
