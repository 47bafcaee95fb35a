package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Locale;
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
    String several = several(os, processor);
    if (!several.isEmpty()) {
      throw wrong(text, "its processor is " + several + ", which the name does not tell apart");
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
                os.equals("hurd") || os.equals("kfreebsd") ? "gnu" : "",
                os.equals("linux") ? UnixMachine.floatAbi(processor) : "",
                "");
    return new Reading(Dialect.CMAKE, text, text, fields, Optional.of(target));
  }

  /** Processors of which CMake says the same word. */
  private static String several(String os, String processor) {
    if (processor.equals("mips") || processor.equals("mips64")) {
      return processor + " of either byte order";
    }
    boolean sun = os.equals("solaris") && processor.equals("i386");
    boolean aix = os.equals("aix") && processor.equals("powerpc");
    return sun ? "x86 or x86_64" : aix ? "powerpc or powerpc64" : "";
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
      case "QNX" -> "nto";
      case "SerenityOS" -> "serenity";
      case "HP-UX" -> "hpux";
      case "OSF1" -> "osf";
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
          "kFreeBSD",
          "VxWorks",
          "MSYS",
          "Midipix",
          "BeOS",
          "RTEMS",
          "Minix",
          "Redox",
          "Managarm",
          "Fuchsia" ->
          system.toLowerCase(Locale.ROOT);
      default -> "";
    };
  }

  private static ProblemException wrong(String text, String why) {
    return new ProblemException(Problem.of("`" + text + "` is no system of CMake: " + why));
  }
}
