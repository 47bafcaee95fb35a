package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Meson's reading: {@code system/cpu_family/endian} of a machine section. The C library and the
 * variant of the processor stay open.
 */
final class MesonReading {
  private MesonReading() {}

  static Reading of(String text) throws ProblemException {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw wrong(text, "it has the form system/cpu_family/endian");
    }
    boolean big = parts[2].equals("big");
    if (!big && !parts[2].equals("little")) {
      throw wrong(text, "the byte order is little or big");
    }
    String os = os(parts[0]);
    if (os.isEmpty()) {
      throw wrong(text, "no system `" + parts[0] + "`");
    }
    Optional<Machine> machine = machine(parts[1], big ? Endian.BIG : Endian.LITTLE);
    if (machine.isEmpty()) {
      throw wrong(text, "no cpu_family `" + parts[1] + "` of that byte order");
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("system", parts[0]);
    fields.put("cpu_family", parts[1]);
    fields.put("endian", parts[2]);
    String vendor = os.equals("macos") ? "apple" : "unknown";
    return new Reading(
        Dialect.MESON,
        text,
        text,
        fields,
        Optional.of(machine.get().with(vendor, os, "", os.equals("hurd") ? "gnu" : "", "", "")));
  }

  private static String os(String system) {
    return switch (system) {
      case "darwin" -> "macos";
      case "gnu" -> "hurd";
      case "sunos" -> "solaris";
      case "none",
          "linux",
          "windows",
          "cygwin",
          "android",
          "freebsd",
          "netbsd",
          "openbsd",
          "dragonfly",
          "haiku",
          "aix",
          "emscripten",
          "wasi",
          "minix",
          "fuchsia",
          "serenity",
          "vxworks",
          "nto",
          "qnx",
          "redox",
          "msys" ->
          system;
      default -> "";
    };
  }

  private static Optional<Machine> machine(String family, Endian endian) {
    String arch =
        switch (family) {
          case "ppc" -> "powerpc";
          case "ppc64" -> "powerpc64";
          case "parisc" -> "hppa";
          case "sh4" -> "sh";
          case "c6000" -> "tic6x";
          default -> MachineNames.mesonKeeps(family) ? family : "";
        };
    boolean oneWay =
        switch (arch) {
          case "x86",
              "x86_64",
              "ia64",
              "alpha",
              "loongarch64",
              "wasm32",
              "wasm64",
              "avr",
              "msp430",
              "c2000",
              "dspic",
              "e2k",
              "ft32",
              "pic24",
              "pic32",
              "rl78",
              "sw_64",
              "tricore" ->
              endian == Endian.LITTLE;
          case "s390", "s390x", "sparc", "sparc64", "m68k", "hppa" -> endian == Endian.BIG;
          default -> !arch.isEmpty();
        };
    return oneWay ? Optional.of(new Machine(arch, sh(arch), endian)) : Optional.empty();
  }

  private static String sh(String arch) {
    return arch.equals("sh") ? "4" : "";
  }

  private static ProblemException wrong(String text, String why) {
    return new ProblemException(Problem.of("`" + text + "` is no machine of Meson: " + why));
  }
}
