package heddle.platform;

import java.util.Optional;

/** The target that a GNU configuration means; empty where its system is none that Heddle names. */
final class GnuMeaning {
  private GnuMeaning() {}

  static Optional<Target> of(GnuConfig config, GnuCpu cpu) {
    GnuSystem system = config.system();
    String word = system.kernel().isEmpty() ? system.os() : system.kernel();
    String os = os(word, system.os());
    if (os.isEmpty()) {
      return Optional.empty();
    }
    Environment environment = environment(system);
    String env = env(os, word, environment);
    String named = !cpu.abi().isEmpty() ? cpu.abi() : environment.abi();
    String abi = AbiNames.completed(cpu.arch(), cpu.endian(), os, env, named);
    int pointers = cpu.bits() <= 16 ? 16 : cpu.bits();
    return Optional.of(
        new Target(
            cpu.arch(),
            cpu.arch().startsWith("riscv") && AbiNames.hosted(os) ? "gc" : cpu.isa(),
            cpu.endian(),
            cpu.bits(),
            AbiNames.pointerBits(abi, pointers),
            config.vendor(),
            os,
            version(word, system.os(), os),
            env,
            abi,
            libcVersion(system.os(), env),
            format(os, cpu.arch(), system.format()),
            environment.variant()));
  }

  private static Environment environment(GnuSystem system) {
    String os = system.os();
    if (system.kernel().isEmpty()) {
      return os.startsWith("eabi") ? new Environment("", os, "") : new Environment("", "", "");
    }
    return LlvmWords.environment(os)
        .map(Environment::of)
        .map(e -> e.abi().isEmpty() ? e.withAbi(named(os)) : e)
        .orElseGet(() -> other(os));
  }

  private static String named(String os) {
    for (String abi : new String[] {"abiv2hf", "abiv2", "elfv2", "elfv1", "spe"}) {
      if (os.startsWith("gnu" + abi) || os.startsWith("musl" + abi)) {
        return abi;
      }
    }
    return os.startsWith("androideabi") ? "eabi" : "";
  }

  private static Environment other(String os) {
    if (os.startsWith("uclibc")) {
      String rest = os.substring("uclibc".length());
      return new Environment("uclibc", rest.startsWith("gnu") ? rest.substring(3) : rest, "");
    }
    for (String libc : new String[] {"dietlibc", "newlib", "relibc", "mlibc", "llvm"}) {
      if (os.startsWith(libc)) {
        return new Environment(libc, "", "");
      }
    }
    return new Environment("", "", "");
  }

  private static String env(String os, String word, Environment environment) {
    return switch (os) {
      case "android", "cygwin" -> "";
      case "windows" -> word.startsWith("mingw") ? "gnu" : environment.family();
      case "wasi" -> word.substring(os.length());
      case "hurd", "redox", "rtems", "vxworks" -> AbiNames.onlyEnvironment(os);
      default -> environment.family();
    };
  }

  /** Heddle's name of a system; empty where it has none. */
  private static String os(String word, String os) {
    if (os.startsWith("android")) {
      return "android";
    }
    if (word.isEmpty() || word.equals("none") || word.startsWith("eabi")) {
      return "none";
    }
    if (Globs.any("mingw32* mingw64*", word)) {
      return "windows";
    }
    if (word.startsWith("gnu")) {
      return "hurd";
    }
    if (word.startsWith("macos") || word.startsWith("osx") || word.startsWith("darwin")) {
      return "macos";
    }
    for (String name :
        new String[] {
          "linux",
          "uclinux",
          "windows",
          "cygwin",
          "freebsd",
          "netbsd",
          "openbsd",
          "dragonfly",
          "kfreebsd",
          "knetbsd",
          "kopensolaris",
          "solaris",
          "aix",
          "ios",
          "tvos",
          "watchos",
          "haiku",
          "fuchsia",
          "redox",
          "vxworks",
          "rtems",
          "emscripten",
          "wasi",
          "uefi",
          "nto",
          "managarm",
          "ironclad",
          "hermit",
          "minix",
          "serenity",
          "zephyr",
          "amdhsa",
          "hpux",
          "sunos",
          "irix",
          "osf",
          "mint",
          "qnx",
          "genode",
          "l4re",
          "tock",
          "psp",
          "midipix",
          "msys",
          "beos",
          "plan9",
          "nacl",
          "morphos",
          "amigaos",
          "ohos",
          "phoenix",
          "vms"
        }) {
      if (word.startsWith(name)) {
        return name;
      }
    }
    return "";
  }

  /** The digits and dots at the end of the system's word. */
  private static String version(String word, String system, String os) {
    String from = os.equals("android") ? system : word;
    if (os.equals("windows")
        || os.equals("wasi")
        || from.startsWith("eabi")
        || from.equals("none")) {
      return "";
    }
    int start = from.length();
    while (start > 0
        && (Character.isDigit(from.charAt(start - 1)) || from.charAt(start - 1) == '.')) {
      start--;
    }
    String version = from.substring(start);
    // config.sub says solaris2 of every Solaris.
    if (os.equals("solaris") && version.equals("2")) {
      return "";
    }
    return word.startsWith("darwin") && !version.isEmpty() && version.charAt(0) != '.'
        ? Darwin.macos(version)
        : version;
  }

  private static String libcVersion(String os, String env) {
    if (!env.equals("gnu") && !env.equals("musl")) {
      return "";
    }
    String rest = os.substring(Math.min(os.length(), env.length()));
    int at = 0;
    while (at < rest.length() && !Character.isDigit(rest.charAt(at))) {
      at++;
    }
    String digits = rest.substring(at);
    return at == 0 && digits.indexOf('.') > 0 ? digits : "";
  }

  private static ObjectFormat format(String os, String arch, String stated) {
    if (stated.startsWith("coff") || stated.startsWith("pe")) {
      return ObjectFormat.COFF;
    }
    if (stated.startsWith("aout")) {
      return ObjectFormat.AOUT;
    }
    return Architecture.format(arch, os);
  }
}
