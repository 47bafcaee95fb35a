package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * Python's platforms of systems whose name, release and machine {@code uname} says: {@code
 * freebsd-14.2-RELEASE-amd64}, {@code solaris-2.11-i86pc.64bit}, {@code aix-7205-2345-64} ({@code
 * sysconfig.get_platform}), and those of Python for WebAssembly. In a tag every dash and dot is an
 * underscore, so the machine is what the text ends in.
 */
record PythonSystems(String os, String osMin, Machine machine, String env) {

  /** Prefix of the tag, Heddle's system, environment. */
  private static final String[] SYSTEMS = {
    "freebsd freebsd -",
    "netbsd netbsd -",
    "openbsd openbsd -",
    "dragonfly dragonfly -",
    "gnukfreebsd kfreebsd gnu",
    "gnu hurd gnu",
    "haiku haiku -",
    "solaris solaris -",
    "illumos illumos -",
    "cygwin cygwin -",
    "msys msys -",
    "minix minix -",
    "wasi wasi -",
    "emscripten emscripten -",
    "pyodide emscripten -",
    "pyemscripten emscripten -",
    "qnx qnx -",
    "redox redox -",
    "serenityos serenity -",
    "managarm managarm -",
  };

  /** The machine and the words in front of it; the system is known. */
  private record Split(String release, Machine machine) {}

  /** Empty where the text is of no such system; a problem where its machine is none, or several. */
  static Optional<PythonSystems> of(String tag, String text) throws ProblemException {
    if (tag.startsWith("aix_")) {
      return Optional.of(aix(tag, text));
    }
    if (tag.startsWith("darwin_")) {
      Split split = split("macos", tag.substring("darwin_".length()), text);
      String kernel = version(split.release);
      return Optional.of(new PythonSystems("macos", Darwin.macos(kernel), split.machine, ""));
    }
    for (String row : SYSTEMS) {
      List<String> words = List.of(row.split(" ", -1));
      String prefix = words.getFirst() + "_";
      if (tag.startsWith(prefix)) {
        Split split = split(words.get(1), tag.substring(prefix.length()), text);
        String env = words.get(2).equals("-") ? "" : words.get(2);
        boolean release = !words.getFirst().endsWith("pyodide") && !tag.startsWith("pyem");
        return Optional.of(
            new PythonSystems(
                words.get(1), release ? version(split.release) : "", split.machine, env));
      }
    }
    return Optional.empty();
  }

  Target target() {
    String vendor =
        os.equals("aix")
            ? "ibm"
            : os.equals("macos") ? "apple" : os.equals("solaris") ? "pc" : "unknown";
    String abi = machine.arch().equals("arm") ? "eabihf" : "";
    return machine.with(vendor, os, released() ? osMin : "", env, abi, "");
  }

  /** WASI says 0.0.0, and a Hurd 0.9 whatever it is: those are no versions of what is there. */
  private boolean released() {
    return !os.equals("wasi") && !os.equals("hurd");
  }

  /** {@code aix-VRTL-BUILD-BITS}. */
  private static PythonSystems aix(String tag, String text) throws ProblemException {
    String[] words = tag.split("_", -1);
    String level = words[1];
    String bits = words[words.length - 1];
    if (!number(level) || level.length() < 2 || !(bits.equals("32") || bits.equals("64"))) {
      throw unknown(text);
    }
    Machine machine = Machine.big(bits.equals("64") ? "powerpc64" : "powerpc");
    return new PythonSystems("aix", level.charAt(0) + "." + level.charAt(1), machine, "");
  }

  private static Split split(String os, String rest, String text) throws ProblemException {
    // The release has dashes of its own, and some machines an underscore: the longest end counts.
    for (int at = 0; at >= 0; at = next(rest, at)) {
      String word = rest.substring(at);
      String several = several(os, word);
      if (!several.isEmpty()) {
        throw new ProblemException(
            Problem.of("`" + text + "` names several machines: `" + word + "` is " + several)
                .withHelp("only a running interpreter knows which: ask its sysconfig"));
      }
      Optional<Machine> machine = machine(os, word);
      if (machine.isPresent()) {
        return new Split(rest.substring(0, Math.max(0, at - 1)), machine.get());
      }
    }
    throw unknown(text);
  }

  private static int next(String text, int from) {
    int bar = text.indexOf('_', from);
    return bar < 0 ? -1 : bar + 1;
  }

  /** Words that a system's {@code uname} says on machines that are not the same to a compiler. */
  private static String several(String os, String word) {
    return switch (os) {
      case "freebsd" -> word.equals("powerpc") ? "powerpc, powerpc64 or powerpc64le" : "";
      case "netbsd" ->
          switch (word) {
            case "evbarm" -> "arm or aarch64";
            case "evbmips", "sbmips" -> "mips or mips64, of either byte order";
            default -> "";
          };
      default ->
          switch (word) {
            case "mips", "mips64" -> word + " of either byte order";
            default -> "";
          };
    };
  }

  private static Optional<Machine> machine(String os, String word) {
    return switch (os) {
      case "solaris", "illumos" ->
          switch (word) {
            case "i86pc_32bit" -> Optional.of(Machine.little("x86", "i686"));
            case "i86pc_64bit" -> Optional.of(Machine.little("x86_64"));
            case "sun4u_32bit", "sun4v_32bit" -> Optional.of(Machine.big("sparc"));
            case "sun4u_64bit", "sun4v_64bit" -> Optional.of(Machine.big("sparc64"));
            default -> Optional.empty();
          };
      case "freebsd" ->
          switch (word) {
            case "arm" -> Optional.of(Machine.little("arm", "v7"));
            case "riscv" -> UnixMachine.of("riscv64");
            default -> UnixMachine.of(word);
          };
      case "netbsd", "openbsd" ->
          switch (word) {
            case "macppc" -> Optional.of(Machine.big("powerpc"));
            case "octeon" -> Optional.of(Machine.big("mips64"));
            case "loongson" -> Optional.of(Machine.little("mips64"));
            case "armv7" -> Optional.of(Machine.little("arm", "v7"));
            case "luna88k" -> Optional.of(Machine.big("m88k"));
            case "landisk" -> Optional.of(Machine.little("sh"));
            case "mac68k", "amiga", "atari" -> Optional.of(Machine.big("m68k"));
            default -> UnixMachine.of(word);
          };
      // Tags of wheels have small letters throughout.
      case "hurd" -> UnixMachine.of(word.replace("_AT386", "").replace("_at386", ""));
      case "haiku" ->
          word.equalsIgnoreCase("BePC")
              ? Optional.of(Machine.little("x86", "i586"))
              : UnixMachine.of(word);
      case "qnx" ->
          switch (word) {
            case "x86pc" -> Optional.of(Machine.little("x86_64"));
            case "aarch64le" -> Optional.of(Machine.little("aarch64"));
            default -> UnixMachine.of(word);
          };
      default -> UnixMachine.of(word);
    };
  }

  /** The numbers at the start of a release: 14.2 of {@code 14_2_RELEASE_p3}. */
  private static String version(String release) {
    var version = new StringBuilder();
    for (String word : release.split("_", -1)) {
      if (!number(word)) {
        break;
      }
      version.append(version.isEmpty() ? "" : ".").append(word);
    }
    return version.toString();
  }

  private static boolean number(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static ProblemException unknown(String text) {
    return new ProblemException(
        Problem.of("`" + text + "` is no platform of Python that Heddle knows")
            .withNote("its system is, but not its machine"));
  }
}
