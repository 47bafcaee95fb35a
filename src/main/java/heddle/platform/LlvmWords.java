package heddle.platform;

import java.util.List;
import java.util.Optional;

/**
 * What LLVM 22 takes a word of a triple for: its names of vendors, systems, environments and object
 * formats. Systems and environments match by prefix (the rest is a version), formats by suffix;
 * where one name begins another, the longer stands first. Empty: LLVM does not know the word.
 */
final class LlvmWords {
  /** LLVM's canonical name and the prefix that gives it. */
  private record Prefix(String text, String name) {}

  private static final List<Prefix> SYSTEMS =
      prefixes(
          "darwin dragonfly freebsd fuchsia ios kfreebsd linux lv2 macos:macosx managarm netbsd"
              + " openbsd solaris uefi win32:windows windows zos haiku rtems aix cuda nvcl"
              + " amdhsa ps4 ps5 elfiamcu tvos watchos bridgeos driverkit xros visionos:xros"
              + " mesa3d amdpal hermit hurd wasip1 wasip2 wasip3 wasi emscripten shadermodel"
              + " liteos serenity vulkan cheriotrtos");

  private static final List<Prefix> ENVIRONMENTS =
      prefixes(
          "eabihf eabi gnuabin32 gnuabi64 gnueabihft64 gnueabihf gnueabit64 gnueabi gnuf32 gnuf64"
              + " gnusf gnux32 gnu_ilp32 code16 gnut64 gnu android muslabin32 muslabi64 musleabihf"
              + " musleabi muslf32 muslsf muslx32 muslwali musl msvc itanium cygnus coreclr"
              + " simulator macabi pixel vertex geometry hull domain compute library raygeneration"
              + " intersection anyhit closesthit miss callable mesh amplification rootsignature"
              + " opencl ohos pauthtest llvm mlibc mtia");

  private LlvmWords() {}

  static Optional<String> vendor(String word) {
    return switch (word) {
      case "apple",
          "pc",
          "scei",
          "fsl",
          "ibm",
          "img",
          "mti",
          "nvidia",
          "csr",
          "amd",
          "mesa",
          "suse",
          "oe",
          "intel",
          "meta" ->
          Optional.of(word);
      case "sie" -> Optional.of("scei");
      default -> Optional.empty();
    };
  }

  static Optional<String> system(String word) {
    return first(SYSTEMS, word);
  }

  static Optional<String> environment(String word) {
    return first(ENVIRONMENTS, word);
  }

  static Optional<ObjectFormat> format(String word) {
    if (word.endsWith("xcoff")) {
      return Optional.of(ObjectFormat.XCOFF);
    }
    for (ObjectFormat format : ObjectFormat.values()) {
      switch (format) {
        case COFF, ELF, GOFF, MACHO, WASM, SPIRV -> {
          if (word.endsWith(format.id())) {
            return Optional.of(format);
          }
        }
        case XCOFF, DXCONTAINER, AOUT -> {}
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(List<Prefix> prefixes, String word) {
    for (Prefix prefix : prefixes) {
      if (word.startsWith(prefix.text)) {
        return Optional.of(prefix.name);
      }
    }
    return Optional.empty();
  }

  private static List<Prefix> prefixes(String words) {
    return List.of(words.split(" ", -1)).stream()
        .map(word -> {
          int colon = word.indexOf(':');
          return colon < 0
              ? new Prefix(word, word)
              : new Prefix(word.substring(0, colon), word.substring(colon + 1));
        })
        .toList();
  }
}
