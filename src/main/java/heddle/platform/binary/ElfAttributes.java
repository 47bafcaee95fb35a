package heddle.platform.binary;

import heddle.text.ProblemException;

/**
 * Build attributes: for each vendor a list of tags with a number or a text (ARM's "Addenda to the
 * ABI", section 3; RISC-V's psABI, "Attributes").
 */
final class ElfAttributes {
  private static final int FILE = 1;

  private ElfAttributes() {}

  private interface Taker {
    void take(int tag, long number, String text);
  }

  /**
   * How floats are passed: by Tag_ABI_VFP_args where it is there. Without it the base standard
   * holds (in integer registers), but only for code that uses floats at all
   * (Tag_ABI_FP_number_model), which assembler files never say; so GNU ld compares them, too.
   */
  static void arm(Bytes content, Draft draft) throws ProblemException {
    long[] passed = {-1};
    boolean[] numbers = {false};
    boolean[] usesUnit = {false};
    String[] level = {""};
    boolean[] microcontroller = {false};
    each(
        content,
        "aeabi",
        (tag, number, text) -> {
          switch (tag) {
            case 28 -> passed[0] = number;
            case 6 -> {
              String name = armArchitecture(number);
              draft.notes.add("ARM architecture " + name);
              level[0] = level(name);
            }
            case 7 -> microcontroller[0] = number == 'M';
            case 10 -> usesUnit[0] = number != 0;
            case 23 -> numbers[0] = number != 0;
            default -> {}
          }
        });
    if (passed[0] == 1) {
      draft.facets.put(Facet.FLOAT, "hard");
    } else if (numbers[0] && passed[0] <= 0) {
      draft.facets.putIfAbsent(Facet.FLOAT, "soft");
    }
    // Microcontrollers are no level of the others, nor the other way round.
    if (!level[0].isEmpty() && !microcontroller[0]) {
      draft.facets.put(Facet.ISA, level[0]);
    }
    if (usesUnit[0]) {
      draft.notes.add("uses the floating-point unit");
    }
  }

  /** {@code armv7} of v7 and {@code armv6} of v6KZ; empty for microcontrollers. */
  private static String level(String architecture) {
    boolean numbered = architecture.startsWith("v") && !architecture.contains("-M");
    return numbered ? "arm" + architecture.substring(0, 2) : "";
  }

  private static String armArchitecture(long tag) {
    return switch ((int) tag) {
      case 1 -> "v4";
      case 2 -> "v4T";
      case 3 -> "v5T";
      case 4 -> "v5TE";
      case 5 -> "v5TEJ";
      case 6 -> "v6";
      case 7 -> "v6KZ";
      case 8 -> "v6T2";
      case 9 -> "v6K";
      case 10 -> "v7";
      case 11 -> "v6-M";
      case 12 -> "v6S-M";
      case 13 -> "v7E-M";
      case 14 -> "v8-A";
      case 15 -> "v8-R";
      case 16 -> "v8-M.baseline";
      case 17 -> "v8-M.mainline";
      case 21 -> "v8.1-M.mainline";
      case 22 -> "v9-A";
      default -> "with tag " + tag;
    };
  }

  static void riscv(Bytes content, Draft draft) throws ProblemException {
    each(
        content,
        "riscv",
        (tag, number, text) -> {
          if (tag == 5) {
            draft.notes.add("RISC-V ISA " + text);
            if (text.startsWith("rv")) {
              draft.facets.put(Facet.ISA, text);
            }
          }
        });
  }

  private static void each(Bytes content, String vendor, Taker taker) throws ProblemException {
    if (content.size() == 0 || content.u8(0) != 'A') {
      return;
    }
    long at = 1;
    while (at + 4 <= content.size()) {
      long length = content.u32(at);
      if (length < 5) {
        throw content.broken("attributes of " + length + " bytes");
      }
      Bytes section = content.slice(content.name(), at, length);
      String name = section.string(4);
      if (name.equals(vendor)) {
        subsections(section, 5L + name.length(), vendor.equals("riscv"), taker);
      }
      at += length;
    }
  }

  private static void subsections(Bytes section, long from, boolean riscv, Taker taker)
      throws ProblemException {
    long at = from;
    while (at + 5 <= section.size()) {
      long length = section.u32(at + 1);
      if (length < 5) {
        throw section.broken("attributes of " + length + " bytes");
      }
      if (section.u8(at) == FILE) {
        tags(section.slice(section.name(), at, length), riscv, taker);
      }
      at += length;
    }
  }

  private static void tags(Bytes bytes, boolean riscv, Taker taker) throws ProblemException {
    var cursor = new Cursor(bytes, 5);
    while (cursor.at < bytes.size()) {
      int tag = (int) cursor.number();
      // Odd tags carry text, of ARM's only from 32 on and a few old ones, whose 32 carries both.
      boolean text = riscv ? (tag & 1) == 1 : tag == 4 || tag == 5 || (tag > 32 && (tag & 1) == 1);
      if (tag == 32 && !riscv) {
        cursor.number();
        cursor.text();
      } else if (text) {
        taker.take(tag, 0, cursor.text());
      } else {
        taker.take(tag, cursor.number(), "");
      }
    }
  }

  private static final class Cursor {
    private final Bytes bytes;
    private long at;

    Cursor(Bytes bytes, long at) {
      this.bytes = bytes;
      this.at = at;
    }

    /** ULEB128; bits beyond 63 are dropped. */
    long number() throws ProblemException {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        int b = bytes.u8(at++);
        if (shift < 63) {
          value |= (long) (b & 0x7f) << shift;
        }
        if (b < 0x80) {
          return value;
        }
      }
    }

    String text() throws ProblemException {
      String text = bytes.string(at);
      at += text.length() + 1L;
      return text;
    }
  }
}
