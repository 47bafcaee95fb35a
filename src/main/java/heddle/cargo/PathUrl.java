package heddle.cargo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The path part of a {@code file:} URL, percent-encoded as the WHATWG URL standard does it. */
record PathUrl(String text) {
  static String encode(Path path) {
    var out = new StringBuilder();
    for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      // The path percent-encode set; `%` and `\` are added by the url crate for file paths.
      if (c <= ' ' || c >= 0x7f || "\"#<>?`{}%\\^".indexOf(c) >= 0) {
        out.append('%').append(hex(c >> 4)).append(hex(c & 15));
      } else {
        out.append((char) c);
      }
    }
    return out.toString();
  }

  static Path decode(String text) {
    if (text.indexOf('%') < 0) {
      return Path.of(text);
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    var out = new byte[in.length];
    int n = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%' && i + 2 < in.length) {
        int high = Character.digit(in[i + 1], 16);
        int low = Character.digit(in[i + 2], 16);
        if (high >= 0 && low >= 0) {
          out[n++] = (byte) (high * 16 + low);
          i += 2;
          continue;
        }
      }
      out[n++] = in[i];
    }
    return Path.of(new String(out, 0, n, StandardCharsets.UTF_8));
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
