package heddle.platform;

import java.util.Optional;

/**
 * An instruction set family under Heddle's name: the width of its registers and of its pointers.
 */
record Architecture(String name, int bits, int pointerBits) {

  /** Heddle's name of what rustc's cfg calls an architecture: variants are no families. */
  static String canonical(String rustArch) {
    return switch (rustArch) {
      case "arm64ec" -> "aarch64";
      case "mips32r6" -> "mips";
      case "mips64r6" -> "mips64";
      default -> rustArch;
    };
  }

  static Optional<Architecture> find(String name) {
    int bits =
        switch (name) {
          case "aarch64",
              "alpha",
              "amdgpu",
              "bpf",
              "ia64",
              "loongarch64",
              "mips64",
              "nvptx64",
              "powerpc64",
              "riscv64",
              "s390x",
              "sparc64",
              "tilegx",
              "ve",
              "wasm64",
              "x86_64",
              "amdil64",
              "e2k",
              "hsail64",
              "kvx",
              "spir64",
              "spirv",
              "spirv64",
              "sw_64",
              "renderscript64" ->
              64;
          case "arc",
              "arm",
              "avr32",
              "c2000",
              "csky",
              "cris",
              "ft32",
              "hexagon",
              "hppa",
              "lanai",
              "loongarch32",
              "m32r",
              "m68k",
              "m88k",
              "microblaze",
              "mips",
              "nios2",
              "nvptx",
              "or1k",
              "pic32",
              "powerpc",
              "propeller",
              "riscv32",
              "rx",
              "s390",
              "sh",
              "sh3",
              "sh4",
              "sparc",
              "tce",
              "tic6x",
              "tricore",
              "vax",
              "wasm32",
              "x86",
              "xcore",
              "xtensa",
              "amdil",
              "dxil",
              "hsail",
              "kalimba",
              "r600",
              "renderscript32",
              "shave",
              "spir",
              "spirv32",
              "pe" ->
              32;
          case "msp430", "ia16", "dspic", "pic24", "rl78" -> 16;
          case "ez80" -> 24;
          case "avr", "spork8" -> 8;
          default -> 0;
        };
    return bits == 0
        ? Optional.empty()
        : Optional.of(new Architecture(name, bits, bits == 8 ? 16 : bits));
  }

  /** The object format that an architecture has on a system. */
  static ObjectFormat format(String arch, String os) {
    if (arch.startsWith("wasm")) {
      return ObjectFormat.WASM;
    }
    return switch (os) {
      case "windows", "cygwin", "uefi", "msys", "midipix" -> ObjectFormat.COFF;
      case "macos", "ios", "tvos", "watchos", "visionos", "driverkit", "bridgeos" ->
          ObjectFormat.MACHO;
      case "aix" -> ObjectFormat.XCOFF;
      case "zos" -> ObjectFormat.GOFF;
      default -> ObjectFormat.ELF;
    };
  }
}
