package heddle.platform;

import java.util.Optional;

/**
 * What a processor of GNU config is: the family, the variant, the byte order and the register
 * width.
 */
record GnuCpu(String arch, String isa, Endian endian, int bits, String abi) {

  static Optional<GnuCpu> of(String cpu) {
    GnuCpu found = named(cpu);
    return found.arch.isEmpty() ? other(cpu) : Optional.of(found);
  }

  private static GnuCpu little(String arch, String isa, int bits) {
    return new GnuCpu(arch, isa, Endian.LITTLE, bits, "");
  }

  private static GnuCpu big(String arch, String isa, int bits) {
    return new GnuCpu(arch, isa, Endian.BIG, bits, "");
  }

  private static GnuCpu named(String cpu) {
    if (Globs.any("i[3-9]86", cpu)) {
      return little("x86", cpu, 32);
    }
    if (Globs.any("arm* thumbv7*", cpu) && !cpu.startsWith("arm64")) {
      return arm(cpu);
    }
    if (cpu.startsWith("mips")) {
      return mips(cpu);
    }
    if (cpu.startsWith("alpha")) {
      return little("alpha", cpu.equals("alpha") ? "" : cpu.substring(5), 64);
    }
    if (cpu.startsWith("hppa")) {
      return big("hppa", cpu.substring(4), cpu.equals("hppa64") ? 64 : 32);
    }
    if (cpu.startsWith("xtensa")) {
      return little("xtensa", cpu.equals("xtensa") ? "" : cpu.substring(7), 32);
    }
    if (cpu.startsWith("or1k") && !cpu.startsWith("or1k64")) {
      return big("or1k", cpu.substring(4), 32);
    }
    if (cpu.startsWith("m68") && !Globs.any("m6811 m6812 m68hc*", cpu)) {
      return big("m68k", cpu.equals("m68k") ? "" : cpu, 32);
    }
    return switch (cpu) {
      case "x86" -> little("x86", "", 32);
      case "x86_64" -> little("x86_64", "", 64);
      case "aarch64" -> little("aarch64", "", 64);
      case "aarch64_be" -> big("aarch64", "", 64);
      case "aarch64c" -> little("aarch64", "morello", 64);
      case "arm64e", "arm64ec" -> little("aarch64", cpu, 64);
      case "powerpc" -> big("powerpc", "", 32);
      case "powerpcle" -> little("powerpc", "", 32);
      case "powerpcspe" -> new GnuCpu("powerpc", "", Endian.BIG, 32, "spe");
      case "powerpc64" -> big("powerpc64", "", 64);
      case "powerpc64le" -> little("powerpc64", "", 64);
      case "riscv32", "riscv64" -> little(cpu, "", cpu.endsWith("64") ? 64 : 32);
      case "riscv32be" -> big("riscv32", "", 32);
      case "riscv64be" -> big("riscv64", "", 64);
      case "sparc" -> big("sparc", "", 32);
      case "sparcv8", "sparclet", "sparclite" -> big("sparc", cpu.substring(5), 32);
      case "sparc64", "sparcv9" -> big("sparc64", "", 64);
      case "sparc64b", "sparc64v", "sparcv9b", "sparcv9v" -> big("sparc64", cpu.substring(7), 64);
      case "sh", "sh1", "sh2", "sh3", "sh4" -> little("sh", cpu.substring(2), 32);
      case "sheb", "shbe", "sh3eb", "sh4eb", "sh3be", "sh4be" -> big("sh", digit(cpu), 32);
      case "nds32", "nds32le" -> little("nds32", "", 32);
      case "nds32be" -> big("nds32", "", 32);
      case "nios2", "nios2el" -> little("nios2", "", 32);
      case "nios2eb" -> big("nios2", "", 32);
      case "microblaze" -> big("microblaze", "", 32);
      case "microblazeel" -> little("microblaze", "", 32);
      case "arc", "arc32" -> little("arc", "", 32);
      case "arceb" -> big("arc", "", 32);
      case "m32rle" -> little("m32r", "", 32);
      case "amdgcn" -> little("amdgpu", "", 64);
      case "loongarchx32" -> new GnuCpu("loongarch64", "", Endian.LITTLE, 64, "x32");
      default -> little("", "", 0);
    };
  }

