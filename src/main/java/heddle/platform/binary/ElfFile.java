package heddle.platform.binary;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * The skeleton of an ELF file: its header, sections and segments (System V gABI, chapter 4 and 5).
 */
final class ElfFile {
  static final int RELOCATABLE = 1;
  static final int PROGRAM = 2;
  static final int SHARED = 3;
  static final int DYNAMIC = 6;
  static final int STRINGS = 3;
  static final int SYMBOLS = 2;
  static final int DYNAMIC_SYMBOLS = 11;
  static final int VERSIONS_NEEDED = 0x6ffffffe;

  /** A section; {@code link} is the number of the section with its strings. */
  record Section(String name, int type, long offset, long size, int link) {}

  /** A segment: where a stretch of memory lies in the file. */
  record Segment(int type, long offset, long address, long size) {}

  /** More than any linker makes; a file that claims more is damaged. */
  private static final int MANY = 1 << 20;

  final Bytes bytes;
  final boolean wide;
  final boolean big;
  final int osAbi;
  final int type;
  final int machine;
  final int flags;
  final List<Section> sections;
  final List<Segment> segments;

  ElfFile(Bytes raw) throws ProblemException {
    int width = raw.u8(4);
    int order = raw.u8(5);
    if (width < 1 || width > 2 || order < 1 || order > 2) {
      throw raw.broken("no class or byte order in its ELF header");
    }
    wide = width == 2;
    big = order == 2;
    bytes = raw.ordered(big);
    osAbi = bytes.u8(7);
    type = bytes.u16(16);
    machine = bytes.u16(18);
    flags = bytes.i32(wide ? 48 : 36);
    sections = readSections();
    segments = readSegments();
  }

  long word(long offset) throws ProblemException {
    return wide ? bytes.u64(offset) : bytes.u32(offset);
  }

  private List<Section> readSections() throws ProblemException {
    long table = word(wide ? 40 : 32);
    int entry = bytes.u16(wide ? 58 : 46);
    long count = bytes.u16(wide ? 60 : 48);
    int names = bytes.u16(wide ? 62 : 50);
    if (table == 0) {
      return List.of();
    }
    if (entry < (wide ? 64 : 40)) {
      throw bytes.broken("section headers of " + entry + " bytes");
    }
    if (count == 0) {
      count = word(table + (wide ? 32 : 20));
    }
    if (names == 0xffff) {
      names = bytes.i32(table + (wide ? 40 : 24));
    }
    if (count < 0 || count > MANY || names < 0 || names >= Math.max(count, 1)) {
      throw bytes.broken("a table of " + count + " sections");
    }
    long nameTable = word(table + (long) names * entry + (wide ? 24 : 16));
    var found = new ArrayList<Section>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * entry;
      int type = bytes.i32(at + 4);
      found.add(
          new Section(
              names == 0 ? "" : bytes.string(nameTable + bytes.u32(at)),
              type,
              word(at + (wide ? 24 : 16)),
              type == 8 ? 0 : word(at + (wide ? 32 : 20)),
              bytes.i32(at + (wide ? 40 : 24))));
    }
    return found;
  }

  private List<Segment> readSegments() throws ProblemException {
    long table = word(wide ? 32 : 28);
    int entry = bytes.u16(wide ? 54 : 42);
    int count = bytes.u16(wide ? 56 : 44);
    if (table == 0 || count == 0) {
      return List.of();
    }
    if (entry < (wide ? 56 : 32)) {
      throw bytes.broken("program headers of " + entry + " bytes");
    }
    var found = new ArrayList<Segment>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * entry;
      found.add(
          new Segment(
              bytes.i32(at),
              word(at + (wide ? 8 : 4)),
              word(at + (wide ? 16 : 8)),
              word(at + (wide ? 32 : 16))));
    }
    return found;
  }

  /** Where an address of the running program lies in the file; -1 if nowhere. */
  long offsetOf(long address) {
    for (Segment each : segments) {
      if (each.type == 1
          && Long.compareUnsigned(address, each.address) >= 0
          && Long.compareUnsigned(address - each.address, each.size) < 0) {
        return each.offset + (address - each.address);
      }
    }
    return -1;
  }

  Bytes content(Section section) throws ProblemException {
    return bytes.slice(bytes.name(), section.offset, section.size);
  }
}
