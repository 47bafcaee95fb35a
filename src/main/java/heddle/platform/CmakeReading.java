package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * CMake's reading: {@code CMAKE_SYSTEM_NAME/CMAKE_SYSTEM_PROCESSOR}. The processor is whatever the
 * system's {@code uname} prints; the C library stays open.
 */
final class CmakeReading {
  private CmakeReading() {}

  static Reading of(String text) throws ProblemException {
    int slash = text.indexOf('/');
    String system = slash < 0 ? text : text.substring(0, slash);
    String processor = slash < 0 ? "" : text.substring(slash + 1);
    String os = os(system);
    if (os.isEmpty()) {
      throw wrong(text, "no system `" + system + "`");
    }
    Optional<Machine> machine = UnixMachine.of(processor);
    if (machine.isEmpty()) {
      throw wrong(text, "no processor `" + processor + "`");
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("CMAKE_SYSTEM_NAME", system);
    fields.put("CMAKE_SYSTEM_PROCESSOR", processor);
    boolean apple = Architecture.format(machine.get().arch(), os) == ObjectFormat.MACHO;
    Target target =
        machine
            .get()
            .with(
                apple ? "apple" : "unknown",
                os,
                "",
                os.equals("hurd") ? "gnu" : "",
                os.equals("linux") ? UnixMachine.floatAbi(processor) : "",
                "");
    return new Reading(Dialect.CMAKE, text, text, fields, Optional.of(target));
  }

  private static String os(String system) {
    return switch (system) {
      case "Darwin" -> "macos";
      case "iOS" -> "ios";
      case "tvOS" -> "tvos";
      case "watchOS" -> "watchos";
      case "visionOS" -> "visionos";
      case "SunOS" -> "solaris";
      case "GNU" -> "hurd";
      case "Generic" -> "none";
      case "CYGWIN" -> "cygwin";
      case "Linux",
          "Windows",
          "Android",
          "FreeBSD",
          "NetBSD",
          "OpenBSD",
          "DragonFly",
          "Haiku",
          "AIX",
          "Emscripten",
          "WASI",
          "UEFI",
          "Fuchsia" ->
          system.toLowerCase(java.util.Locale.ROOT);
      default -> "";
    };
  }

  private static ProblemException wrong(String text, String why) {
    return new ProblemException(Problem.of("`" + text + "` is no system of CMake: " + why));
  }
}
