package heddle.platform.binary;

import java.util.Map;

/** Processor, byte order, width and calling convention as the ELF header tells them. */
final class ElfMachine {
  private ElfMachine() {}

  static void describe(ElfFile elf, Draft draft) {
    Map<Facet, String> facets = draft.facets;
    facets.put(Facet.FORMAT, "elf");
    facets.put(Facet.ARCH, arch(elf));
    facets.put(Facet.ENDIAN, elf.big ? "big" : "little");
    facets.put(Facet.POINTER_BITS, elf.wide ? "64" : "32");
    switch (elf.machine) {
      case 8 -> facets.put(Facet.CALLS, mips(elf));
      case 21 -> {
        // 0 does not prove version 1: old tools left it out.
        if ((elf.flags & 3) == 2) {
          facets.put(Facet.CALLS, "elfv2");
        } else if ((elf.flags & 3) == 1) {
          facets.put(Facet.CALLS, "elfv1");
        }
      }
      case 40 -> {
        if ((elf.flags & 0x400) != 0) {
          facets.put(Facet.FLOAT, "hard");
        } else if ((elf.flags & 0x200) != 0) {
          facets.put(Facet.FLOAT, "soft");
        }
      }
      case 243 -> {
        facets.put(
            Facet.FLOAT,
            switch (elf.flags & 6) {
              case 0 -> "soft";
              case 2 -> "single";
              case 4 -> "hard";
              default -> "quad";
            });
        if ((elf.flags & 8) != 0) {
          facets.put(Facet.CALLS, "embedded (RVE)");
        }
      }
      case 258 -> {
        switch (elf.flags & 7) {
          case 1 -> facets.put(Facet.FLOAT, "soft");
          case 2 -> facets.put(Facet.FLOAT, "single");
          case 3 -> facets.put(Facet.FLOAT, "hard");
          default -> {}
        }
      }
      default -> {}
    }
    switch (elf.osAbi) {
      case 6 -> facets.put(Facet.OS, "solaris");
      case 9 -> facets.put(Facet.OS, "freebsd");
      case 12 -> facets.put(Facet.OS, "openbsd");
      default -> {}
    }
  }

  private static String mips(ElfFile elf) {
    if (elf.wide) {
      return "n64";
    }
    if ((elf.flags & 0x20) != 0) {
      return "n32";
    }
    return (elf.flags & 0xf000) == 0x2000 ? "o64" : "o32";
  }

  private static String arch(ElfFile elf) {
    return switch (elf.machine) {
      case 2, 18 -> "sparc";
      case 3, 6 -> "x86";
      case 4 -> "m68k";
      case 8 -> elf.wide || (elf.flags & 0x20) != 0 ? "mips64" : "mips";
      case 15 -> "hppa";
      case 20 -> "powerpc";
      case 21 -> "powerpc64";
      case 22 -> elf.wide ? "s390x" : "s390";
      case 40 -> "arm";
      case 42 -> "sh";
      case 43 -> "sparc64";
      case 50 -> "ia64";
      case 62 -> "x86_64";
      case 83 -> "avr";
      case 92 -> "or1k";
      case 94 -> "xtensa";
      case 105 -> "msp430";
      case 164 -> "hexagon";
      case 183 -> "aarch64";
      case 195 -> "arc";
      case 224 -> "amdgpu";
      case 243 -> elf.wide ? "riscv64" : "riscv32";
      case 247 -> "bpf";
      case 252 -> "csky";
      case 258 -> elf.wide ? "loongarch64" : "loongarch32";
      case 0x9026 -> "alpha";
      default -> "ELF machine " + elf.machine;
    };
  }
}
