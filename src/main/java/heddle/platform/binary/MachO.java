package heddle.platform.binary;

import heddle.text.ProblemException;
import java.util.LinkedHashSet;

/**
 * Mach-O, thin and universal: processor, product and least version, libraries (loader.h of XNU).
 */
final class MachO {
  private static final int SYMBOLS = 2;

  private MachO() {}

  static boolean isMachO(Bytes bytes) {
    return bytes.startsWith(0xcf, 0xfa, 0xed, 0xfe)
        || bytes.startsWith(0xce, 0xfa, 0xed, 0xfe)
        || bytes.startsWith(0xfe, 0xed, 0xfa, 0xcf)
        || bytes.startsWith(0xfe, 0xed, 0xfa, 0xce);
  }

  static Artifact universal(Bytes raw, int depth) throws ProblemException {
    if (depth > 2) {
      throw raw.broken("universal files within universal files");
    }
    Bytes bytes = raw.ordered(true);
    boolean wide = raw.startsWith(0xca, 0xfe, 0xba, 0xbf);
    long count = bytes.u32(4);
    if (count > 64) {
      throw bytes.broken("a universal file of " + count + " parts");
    }
    var draft = new Draft();
    var kinds = new LinkedHashSet<String>();
    var machines = new LinkedHashSet<String>();
    for (int i = 0; i < count; i++) {
      long at = 8 + (wide ? 32L : 20L) * i;
      Bytes part =
          wide
              ? bytes.slice(bytes.name(), bytes.u64(at + 8), bytes.u64(at + 16))
              : bytes.slice(bytes.name(), bytes.u32(at + 8), bytes.u32(at + 12));
      Artifact each = Formats.read(part, depth + 1);
      kinds.add(each.kind());
      each.abi().get(Facet.ARCH).ifPresent(machines::add);
      each.abi()
          .facets()
          .forEach((facet, value) ->
              draft.facets.merge(facet, value, (a, b) -> a.equals(b) ? a : Versions.max(a, b)));
      draft.notes.addAll(each.notes());
      for (String library : each.needed()) {
        if (!draft.needed.contains(library)) {
          draft.needed.add(library);
        }
      }
      draft.soname = each.soname();
    }
    if (machines.size() > 1) {
      draft.facets.put(Facet.ARCH, String.join(" and ", machines));
    }
    return draft.artifact(bytes.name(), "universal " + String.join(" and ", kinds));
  }

  static Artifact read(Bytes raw) throws ProblemException {
    boolean big = raw.startsWith(0xfe);
    Bytes bytes = raw.ordered(big);
    boolean wide = (bytes.i32(0) & 1) == 1;
    var draft = new Draft();
    int cpu = bytes.i32(4);
    draft.facets.put(Facet.FORMAT, "macho");
    draft.facets.put(Facet.ENDIAN, big ? "big" : "little");
    draft.facets.put(Facet.POINTER_BITS, wide ? "64" : "32");
    draft.facets.put(Facet.ARCH, arch(cpu));
    if (cpu == 0x0100000c && (bytes.i32(8) & 0xffffff) == 2) {
      draft.notes.add("arm64e (pointer authentication)");
    }
    long commands = bytes.u32(16);
    long at = wide ? 32 : 28;
    for (long i = 0; i < commands; i++) {
      long size = bytes.u32(at + 4);
      if (size < 8) {
        throw bytes.broken("a load command of " + size + " bytes");
      }
      Bytes command = bytes.slice(bytes.name(), at, size);
      if (command.i32(0) == SYMBOLS) {
        symbols(bytes, wide, command, draft);
      } else {
        command(command, draft);
      }
      at += size;
    }
    return draft.artifact(bytes.name(), kind(bytes.i32(12)));
  }

  /** Global names of the symbol table that tell of an addon of Node.js. */
  private static void symbols(Bytes bytes, boolean wide, Bytes command, Draft draft)
      throws ProblemException {
    long count = command.u32(12);
    if (count == 0) {
      return;
    }
    int entry = wide ? 16 : 12;
    Bytes table = bytes.slice(bytes.name(), command.u32(8), count * entry);
    Bytes names = bytes.slice(bytes.name(), command.u32(16), command.u32(20));
    var node = new NodeApi();
    for (long at = 0; at < table.size(); at += entry) {
      long name = table.u32(at);
      int type = table.u8(at + 4);
      boolean global = (type & 0xe0) == 0 && (type & 1) == 1;
      if (global && name + 1 < names.size() && names.u8(name) == '_' && names.u8(name + 1) == 'n') {
        node.symbol(names.string(name + 1), (type & 0x0e) == 0);
      }
    }
    node.describe(draft);
  }

  private static void command(Bytes command, Draft draft) throws ProblemException {
    switch (command.i32(0)) {
      case 0x32 -> {
        platform((int) command.u32(8), draft);
        draft.facets.put(Facet.OS_MIN, version(command.u32(12)));
      }
      case 0x24 -> least("macos", command, draft);
      case 0x25 -> least("ios", command, draft);
      case 0x2f -> least("tvos", command, draft);
      case 0x30 -> least("watchos", command, draft);
      case 0x0d -> draft.soname = command.string(command.u32(8));
      case 0x0c, 0x80000018, 0x8000001f -> draft.needed.add(command.string(command.u32(8)));
      default -> {}
    }
  }

  private static void least(String os, Bytes command, Draft draft) throws ProblemException {
    draft.facets.put(Facet.OS, os);
    draft.facets.put(Facet.OS_MIN, version(command.u32(8)));
  }

  private static void platform(int number, Draft draft) {
    String os =
        switch (number) {
          case 1 -> "macos";
          case 2, 6, 7 -> "ios";
          case 3, 8 -> "tvos";
          case 4, 9 -> "watchos";
          case 5 -> "bridgeos";
          case 10 -> "driverkit";
          case 11, 12 -> "visionos";
          default -> "";
        };
    if (!os.isEmpty()) {
      draft.facets.put(Facet.OS, os);
    }
    switch (number) {
      case 6 -> draft.facets.put(Facet.LIBC, "macabi");
      case 2, 3, 4, 11 -> draft.facets.put(Facet.LIBC, "device");
      case 7, 8, 9, 12 -> draft.facets.put(Facet.LIBC, "simulator");
      default -> {}
    }
  }

  /** Nibbles xxxx.yy.zz; a last zero is left out. */
  private static String version(long word) {
    String version = (word >> 16) + "." + ((word >> 8) & 0xff);
    return (word & 0xff) == 0 ? version : version + "." + (word & 0xff);
  }

  private static String kind(int type) {
    return switch (type) {
      case 1 -> "object";
      case 2 -> "program";
      case 6 -> "shared library";
      case 8 -> "bundle";
      default -> "Mach-O file of type " + type;
    };
  }

  private static String arch(int cpu) {
    return switch (cpu) {
      case 7 -> "x86";
      case 0x01000007 -> "x86_64";
      case 12 -> "arm";
      case 0x0100000c, 0x0200000c -> "aarch64";
      case 18 -> "powerpc";
      case 0x01000012 -> "powerpc64";
      default -> "Mach-O processor " + cpu;
    };
  }
}
