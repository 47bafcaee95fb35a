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
      default -> other(t);
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

  /** Of other systems a tag names the release, too; a target without one has none. */
  private static Optional<String> other(Target t) {
    String release = t.osMin().replace('.', '_');
    return switch (t.os()) {
      case "wasi" -> Optional.of("wasi_0_0_0_" + t.arch());
      case "hurd" -> MachineNames.uname(t).map(m -> "gnu_0_9_" + m);
      case "freebsd", "dragonfly" -> released(t, release + "_release");
      case "netbsd", "openbsd", "haiku", "cygwin", "emscripten", "redox" -> released(t, release);
      case "solaris" ->
          release.isEmpty() ? Optional.empty() : sun(t).map(m -> "solaris_" + release + "_" + m);
      default -> Optional.empty();
    };
  }

  private static Optional<String> released(Target t, String release) {
    Optional<String> machine =
        switch (t.os()) {
          case "freebsd", "netbsd", "openbsd" ->
              switch (t.arch()) {
                case "x86_64" -> Optional.of("amd64");
                case "aarch64" -> Optional.of("arm64");
                case "x86" -> Optional.of("i386");
                case "riscv64" -> Optional.of(t.os().equals("freebsd") ? "riscv" : "riscv64");
                default -> MachineNames.uname(t);
              };
          default -> MachineNames.uname(t);
        };
    return t.osMin().isEmpty()
        ? Optional.empty()
        : machine.map(m -> t.os() + "_" + release + "_" + m);
  }

  private static Optional<String> sun(Target t) {
    return switch (t.arch()) {
      case "x86" -> Optional.of("i86pc_32bit");
      case "x86_64" -> Optional.of("i86pc_64bit");
      case "sparc" -> Optional.of("sun4v_32bit");
      case "sparc64" -> Optional.of("sun4v_64bit");
      default -> Optional.empty();
    };
  }

  private static Optional<String> windows(Target t) {
    if (t.env().startsWith("gnu") && MachineNames.uname(t).isPresent()) {
      String kind = t.env().equals("gnullvm") ? "ucrt_llvm" : t.libc().kind() + "_gnu";
      return MachineNames.uname(t).map(m -> "mingw_" + m + "_" + kind);
    }
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
    String[] parts = version.split("\\.", -1);
    String two = parts[0] + "_" + (parts.length > 1 ? parts[1] : "0");
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
