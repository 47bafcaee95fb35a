package heddle.platform;

import java.util.Optional;

/** The platform of a wheel's tag for a target. */
final class PythonSpelling {
  private PythonSpelling() {}

  static Optional<String> of(Target t) {
    return switch (t.os()) {
      case "linux" -> linux(t);
      case "windows" -> windows(t);
      case "macos" -> apple(t, "macosx", "");
      case "ios" -> apple(t, "ios", t.env().equals("sim") ? "_iphonesimulator" : "_iphoneos");
      case "android" -> android(t);
      default -> Optional.empty();
    };
  }

  private static Optional<String> linux(Target t) {
    Optional<String> machine = MachineNames.uname(t);
    String floor = t.libcMin().replace('.', '_');
    String prefix =
        switch (t.env()) {
          case "gnu" -> floor.isEmpty() ? "linux_" : "manylinux_" + floor + "_";
          case "musl" -> floor.isEmpty() ? "linux_" : "musllinux_" + floor + "_";
          default -> "linux_";
        };
    return machine.map(m -> prefix + m);
  }

  private static Optional<String> windows(Target t) {
    return switch (t.arch()) {
      case "x86" -> Optional.of("win32");
      case "x86_64" -> Optional.of("win_amd64");
      case "aarch64" -> Optional.of("win_arm64");
      case "arm" -> Optional.of("win_arm32");
      default -> Optional.empty();
    };
  }

  /** Without a least version the oldest that the architecture has: Apple's own rule for wheels. */
  private static Optional<String> apple(Target t, String system, String suffix) {
    String machine =
        t.arch().equals("aarch64") ? "arm64" : t.arch().equals("x86") ? "i386" : t.arch();
    String version =
        !t.osMin().isEmpty()
            ? t.osMin()
            : system.equals("ios") ? "13.0" : machine.equals("arm64") ? "11.0" : "10.12";
    int dot = version.indexOf('.');
    String two = dot < 0 ? version + "_0" : version.replace('.', '_');
    return Optional.of(system + "_" + two + "_" + machine + suffix);
  }

  private static Optional<String> android(Target t) {
    String level = t.osMin().isEmpty() ? "21" : t.osMin();
    return switch (t.arch()) {
      case "aarch64" -> Optional.of("android_" + level + "_arm64_v8a");
      case "arm" -> Optional.of("android_" + level + "_armeabi_v7a");
      case "x86" -> Optional.of("android_" + level + "_x86");
      case "x86_64" -> Optional.of("android_" + level + "_x86_64");
      default -> Optional.empty();
    };
  }
}
