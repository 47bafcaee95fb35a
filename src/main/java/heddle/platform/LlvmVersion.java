package heddle.platform;

/**
 * A version of one to four numbers as LLVM reads it from a triple's word: all of the text must be
 * the version, else there is none. The fourth number is dropped.
 */
record LlvmVersion(String text) {
  static final LlvmVersion NONE = new LlvmVersion("0");

  static LlvmVersion parse(String text) {
    var out = new StringBuilder();
    int at = 0;
    for (int part = 0; part < 4; part++) {
      int start = at;
      // LLVM's numbers are 32 bits wide (31 after the first) and wrap around.
      int value = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        value = value * 10 + (text.charAt(at) - '0');
        at++;
      }
      if (at == start) {
        return NONE;
      }
      if (part < 3) {
        out.append(part == 0 ? "" : ".")
            .append(part == 0 ? Integer.toUnsignedString(value) : value & 0x7fffffff);
      }
      if (at == text.length()) {
        return new LlvmVersion(out.toString());
      }
      if (text.charAt(at) != '.') {
        return NONE;
      }
      at++;
    }
    return NONE;
  }

  boolean isEmpty() {
    return text.equals("0");
  }
}
