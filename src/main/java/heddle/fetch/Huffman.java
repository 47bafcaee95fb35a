package heddle.fetch;

import java.io.IOException;

/**
 * The code of RFC 7541, appendix B, in which headers of HTTP/2 may be written. It is canonical:
 * shorter codes come first, those of one length stand in the order of their bytes. So the lengths
 * say all.
 */
final class Huffman {
  /** The length of the code of each byte: {@code a} is one bit, {@code z} 26, {@code A} 27. */
  private static final String LENGTHS =
      "mwBBBBBBBxDBBDBBBBBBBBDBBBBBBBBBfjjlmfhkjjhkhfffeeefffffffghofljmfgggggggggggggggggggggghghmsm"
          + "nfoefefefffeggfffefgfeefgggggoknmBtvttvvvwvwwwwwxwxxvwxwwwwuvwvwwxvutvvwwuwvvxuvwwuuvuwv"
          + "wwtvvvwvvwzztsvwvyzzzAAzxysuzAAzAxuuzzBAAAtxtuvuuwvvyyxxzwzAzzAAAAABAAAAAz";

  private static final int LONGEST = 30;

  /** Of each length, the first code, and which byte of {@link #SORTED} it stands for. */
  private static final int[] FIRST = new int[LONGEST + 2];

  private static final int[] START = new int[LONGEST + 2];
  private static final byte[] SORTED = new byte[256];

  static {
    int code = 0;
    int count = 0;
    for (int length = 1; length <= LONGEST; length++) {
      FIRST[length] = code;
      START[length] = count;
      for (int each = 0; each < 256; each++) {
        if (length(each) == length) {
          SORTED[count++] = (byte) each;
          code++;
        }
      }
      code <<= 1;
    }
    START[LONGEST + 1] = count;
  }

  private Huffman() {}

  private static int length(int each) {
    char c = LENGTHS.charAt(each);
    return c >= 'a' ? c - 'a' + 1 : c - 'A' + 27;
  }

  /** The text of bytes from one place to another; what is left of the last byte is ones. */
  static String text(byte[] bytes, int from, int to) throws IOException {
    var out = new StringBuilder((to - from) * 2);
    int code = 0;
    int length = 0;
    boolean ones = true;
    for (int i = from; i < to; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        int next = (bytes[i] >> bit) & 1;
        code = code << 1 | next;
        ones &= next == 1;
        length++;
        int place = code - FIRST[length];
        int many = START[length + 1] - START[length];
        if (place >= 0 && place < many) {
          out.append((char) (SORTED[START[length] + place] & 0xff));
          code = 0;
          length = 0;
          ones = true;
        } else if (length == LONGEST) {
          throw new IOException("HTTP/2: no byte has this code");
        }
      }
    }
    if (length > 7 || !ones) {
      throw new IOException("HTTP/2: a text ends within a byte");
    }
    return out.toString();
  }
}
