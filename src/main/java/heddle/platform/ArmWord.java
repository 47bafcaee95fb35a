package heddle.platform;

/** The architecture word of a 32-bit ARM target, as {@code armebv7r} or {@code thumbv7em}. */
final class ArmWord {
  private ArmWord() {}

  /**
   * The variant: {@code v7r} of {@code armebv7r}, {@code thumbv7em} of itself, nothing of {@code
   * arm}. Byte order is no part of it.
   */
  static String isa(String word) {
    boolean thumb = word.startsWith("thumb");
    String rest = thumb ? word.substring(5) : word.startsWith("arm") ? word.substring(3) : word;
    if (rest.startsWith("eb")) {
      rest = rest.substring(2);
    } else if (rest.endsWith("eb")) {
      rest = rest.substring(0, rest.length() - 2);
    }
    return thumb ? "thumb" + rest : rest;
  }
}
