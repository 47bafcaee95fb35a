package heddle.platform.binary;

import heddle.text.ProblemException;

/**
 * GNU properties of an ELF file (the Linux extensions to the gABI): the x86 level that the code
 * needs where the linker was told, and control-flow protection. Absence proves nothing.
 */
final class ElfNotes {
  private static final long X86_NEEDED = 0xc0008002L;
  private static final long X86_FEATURES = 0xc0000002L;
  private static final long ARM_FEATURES = 0xc0000000L;

  private ElfNotes() {}

  static void properties(Bytes content, boolean wide, int machine, Draft draft)
      throws ProblemException {
    long at = 0;
    while (at + 12 <= content.size()) {
      long nameSize = content.u32(at);
      long size = content.u32(at + 4);
      long type = content.u32(at + 8);
      long start = at + 12 + align(nameSize, 4);
      if (type == 5 && nameSize == 4 && content.text(at + 12, 3).equals("GNU")) {
        each(content.slice(content.name(), start, size), wide, machine, draft);
      }
      at = start + align(size, wide ? 8 : 4);
    }
  }

  private static long align(long size, int to) {
    return (size + to - 1) / to * to;
  }

  private static void each(Bytes note, boolean wide, int machine, Draft draft)
      throws ProblemException {
    long at = 0;
    while (at + 12 <= note.size()) {
      long type = note.u32(at);
      long size = note.u32(at + 4);
      long value = note.u32(at + 8);
      boolean intel = machine == 62 || machine == 3;
      if (intel && type == X86_NEEDED && value != 0) {
        int level = 64 - Long.numberOfLeadingZeros(value);
        draft.facets.put(Facet.ISA, level <= 1 ? "x86-64-v1" : "x86-64-v" + level);
      } else if (intel && type == X86_FEATURES) {
        note(draft, value, "IBT", "SHSTK");
      } else if (machine == 183 && type == ARM_FEATURES) {
        note(draft, value, "BTI", "PAC");
      }
      at += 8 + align(size, wide ? 8 : 4);
    }
  }

  private static void note(Draft draft, long bits, String first, String second) {
    if ((bits & 1) != 0) {
      draft.notes.add("built with " + first);
    }
    if ((bits & 2) != 0) {
      draft.notes.add("built with " + second);
    }
  }
}
