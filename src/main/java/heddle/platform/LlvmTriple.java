package heddle.platform;

import java.util.List;
import java.util.Optional;

/**
 * A triple as LLVM parses it, by position: architecture, vendor, system, environment; the last
 * takes all the rest. Names are LLVM's own, {@code unknown} where LLVM does not know the word;
 * whether that is an error is for {@link LlvmReading} to say.
 */
record LlvmTriple(
    String text,
    String archText,
    String vendorText,
    String osText,
    String envText,
    String arch,
    String sub,
    String vendor,
    String os,
    String env,
    ObjectFormat format) {

  static LlvmTriple parse(String text) {
    List<String> words = List.of(text.split("-", 4));
    String archText = words.getFirst();
    String vendorText = at(words, 1);
    String osText = at(words, 2);
    String envText = at(words, 3);
    String arch = LlvmArch.name(archText).orElse("unknown");
    String os = LlvmWords.system(osText).orElse("unknown");
    String env =
        words.size() == 1 ? implied(archText) : LlvmWords.environment(envText).orElse("unknown");
    Optional<ObjectFormat> stated = LlvmWords.format(envText);
    return new LlvmTriple(
        text,
        archText,
        vendorText,
        osText,
        envText,
        arch,
        LlvmArch.sub(archText),
        LlvmWords.vendor(vendorText).orElse("unknown"),
        os,
        env,
        stated.orElseGet(() -> defaultFormat(arch, os)));
  }

  private static String at(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** A MIPS architecture alone says which of its ABIs is meant. */
  private static String implied(String word) {
    if (word.startsWith("mipsn32")) {
      return "gnuabin32";
    }
    if (word.startsWith("mips64") || word.startsWith("mipsisa64")) {
      return "gnuabi64";
    }
    return switch (word) {
      case "mips", "mipsel", "mipsr6", "mipsr6el" -> "gnu";
      default -> word.startsWith("mipsisa32") ? "gnu" : "unknown";
    };
  }

  private static ObjectFormat defaultFormat(String arch, String os) {
    boolean darwin = isDarwin(os);
    return switch (arch) {
      case "unknown", "aarch64", "aarch64_32", "arm", "thumb", "i386", "x86_64" ->
          os.equals("windows") || os.equals("uefi")
              ? ObjectFormat.COFF
              : darwin ? ObjectFormat.MACHO : ObjectFormat.ELF;
      case "mipsel" -> os.equals("windows") ? ObjectFormat.COFF : ObjectFormat.ELF;
      case "powerpc", "powerpc64" ->
          os.equals("aix") ? ObjectFormat.XCOFF : darwin ? ObjectFormat.MACHO : ObjectFormat.ELF;
      case "s390x" -> os.equals("zos") ? ObjectFormat.GOFF : ObjectFormat.ELF;
      case "wasm32", "wasm64" -> ObjectFormat.WASM;
      case "spirv", "spirv32", "spirv64" -> ObjectFormat.SPIRV;
      case "dxil" -> ObjectFormat.DXCONTAINER;
      default -> ObjectFormat.ELF;
    };
  }

  static boolean isDarwin(String os) {
    return switch (os) {
      case "darwin", "macosx", "ios", "tvos", "watchos", "driverkit", "xros", "bridgeos" -> true;
      default -> false;
    };
  }

  /** The version after the system's name, {@code 0} where there is none. */
  LlvmVersion osVersion() {
    String rest = osText;
    if (osText.startsWith(os)) {
      rest = osText.substring(os.length());
    } else if (os.equals("macosx") && osText.startsWith("macos")) {
      rest = osText.substring("macos".length());
    } else if (osText.startsWith("visionos")) {
      rest = osText.substring("visionos".length());
    }
    return LlvmVersion.parse(rest);
  }

  /** The version after the environment's name, {@code 0} where there is none. */
  LlvmVersion envVersion() {
    String rest = envText;
    if (rest.equals("none")) {
      return LlvmVersion.NONE;
    }
    if (rest.startsWith(env)) {
      rest = rest.substring(env.length());
    }
    if (rest.contains("-") && rest.endsWith("-" + format.id())) {
      rest = rest.substring(0, rest.length() - format.id().length() - 1);
    }
    return LlvmVersion.parse(rest);
  }
}
