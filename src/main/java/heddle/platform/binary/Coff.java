package heddle.platform.binary;

import heddle.text.ProblemException;
import java.util.Locale;

/** COFF objects and PE images: processor, subsystem, imported libraries (Microsoft's PE format). */
final class Coff {
  private static final int MANY = 4096;

  private Coff() {}

  /** An object has no magic: its processor must be known and its header plausible. */
  static boolean isObject(Bytes bytes) throws ProblemException {
    if (bytes.size() < 20) {
      return false;
    }
    if (bytes.u16(0) == 0 && bytes.u16(2) == 0xffff) {
      return !arch(bytes.u16(6)).isEmpty();
    }
    long symbols = bytes.u32(8);
    return !arch(bytes.u16(0)).isEmpty()
        && bytes.u16(16) == 0
        && symbols <= bytes.size()
        && bytes.u16(2) * 40L + 20 <= bytes.size();
  }

  static Artifact read(Bytes bytes) throws ProblemException {
    var draft = new Draft();
    draft.facets.put(Facet.FORMAT, "coff");
    draft.facets.put(Facet.ENDIAN, "little");
    if (!bytes.startsWith('M', 'Z')) {
      machine(bytes.u16(0) == 0 ? bytes.u16(6) : bytes.u16(0), draft);
      return draft.artifact(bytes.name(), "object");
    }
    long header = bytes.u32(0x3c);
    if (!bytes.text(header, 4).equals("PE\0\0")) {
      throw bytes.broken("a DOS program, or no PE header");
    }
    machine(bytes.u16(header + 4), draft);
    boolean library = (bytes.u16(header + 22) & 0x2000) != 0;
    long optional = header + 24;
    boolean wide = bytes.u16(optional) == 0x20b;
    draft.facets.put(Facet.POINTER_BITS, wide ? "64" : "32");
    int subsystem = bytes.u16(optional + 68);
    boolean efi = subsystem >= 10 && subsystem <= 13;
    draft.facets.put(Facet.OS, efi ? "uefi" : "windows");
    imports(bytes, header, optional, wide, draft);
    exports(bytes, header, optional, wide, draft);
    for (String name : draft.needed) {
      runtime(name.toLowerCase(Locale.ROOT), draft);
    }
    return draft.artifact(bytes.name(), library ? "shared library" : "program");
  }

  private static void runtime(String name, Draft draft) {
    if (name.equals("msvcrt.dll")) {
      draft.facets.put(Facet.LIBC, "msvcrt");
    } else if (name.startsWith("api-ms-win-crt-") || name.startsWith("ucrtbase")) {
      draft.facets.put(Facet.LIBC, "ucrt");
    } else if (name.startsWith("msys-2.0") || name.startsWith("cygwin1")) {
      draft.facets.put(Facet.LIBC, "cygwin");
    } else if (name.endsWith("d.dll") && name.startsWith("vcruntime")) {
      draft.notes.add("uses Microsoft's debug runtime");
    }
  }

  private static void imports(Bytes bytes, long header, long optional, boolean wide, Draft draft)
      throws ProblemException {
    long directories = bytes.u32(optional + (wide ? 108 : 92));
    if (directories < 2) {
      return;
    }
    long address = bytes.u32(optional + (wide ? 120 : 104));
    if (address == 0) {
      return;
    }
    long at = offset(bytes, header, address);
    for (int i = 0; i < MANY; i++) {
      long name = bytes.u32(at + 20L * i + 12);
      if (name == 0) {
        return;
      }
      draft.needed.add(bytes.string(offset(bytes, header, name)));
    }
    throw bytes.broken("imports without end");
  }

  /** Of the exported names those that tell of an addon of Node.js. */
  private static void exports(Bytes bytes, long header, long optional, boolean wide, Draft draft)
      throws ProblemException {
    long address =
        bytes.u32(optional + (wide ? 108 : 92)) < 1 ? 0 : bytes.u32(optional + (wide ? 112 : 96));
    if (address == 0) {
      return;
    }
    long at = offset(bytes, header, address);
    long count = bytes.u32(at + 24);
    long names = count == 0 ? 0 : offset(bytes, header, bytes.u32(at + 32));
    var node = new NodeApi();
    for (long i = 0; i < count; i++) {
      long name = offset(bytes, header, bytes.u32(names + 4 * i));
      if (bytes.u8(name) == 'n') {
        node.symbol(bytes.string(name), false);
      }
    }
    node.describe(draft);
  }

  /** Where an address relative to the image lies in the file. */
  private static long offset(Bytes bytes, long header, long address) throws ProblemException {
    int sections = bytes.u16(header + 6);
    long table = header + 24 + bytes.u16(header + 20);
    for (int i = 0; i < sections; i++) {
      long at = table + 40L * i;
      long start = bytes.u32(at + 12);
      long size = Math.max(bytes.u32(at + 8), bytes.u32(at + 16));
      if (address >= start && address < start + size) {
        return bytes.u32(at + 20) + (address - start);
      }
    }
    throw bytes.broken("the address " + address + " lies in no section");
  }

  private static void machine(int machine, Draft draft) {
    String arch = arch(machine);
    draft.facets.put(Facet.ARCH, arch.isEmpty() ? "PE machine " + machine : arch);
    switch (machine) {
      case 0xa641, 0xa64e -> draft.notes.add("arm64ec (runs beside x86-64 code)");
      default -> {}
    }
    switch (arch) {
      case "x86", "arm" -> draft.facets.put(Facet.POINTER_BITS, "32");
      case "x86_64", "aarch64", "riscv64", "loongarch64" ->
          draft.facets.put(Facet.POINTER_BITS, "64");
      default -> {}
    }
  }

  private static String arch(int machine) {
    return switch (machine) {
      case 0x14c -> "x86";
      case 0x8664 -> "x86_64";
      case 0x1c0, 0x1c2, 0x1c4 -> "arm";
      case 0xaa64, 0xa641, 0xa64e -> "aarch64";
      case 0x5064 -> "riscv64";
      case 0x6264 -> "loongarch64";
      default -> "";
    };
  }
}
