package heddle.platform.binary;

import heddle.text.ProblemException;
import java.util.ArrayList;

/**
 * The dynamic section: libraries needed, the own name, the interpreter, and the symbol versions
 * that are needed of each library. Found by segments, so that a file without section headers tells
 * as much.
 */
final class ElfDynamic {
  private static final int NEEDED = 1;
  private static final int STRING_TABLE = 5;
  private static final int SONAME = 14;
  private static final long VERSIONS = 0x6ffffffeL;
  private static final long VERSION_COUNT = 0x6fffffffL;
  private static final int MANY = 1 << 16;

  private final ElfFile elf;
  private final Draft draft;
  private static final long FLAGS = 0x6ffffffbL;
  private static final long PROGRAM = 0x08000000L;

  private long strings = -1;
  private long versions = -1;
  private long versionCount;

  ElfDynamic(ElfFile elf, Draft draft) {
    this.elf = elf;
    this.draft = draft;
  }

  void describe() throws ProblemException {
    for (ElfFile.Segment segment : elf.segments) {
      if (segment.type() == 3) {
        libcOf(elf.bytes.slice("", segment.offset(), segment.size()).string(0));
      }
    }
    for (ElfFile.Segment segment : elf.segments) {
      if (segment.type() == 2) {
        table(segment.offset(), segment.size());
      }
    }
    for (String library : draft.needed) {
      libcOf(library);
    }
    floors();
  }

  private void table(long offset, long size) throws ProblemException {
    int entry = elf.wide ? 16 : 8;
    Bytes content = elf.bytes.slice(elf.bytes.name(), offset, size);
    var names = new ArrayList<Long>();
    long soname = -1;
    for (long at = 0; at + entry <= content.size(); at += entry) {
      long tag = elf.word(offset + at);
      long value = elf.word(offset + at + entry / 2);
      if (tag == 0) {
        break;
      } else if (tag == NEEDED) {
        names.add(value);
      } else if (tag == SONAME) {
        soname = value;
      } else if (tag == STRING_TABLE) {
        strings = elf.offsetOf(value);
      } else if (tag == VERSIONS) {
        versions = elf.offsetOf(value);
      } else if (tag == FLAGS) {
        draft.program = (value & PROGRAM) != 0;
      } else if (tag == VERSION_COUNT) {
        versionCount = value;
      }
    }
    if (strings < 0) {
      return;
    }
    for (long name : names) {
      draft.needed.add(string(name));
    }
    if (soname >= 0) {
      draft.soname = string(soname);
    }
    if (versions >= 0) {
      needs();
    }
  }

  private String string(long index) throws ProblemException {
    if (index < 0 || index > elf.bytes.size()) {
      throw elf.bytes.broken("a name outside of its strings");
    }
    return elf.bytes.string(strings + index);
  }

  private void needs() throws ProblemException {
    long at = versions;
    int guard = 0;
    for (long i = 0; i < versionCount; i++) {
      int count = elf.bytes.u16(at + 2);
      long each = at + elf.bytes.u32(at + 8);
      for (int j = 0; j < count; j++) {
        if (++guard > MANY) {
          throw elf.bytes.broken("symbol versions without end");
        }
        version(string(elf.bytes.u32(each + 8)));
        each += elf.bytes.u32(each + 12);
      }
      long next = elf.bytes.u32(at + 12);
      if (next == 0 || ++guard > MANY) {
        break;
      }
      at += next;
    }
  }

  /**
   * {@code GLIBC_2.17}, {@code GLIBCXX_3.4.30}, {@code GCC_4.2.0}: the interface and its number.
   */
  private void version(String name) {
    int bar = name.lastIndexOf('_');
    if (bar > 0 && bar + 1 < name.length() && Character.isDigit(name.charAt(bar + 1))) {
      draft.version(name.substring(0, bar), name.substring(bar + 1));
    }
  }

  private void libcOf(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (file.startsWith("ld-musl-") || file.startsWith("libc.musl-")) {
      is("linux", "musl");
    } else if (file.equals("libc.so.6") || file.startsWith("ld-linux")) {
      is("linux", "glibc");
    } else if (file.startsWith("linker") && name.startsWith("/system/")) {
      is("android", "bionic");
    } else if (file.equals("libc.so.7")) {
      draft.facets.putIfAbsent(Facet.OS, "freebsd");
    }
  }

  private void is(String os, String libc) {
    draft.facets.putIfAbsent(Facet.OS, os);
    draft.facets.putIfAbsent(Facet.LIBC, libc);
  }

  private void floors() {
    String glibc = draft.versions.getOrDefault("GLIBC", "");
    if (!glibc.isEmpty()) {
      is("linux", "glibc");
      draft.facets.put(Facet.LIBC_MIN, glibc);
    }
    String cxx = draft.versions.getOrDefault("GLIBCXX", "");
    if (!cxx.isEmpty()) {
      draft.facets.put(Facet.CXX_MIN, cxx);
    }
    String cxxabi = draft.versions.getOrDefault("CXXABI", "");
    if (!cxxabi.isEmpty()) {
      draft.facets.put(Facet.CXXABI_MIN, cxxabi);
    }
  }
}
