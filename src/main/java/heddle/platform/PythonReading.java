package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Python's reading: what {@code sysconfig.get_platform()} says, or the platform of a wheel's tag
 * (PEP 425, 600, 656, 730, 738). {@code linux-x86_64} leaves the C library open.
 */
final class PythonReading {
  private PythonReading() {}

  static Reading of(String text) throws ProblemException {
    String tag = text.replace('-', '_').replace('.', '_');
    Optional<Target> target = target(tag, text);
    if (target.isEmpty()) {
      String machines = machines(tag);
      throw new ProblemException(
          machines.isEmpty()
              ? Problem.of("`" + text + "` is no platform of Python that Heddle knows")
              : Problem.of("`" + text + "` names several machines at once: " + machines)
                  .withHelp("name one of them, as in macosx_11_0_arm64"));
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("tag", tag);
    return new Reading(Dialect.PYTHON, text, tag, fields, target);
  }

  /** What a universal build of macOS holds, and what {@code uname} does not tell apart. */
  private static String machines(String tag) {
    if (tag.startsWith("macosx_")) {
      return switch (tag.substring(tag.lastIndexOf('_') + 1)) {
        case "universal2" -> "x86_64 and arm64";
        case "universal" -> "i386, ppc, ppc64 and x86_64";
        case "intel" -> "i386 and x86_64";
        case "fat" -> "i386 and ppc";
        case "fat3" -> "i386, ppc and x86_64";
        case "fat64" -> "ppc64 and x86_64";
        default -> "";
      };
    }
    boolean open = tag.endsWith("_mips") || tag.endsWith("_mips64");
    return open ? "it is said of both byte orders" : "";
  }

  private static Optional<Target> target(String tag, String text) throws ProblemException {
    switch (tag) {
      case "win32" -> {
        return windows("x86", "i686");
      }
      case "win_amd64" -> {
        return windows("x86_64", "");
      }
      case "win_arm64" -> {
        return windows("aarch64", "");
      }
      case "win_arm32" -> {
        return windows("arm", "thumbv7a");
      }
      default -> {}
    }
    if (tag.startsWith("mingw_")) {
      return mingw(tag.substring("mingw_".length()));
    }
    for (String[] old :
        new String[][] {
          {"manylinux1_", "2.5"}, {"manylinux2010_", "2.12"}, {"manylinux2014_", "2.17"}
        }) {
      if (tag.startsWith(old[0])) {
        return linux(tag.substring(old[0].length()), "gnu", old[1]);
      }
    }
    if (tag.startsWith("manylinux_")) {
      return versioned(tag, "manylinux_", "gnu");
    }
    if (tag.startsWith("musllinux_")) {
      return versioned(tag, "musllinux_", "musl");
    }
    if (tag.startsWith("linux_")) {
      return linux(tag.substring("linux_".length()), "", "");
    }
    if (tag.startsWith("macosx_")) {
      return apple(tag.substring("macosx_".length()), "macos");
    }
    if (tag.startsWith("ios_")) {
      return apple(tag.substring("ios_".length()), "ios");
    }
    if (tag.startsWith("android_")) {
      return android(tag.substring("android_".length()));
    }
    return PythonSystems.of(tag, text).map(PythonSystems::target);
  }

  /**
   * A build of Python by MinGW: {@code x86_64}, in newer ones with the C library and the compiler's
   * family behind it, {@code x86_64_ucrt_llvm}.
   */
  private static Optional<Target> mingw(String rest) {
    String machine = rest;
    String env = "gnu";
    for (String end : new String[] {"_msvcrt_gnu", "_ucrt_gnu", "_ucrt_llvm", "_msvcrt_llvm"}) {
      if (rest.endsWith(end)) {
        machine = rest.substring(0, rest.length() - end.length());
        env = end.endsWith("llvm") ? "gnullvm" : "gnu";
      }
    }
    String family = env;
    String variant = rest.endsWith("_ucrt_gnu") ? "ucrt" : "";
    return UnixMachine.of(machine)
        .map(m -> m.with("pc", "windows", "", family, "", "").withVariant(variant));
  }

  private static Optional<Target> windows(String arch, String isa) {
    return Optional.of(Machine.little(arch, isa).with("pc", "windows", "", "msvc", "", ""));
  }

  private static Optional<Target> versioned(String tag, String prefix, String env) {
    String[] parts = tag.substring(prefix.length()).split("_", 3);
    return parts.length == 3 && number(parts[0]) && number(parts[1])
        ? linux(parts[2], env, parts[0] + "." + parts[1])
        : Optional.empty();
  }

  private static Optional<Target> linux(String machine, String env, String floor) {
    return UnixMachine.of(machine)
        .map(m -> m.with("unknown", "linux", "", env, UnixMachine.floatAbi(machine), floor));
  }

  /** {@code 11_0_arm64}; the second number may be left out. */
  private static Optional<Target> apple(String rest, String os) {
    int first = rest.indexOf('_');
    if (first < 0 || !number(rest.substring(0, first))) {
      return Optional.empty();
    }
    int second = rest.indexOf('_', first + 1);
    boolean two = second > 0 && number(rest.substring(first + 1, second));
    String version = rest.substring(0, two ? second : first).replace('_', '.');
    String words = rest.substring((two ? second : first) + 1);
    boolean simulator = words.endsWith("_iphonesimulator");
    String machine = words.replace("_iphonesimulator", "").replace("_iphoneos", "");
    return switch (machine) {
      case "arm64", "x86_64", "i386", "ppc", "ppc64" ->
          UnixMachine.of(machine)
              .map(m -> m.with("apple", os, version, simulator ? "sim" : "", "", ""));
      default -> Optional.empty();
    };
  }

  private static Optional<Target> android(String rest) {
    int bar = rest.indexOf('_');
    if (bar < 0 || !number(rest.substring(0, bar))) {
      return Optional.empty();
    }
    String level = rest.substring(0, bar);
    return switch (rest.substring(bar + 1)) {
      case "arm64_v8a" ->
          Optional.of(Machine.little("aarch64").with("unknown", "android", level, "", "", ""));
      case "armeabi_v7a" ->
          Optional.of(
              Machine.little("arm", "v7").with("unknown", "android", level, "", "eabi", ""));
      case "x86_64" ->
          Optional.of(Machine.little("x86_64").with("unknown", "android", level, "", "", ""));
      case "x86" ->
          Optional.of(Machine.little("x86", "i686").with("unknown", "android", level, "", "", ""));
      default -> Optional.empty();
    };
  }

  private static boolean number(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