  private static String digit(String cpu) {
    char c = cpu.charAt(2);
    return c >= '1' && c <= '9' ? String.valueOf(c) : "";
  }

  private static GnuCpu arm(String cpu) {
    boolean big = Globs.any("armeb armbe armebv* armv*b armv*eb", cpu);
    String word =
        switch (cpu) {
          case "armbe", "armeb", "armle", "armel" -> "arm";
          default -> cpu;
        };
    String isa = ArmWord.isa(word);
    // The kernel's machine names end in the byte order.
    if (isa.length() > 2 && (isa.endsWith("l") || isa.endsWith("b")) && !isa.endsWith("rl")) {
      isa = isa.substring(0, isa.length() - 1);
    }
    return new GnuCpu("arm", isa, big ? Endian.BIG : Endian.LITTLE, 32, "");
  }

  private static GnuCpu mips(String cpu) {
    boolean little = cpu.endsWith("el");
    String rest = cpu.substring(4, cpu.length() - (little ? 2 : 0));
    if (rest.endsWith("eb")) {
      rest = rest.substring(0, rest.length() - 2);
    }
    boolean wide = rest.startsWith("64") || rest.startsWith("isa64") || rest.startsWith("n32");
    String isa =
        switch (rest) {
          case "", "64" -> "";
          case "isa32r6", "isa64r6", "r6", "64r6", "n32r6" -> "r6";
          default -> rest;
        };
    return new GnuCpu(
        wide ? "mips64" : "mips",
        isa,
        little ? Endian.LITTLE : Endian.BIG,
        wide ? 64 : 32,
        rest.startsWith("n32") ? "n32" : "");
  }

  /** Families without variants. */
  private static Optional<GnuCpu> other(String cpu) {
    return switch (cpu) {
      case "avr32",
          "m32r",
          "lm32",
          "moxie",
          "s390",
          "or32",
          "romp",
          "rs6000",
          "fr30",
          "mn10300",
          "we32k",
          "m88k",
          "i370" ->
          Optional.of(big(cpu, "", 32));
      case "s390x", "or1k64", "mmix" ->
          Optional.of(big(cpu.equals("or1k64") ? "or1k" : cpu, "", 64));
      case "ia64", "kvx", "k1om", "tilegx", "tile", "e2k", "loongarch64", "wasm64", "bpf", "ve" ->
          Optional.of(little(cpu, "", 64));
      case "csky",
          "hexagon",
          "loongarch32",
          "wasm32",
          "cris",
          "crisv32",
          "bfin",
          "epiphany",
          "frv",
          "ft32",
          "iq2000",
          "m32c",
          "mcore",
          "metag",
          "nvptx",
          "pru",
          "rx",
          "v850",
          "v850e",
          "v850e1",
          "v850e2",
          "v850e2v3",
          "v850es",
          "vax",
          "visium",
          "z8k",
          "ubicom32",
          "tic6x",
          "tic4x",
          "c6x",
          "amdil",
          "i860",
          "i960",
          "ns32k",
          "spu",
          "score",
          "mep",
          "mt",
          "d30v",
          "dlx",
          "nios" ->
          Optional.of(little(cpu, "", 32));
      case "msp430", "ia16", "pdp11", "tic54x", "tic55x", "xstormy16", "h8300", "d10v", "rl78" ->
          Optional.of(little(cpu, "", 16));
      case "avr", "z80", "c8051", "w65" -> Optional.of(little(cpu, "", 8));
      default -> Optional.empty();
    };
  }
}
