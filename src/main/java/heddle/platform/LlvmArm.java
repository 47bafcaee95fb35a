package heddle.platform;

import java.util.List;
import java.util.Optional;

/**
 * LLVM's grammar of ARM architecture words: {@code arm}, {@code thumb} or {@code aarch64}, a byte
 * order before or after, then {@code vN} and what it stands for.
 */
final class LlvmArm {
  /** A known architecture: LLVM's full name, its sub-architecture, its profile and version. */
  private record Known(String name, String sub, boolean microcontroller6) {}

  /** In LLVM's order, which decides where a text is the end of several names. */
  private static final List<Known> KNOWN =
      List.of(
          known("armv4", "NoSubArch"),
          known("armv4t", "v4t"),
          known("armv5t", "v5"),
          known("armv5te", "v5te"),
          known("armv5tej", "v5te"),
          known("armv6", "v6"),
          known("armv6k", "v6k"),
          known("armv6t2", "v6t2"),
          known("armv6kz", "v6k"),
          new Known("armv6-m", "ARMSubArch_v6m", true),
          known("armv7-a", "v7"),
          known("armv7ve", "v7ve"),
          known("armv7-r", "v7"),
          known("armv7-m", "v7m"),
          known("armv7e-m", "v7em"),
          known("armv8-a", "v8"),
          known("armv8.1-a", "v8_1a"),
          known("armv8.2-a", "v8_2a"),
          known("armv8.3-a", "v8_3a"),
          known("armv8.4-a", "v8_4a"),
          known("armv8.5-a", "v8_5a"),
          known("armv8.6-a", "v8_6a"),
          known("armv8.7-a", "v8_7a"),
          known("armv8.8-a", "v8_8a"),
          known("armv8.9-a", "v8_9a"),
          known("armv9-a", "v9"),
          known("armv9.1-a", "v9_1a"),
          known("armv9.2-a", "v9_2a"),
          known("armv9.3-a", "v9_3a"),
          known("armv9.4-a", "v9_4a"),
          known("armv9.5-a", "v9_5a"),
          known("armv9.6-a", "v9_6a"),
          known("armv9.7-a", "v9_7a"),
          known("armv8-r", "v8r"),
          known("armv8-m.base", "v8m_baseline"),
          known("armv8-m.main", "v8m_mainline"),
          known("armv8.1-m.main", "v8_1m_mainline"),
          known("iwmmxt", "v5te"),
          known("iwmmxt2", "v5te"),
          known("xscale", "v5te"),
          known("armv7s", "v7s"),
          known("armv7k", "v7k"));

  private LlvmArm() {}

  private static Known known(String name, String sub) {
    return new Known(name, sub.equals("NoSubArch") ? sub : "ARMSubArch_" + sub, false);
  }

  static boolean isFamily(String word) {
    return word.startsWith("arm") || word.startsWith("thumb") || word.startsWith("aarch64");
  }

  /** The architecture that a word of the family names. */
  static Optional<String> name(String word) {
    String version = canonical(word);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    boolean big =
        word.startsWith("armeb")
            || word.startsWith("thumbeb")
            || word.startsWith("aarch64_be")
            || (!word.startsWith("aarch64") && word.endsWith("eb"));
    boolean thumb = word.startsWith("thumb");
    if (thumb && (version.startsWith("v2") || version.startsWith("v3"))) {
      return Optional.empty();
    }
    // A microcontroller of version 6 runs Thumb only.
    if (find(version).map(Known::microcontroller6).orElse(false)) {
      return Optional.of(big ? "thumbeb" : "thumb");
    }
    if (word.startsWith("aarch64") || word.startsWith("arm64")) {
      return Optional.of(big ? "aarch64_be" : "aarch64");
    }
    String name = thumb ? "thumb" : "arm";
    return Optional.of(big ? name + "eb" : name);
  }

  /** LLVM's sub-architecture of a canonical version. */
  static String sub(String version) {
    return find(version).map(Known::sub).orElse("NoSubArch");
  }

  /**
   * The version part of a word: {@code v7a} of {@code armebv7a}; the word itself where nothing
   * follows the family, or where it has no family; empty where it cannot be a word of the family.
   */
  static String canonical(String word) {
    int head = head(word);
    if (head < 0) {
      return word.endsWith("eb") && word.length() > 2 ? word.substring(0, word.length() - 2) : word;
    }
    if (word.startsWith("aarch64") && !word.startsWith("aarch64_32")) {
      if (word.contains("eb")) {
        return "";
      }
      if (word.startsWith("_be", head)) {
        head += 3;
      }
    }
    String rest = word;
    if (word.startsWith("eb", head)) {
      head += 2;
    } else if (word.endsWith("eb")) {
      rest = word.substring(0, word.length() - 2);
    }
    rest = head >= rest.length() ? "" : rest.substring(head);
    if (rest.isEmpty()) {
      return word;
    }
    if (rest.length() >= 2 && (rest.charAt(0) != 'v' || !digit(rest.charAt(1)))) {
      return "";
    }
    return rest.contains("eb") ? "" : rest;
  }

  private static int head(String word) {
    for (String head :
        new String[] {"arm64_32", "arm64e", "arm64", "aarch64_32", "arm", "thumb", "aarch64"}) {
      if (word.startsWith(head)) {
        return head.length();
      }
    }
    return -1;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<Known> find(String text) {
    String version = synonym(canonical(text));
    for (Known known : KNOWN) {
      if (known.name.endsWith(version)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private static String synonym(String version) {
    return switch (version) {
      case "v5" -> "v5t";
      case "v5e" -> "v5te";
      case "v6j" -> "v6";
      case "v6hl" -> "v6k";
      case "v6m", "v6sm", "v6s-m" -> "v6-m";
      case "v6z", "v6zk" -> "v6kz";
      case "v7", "v7a", "v7hl", "v7l" -> "v7-a";
      case "v7r" -> "v7-r";
      case "v7m" -> "v7-m";
      case "v7em" -> "v7e-m";
      case "v8", "v8a", "v8l", "aarch64", "arm64" -> "v8-a";
      case "v9", "v9a" -> "v9-a";
      case "v8r" -> "v8-r";
      case "v8m.base" -> "v8-m.base";
      case "v8m.main" -> "v8-m.main";
      case "v8.1m.main" -> "v8.1-m.main";
      default -> dotted(version);
    };
  }

  /** {@code v8.1a} for {@code v8.1-a}, up to 8.9 and 9.7. */
  private static String dotted(String version) {
    if (version.length() == 5 && version.endsWith("a")) {
      char minor = version.charAt(3);
      if ((version.startsWith("v8.") && minor >= '1' && minor <= '9')
          || (version.startsWith("v9.") && minor >= '1' && minor <= '7')) {
        return version.substring(0, 4) + "-a";
      }
    }
    return version;
  }
}
