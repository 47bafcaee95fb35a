package heddle.platform;

import java.util.Locale;
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

  /** Meson's {@code subsystem}, which tells Apple's products and Solaris' heirs apart. */
  public static Optional<String> mesonSubsystem(Target t) {
    return switch (t.os()) {
      case "macos", "solaris", "illumos" -> Optional.of(t.os());
      case "ios", "tvos", "watchos", "visionos" ->
          Optional.of(t.os() + (t.env().equals("sim") ? "-simulator" : ""));
      default -> Optional.empty();
    };
  }

  /** Meson's {@code cpu_family}; empty where Meson has none. */
  public static Optional<String> mesonFamily(Target t) {
    return switch (t.arch()) {
      case "powerpc" -> Optional.of("ppc");
      case "powerpc64" -> Optional.of("ppc64");
      case "hppa" -> Optional.of("parisc");
      case "sh" -> Optional.of("sh4");
      case "tic6x" -> Optional.of("c6000");
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
          "c2000",
          "csky",
          "dspic",
          "e2k",
          "ft32",
          "ia64",
          "loongarch64",
          "m68k",
          "microblaze",
          "mips",
          "mips64",
          "msp430",
          "pic24",
          "pic32",
          "riscv32",
          "riscv64",
          "rl78",
          "rx",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "sw_64",
          "tricore",
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
      case "nto", "qnx" -> "QNX";
      case "serenity" -> "SerenityOS";
      case "kfreebsd" -> "kFreeBSD";
      case "vxworks" -> "VxWorks";
      case "msys" -> "MSYS";
      case "hpux" -> "HP-UX";
      case "osf" -> "OSF1";
      case "beos" -> "BeOS";
      case "rtems" -> "RTEMS";
      default -> t.os().substring(0, 1).toUpperCase(Locale.ROOT) + t.os().substring(1);
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
            case "arm" -> Optional.of("ARM");
            default -> Optional.of(t.arch());
          };
      case "freebsd", "openbsd" -> t.arch().equals("x86_64") ? Optional.of("amd64") : cpu(t);
      case "android" -> t.arch().equals("arm") ? Optional.of("armv7-a") : cpu(t);
      case "solaris", "illumos" -> t.arch().equals("x86_64") ? Optional.of("i386") : cpu(t);
      case "aix" -> Optional.of("powerpc");
      case "none" -> t.arch().equals("arm") ? bareArm(t) : cpu(t);
      default -> t.isApple() && t.arch().equals("aarch64") ? Optional.of("arm64") : cpu(t);
    };
  }

  /** What {@code uname -m} says, and for MIPS the byte order, which it does not say. */
  private static Optional<String> cpu(Target t) {
    boolean mips = t.arch().startsWith("mips") && t.endian() == Endian.LITTLE;
    return mips ? Optional.of(t.arch() + "el") : uname(t);
  }

  /** The architecture under its own name, as toolchain files for microcontrollers have it. */
  private static Optional<String> bareArm(Target t) {
    String isa = t.isa().startsWith("thumb") ? t.isa().substring(5) : t.isa();
    return Optional.of(
        switch (isa) {
          case "v6m", "v7m" -> "arm" + isa.substring(0, 2) + "-m";
          case "v7em" -> "armv7e-m";
          case "v7r", "v8r", "v7a" -> "arm" + isa.substring(0, 2) + "-" + isa.substring(2);
          case "v8m.base", "v8m.main" -> "armv8-" + isa.substring(2);
          default -> "arm" + isa;
        });
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
      case "hppa" -> Optional.of("parisc");
      case "sh" -> Optional.of("sh4");
      case "or1k" -> Optional.of("openrisc");
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
          "e2k",
          "sw_64",
          "tilegx",
          "hexagon",
          "csky",
          "nios2",
          "arc",
          "avr",
          "msp430",
          "wasm32",
          "wasm64" ->
          Optional.of(t.arch());
      default -> Optional.empty();
    };
  }

  private static String arm(Target t) {
    String side = t.endian() == Endian.BIG ? "b" : "l";
    if (t.isa().startsWith("v5te")) {
      return "armv5te" + side;
    }
    if (t.isa().equals("v4t")) {
      return "armv4t" + side;
    }
    if (t.isa().startsWith("v7") || t.isa().startsWith("thumbv7")) {
      return "armv7" + side;
    }
    return t.isa().startsWith("v6") || t.abi().equals("eabihf") ? "armv6" + side : "arm";
  }
}
