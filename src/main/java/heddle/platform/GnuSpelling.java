package heddle.platform;

import java.util.Optional;

/**
 * The configuration name that GNU's tools are given for a target; empty where they have no system
 * of that name.
 */
final class GnuSpelling {
  private GnuSpelling() {}

  static Optional<String> of(Target t) {
    String system = system(t);
    if (system.isEmpty()) {
      return Optional.empty();
    }
    String vendor = t.isApple() ? "apple-" : t.os().equals("windows") ? "w64-" : "";
    return Optional.of(cpu(t) + "-" + vendor + system);
  }

  private static String cpu(Target t) {
    boolean big = t.endian() == Endian.BIG;
    return switch (t.arch()) {
      case "x86" -> t.isa().isEmpty() ? "x86" : t.isa();
      case "x86_64" -> "x86_64";
      case "arm" -> arm(t, big);
      case "aarch64" ->
          switch (t.isa()) {
            case "arm64e", "arm64ec" -> t.isa();
            case "morello" -> "aarch64c";
            default -> big ? "aarch64_be" : "aarch64";
          };
      case "amdgpu" -> "amdgcn";
      case "sh" -> big ? "sh" + t.isa() + "eb" : "sh" + t.isa();
      case "sparc" -> "sparc" + t.isa();
      case "sparc64" -> t.isa().isEmpty() ? "sparc64" : "sparc64" + t.isa();
      case "alpha", "hppa", "or1k" -> t.arch() + t.isa();
      case "m68k" -> t.isa().isEmpty() ? "m68k" : t.isa();
      case "nds32" -> big ? "nds32be" : "nds32";
      case "nios2" -> big ? "nios2eb" : "nios2";
      case "microblaze" -> big ? "microblaze" : "microblazeel";
      case "arc" -> big ? "arceb" : "arc";
      case "m32r" -> big ? "m32r" : "m32rle";
      case "mips", "mips64" -> mips(t);
      default -> LlvmSpelling.arch(t);
    };
  }

  private static String mips(Target t) {
    String plain = LlvmSpelling.arch(t);
    boolean generic = t.isa().isEmpty() || t.isa().equals("r6");
    return generic ? plain : "mips" + t.isa() + (t.endian() == Endian.BIG ? "" : "el");
  }

  private static String arm(Target t, boolean big) {
    String isa = t.isa().startsWith("thumb") ? t.isa().substring(5) : t.isa();
    if (isa.isEmpty()) {
      return big ? "armeb" : "arm";
    }
    return "arm" + isa + (big ? "b" : "");
  }

  private static String system(Target t) {
    return switch (t.os()) {
      case "none" -> t.abi().startsWith("eabi") ? t.abi() : "elf";
      case "windows" -> t.env().equals("msvc") ? "" : "mingw32";
      case "macos" -> t.osMin().isEmpty() ? "darwin" : "macos" + t.osMin();
      case "hurd" -> "gnu";
      case "android" -> "linux-android" + (t.abi().equals("eabi") ? "eabi" : "") + t.osMin();
      case "linux", "uclinux", "kfreebsd", "knetbsd", "kopensolaris" -> t.os() + "-" + libc(t);
      case "ios", "tvos", "watchos" ->
          t.os() + t.osMin() + (t.env().equals("sim") ? "-simulator" : "");
      case "managarm", "ironclad" -> t.os() + "-mlibc";
      case "nto" -> "nto-qnx" + t.osMin();
      case "solaris" -> "solaris" + (t.osMin().isEmpty() ? "2" : t.osMin());
      case "wasi" -> "wasi" + t.env();
      default -> t.os() + t.osMin();
    };
  }

  private static String libc(Target t) {
    String suffix =
        switch (t.abi()) {
          case "spe", "abiv2hf" -> t.abi();
          case "n64" -> "abi64";
          case "elfv2" -> t.endian() == Endian.BIG && t.env().equals("gnu") ? "elfv2" : "";
          default -> LlvmSpelling.suffix(t);
        };
    return t.env() + suffix + (t.variant().equals("t64") ? "t64" : "") + t.libcMin();
  }
}
