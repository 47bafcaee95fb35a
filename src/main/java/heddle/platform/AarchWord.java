package heddle.platform;

/** The architecture word of a 64-bit ARM target with a version, as {@code aarch64v8r}. */
final class AarchWord {
  private AarchWord() {}

  /** The version and what it stands for, empty where the word has none. */
  static String isa(String word) {
    int at = word.startsWith("aarch64") ? 7 : word.startsWith("arm64") ? 5 : word.length();
    if (word.equals("aarch64_lfi")) {
      return "lfi";
    }
    if (word.startsWith("_be", at) || word.startsWith("_32", at)) {
      at += 3;
    }
    if (word.startsWith("eb", at)) {
      at += 2;
    }
    String rest = word.substring(at);
    return rest.endsWith("eb") ? rest.substring(0, rest.length() - 2) : rest;
  }
}
