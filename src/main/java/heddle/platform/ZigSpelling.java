package heddle.platform;

import java.util.Optional;

/** The {@code -target} text of {@code zig cc} for a target. */
final class ZigSpelling {
  private ZigSpelling() {}

  static Optional<String> of(Target t) {
    String os =
        switch (t.os()) {
          case "none" -> "freestanding";
          case "android" -> "linux";
          case "ios" -> t.env().equals("macabi") ? "maccatalyst" : "ios";
          default -> t.os();
        };
    if (!t.libcMin().isEmpty() && !ZigReading.isVersion(t.libcMin(), 2)) {
      return Optional.empty();
    }
    String version = t.os().equals("android") || t.osMin().isEmpty() ? "" : "." + t.osMin();
    String abi = abi(t);
    return Optional.of(arch(t) + "-" + os + version + (abi.isEmpty() ? "" : "-" + abi));
  }

  private static String arch(Target t) {
    boolean big = t.endian() == Endian.BIG;
    return switch (t.arch()) {
      case "x86" -> "x86";
      case "arm" -> (t.isa().startsWith("thumb") ? "thumb" : "arm") + (big ? "eb" : "");
      case "aarch64" -> big ? "aarch64_be" : "aarch64";
      case "ia16" -> "x86_16";
      case "mips", "mips64" -> big ? t.arch() : t.arch() + "el";
      case "powerpc", "powerpc64" -> big ? t.arch() : t.arch() + "le";
      default -> LlvmSpelling.arch(t);
    };
  }

  private static String abi(Target t) {
    if (t.os().equals("android")) {
      String level = t.osMin().isEmpty() ? "" : "." + t.osMin();
      return (t.abi().equals("eabi") ? "androideabi" : "android") + level;
    }
    return switch (t.env()) {
      case "gnu", "musl" ->
          t.os().equals("hurd")
              ? "gnu"
              : t.env() + zigSuffix(t) + (t.libcMin().isEmpty() ? "" : "." + t.libcMin());
      case "sim" -> "simulator";
      case "macabi" -> "";
      case "ohos" -> t.abi().equals("eabi") ? "ohoseabi" : "ohos";
      case "" -> t.abi().startsWith("eabi") ? t.abi() : "";
      default -> t.env();
    };
  }

  private static String zigSuffix(Target t) {
    return t.abi().equals("ilp32") ? "" : LlvmSpelling.suffix(t);
  }
}
