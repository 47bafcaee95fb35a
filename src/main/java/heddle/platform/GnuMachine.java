package heddle.platform;

/**
 * The machine of a GNU configuration: a processor and who made the computer, and the system that
 * this machine implies, empty if none. The rules are those of GNU config (2025-07-10): first the
 * names of computers, then processors under other names, then makers that a processor implies.
 */
record GnuMachine(String cpu, String vendor, String system) {

  /**
   * Reads {@code cpu}, {@code computer} or {@code cpu-vendor}; {@code system} is what was said so
   * far.
   */
  static GnuMachine of(String text, String system, String whole) {
    return byMaker(byProcessor(byComputer(text, system, whole)));
  }

  private GnuMachine(String machine, String system) {
    this(
        machine.substring(0, machine.indexOf('-')),
        machine.substring(machine.indexOf('-') + 1),
        system);
  }

  private GnuMachine cpu(String name) {
    return new GnuMachine(name, vendor, system);
  }

  private GnuMachine vendor(String name) {
    return new GnuMachine(cpu, name, system);
  }

  private GnuMachine system(String name) {
    return new GnuMachine(cpu, vendor, name);
  }

  private GnuMachine orSystem(String name) {
    return system.isEmpty() ? system(name) : this;
  }

  private static GnuMachine byComputer(String text, String system, String whole) {
    GnuMachine plain = hewlettPackard(text, system);
    if (!plain.cpu.isEmpty()) {
      return plain;
    }
    return switch (text) {
      case "w89k" -> new GnuMachine("hppa1.1-winbond", system);
      case "op50n", "op60c" -> new GnuMachine("hppa1.1-oki", system);
      case "orion105" -> new GnuMachine("clipper-highlevel", system);
      case "mac", "mpw", "mac-mpw" -> new GnuMachine("m68k-apple", system);
      case "pmac", "pmac-mpw" -> new GnuMachine("powerpc-apple", system);
      case "3b1", "7300", "7300-att", "att-7300", "pc7300", "safari", "unixpc" ->
          new GnuMachine("m68000-att", system);
      case "delta", "3300", "motorola-3300", "motorola-delta", "3300-motorola", "delta-motorola" ->
          new GnuMachine("m68k-motorola", system);
      case "encore", "umax", "mmax" -> new GnuMachine("ns32k-encore", system);
      case "elxsi" -> new GnuMachine("elxsi-elxsi", system).orSystem("bsd");
      case "fx2800" -> new GnuMachine("i860-alliant", system);
      case "genix" -> new GnuMachine("ns32k-ns", system);
      case "j90", "j90-cray" -> new GnuMachine("j90-cray", system).orSystem("unicos");
      case "iris", "iris4d" ->
          new GnuMachine("mips-sgi", system.startsWith("irix") ? system : "irix4");
      case "miniframe" -> new GnuMachine("m68000-convergent", system);
      case "news-3600", "risc-news" -> new GnuMachine("mips-sony", "newsos");
      case "np1", "pn" -> new GnuMachine(text, "gould", system);
      case "pa-hitachi" -> new GnuMachine("hppa1.1-hitachi", "hiuxwe2");
      case "pbd" -> new GnuMachine("sparc-tti", system);
      case "pbb" -> new GnuMachine("m68k-tti", system);
      case "pc532" -> new GnuMachine("ns32k-pc532", system);
      case "power" -> new GnuMachine("power-ibm", system);
      case "ps2" -> new GnuMachine("i386-ibm", system);
      case "rm400", "rm600" -> new GnuMachine("mips-siemens", system);
      case "sde" -> new GnuMachine("mipsisa32-sde", system).orSystem("elf");
      case "simso-wrs" -> new GnuMachine("sparclite-wrs", "vxworks");
      case "tower", "tower-32" -> new GnuMachine("m68k-ncr", system);
      case "w65" -> new GnuMachine("w65-wdc", system);
      case "none" -> new GnuMachine("none-none", system);
      case "x64", "amd64" -> new GnuMachine("x86_64-pc", system);
      case "pc98" -> new GnuMachine("i386-pc", system);
      default -> byPattern(text, system, whole);
    };
  }

  private static GnuMachine byPattern(String text, String system, String whole) {
    if (text.startsWith("ibm")) {
      return new GnuMachine("i370-ibm", system);
    }
    if (text.startsWith("3b")) {
      return new GnuMachine("we32k-att", system);
    }
    if (text.startsWith("bluegene")) {
      return new GnuMachine("powerpc-ibm", "cnk");
    }
    if (Globs.any("decsystem10* dec10*", text)) {
      return new GnuMachine("pdp10-dec", "tops10");
    }
    if (Globs.any("decsystem20* dec20*", text)) {
      return new GnuMachine("pdp10-dec", "tops20");
    }
    if (Globs.any("dpx2 dpx2[23]00 dpx2[23]xx", text)) {
      return new GnuMachine("m68k-bull", system);
    }
    if (Globs.any("dpx2100 dpx21xx", text)) {
      return new GnuMachine("i386-bull", system);
    }
    if (text.equals("dpx20")) {
      return new GnuMachine("rs6000-bull", system);
    }
    if (Globs.any("h3050r* hiux*", text)) {
      return new GnuMachine("hppa1.1-hitachi", "hiuxwe2");
    }
    if (Globs.any("i*86v32 i*86v4* i*86v i*86sol2", text)) {
      return new GnuMachine(whole.substring(0, whole.indexOf("86") + 2), "pc", unix(text));
    }
    if (Globs.any("*mint mint[0-9]* *MiNT *MiNT[0-9]*", text)) {
      return new GnuMachine("m68k-atari", "mint");
    }
    if (Globs.any("next m*-next", text)) {
      return new GnuMachine("m68k-next", system);
    }
    if (Globs.any("op50n-* op60c-*", text)) {
      return new GnuMachine("hppa1.1-oki", "proelf");
    }
    if (text.startsWith("w89k-")) {
      return new GnuMachine("hppa1.1-winbond", "proelf");
    }
    if (Globs.any("rtpc rtpc-*", text)) {
      return new GnuMachine("romp-ibm", system);
    }
    if (Globs.any("vpp* vx vx-*", text)) {
      return new GnuMachine("f301-fujitsu", system);
    }
    if (Globs.any("leon leon[3-9] leon-* leon[3-9]-*", text)) {
      int dash = text.indexOf('-');
      return new GnuMachine("sparc", dash < 0 ? text : text.substring(0, dash), system);
    }
    if (text.indexOf('-') >= 0) {
      return new GnuMachine(text, system);
    }
    return new GnuMachine(text, Globs.any("i*86 x86_64", text) ? "pc" : "unknown", system);
  }

  /** What the ending of such a word says, by the first of config.sub's patterns that it has. */
  private static String unix(String text) {
    if (Globs.any("i*86v32", text)) {
      return "sysv32";
    }
    if (Globs.any("i*86v4*", text)) {
      return "sysv4";
    }
    return text.endsWith("v") ? "sysv" : "solaris2";
  }

  /** The HP 9000 by model number: series 200 and 300 are 68000s, the rest PA-RISC 1.0 or 1.1. */
  private static GnuMachine hewlettPackard(String text, String system) {
    String cpu = "";
    if (Globs.any("hp3k9[0-9][0-9] hp9[0-9][0-9]", text)) {
      cpu = "hppa1.0";
    } else if (Globs.any("hp9k2[0-9][0-9] hp9k31[0-9]", text)) {
      cpu = "m68000";
    } else if (Globs.any("hp9k3[2-9][0-9]", text)) {
      cpu = "m68k";
    } else if (Globs.any("hp9k6[0-9][0-9] hp6[0-9][0-9]", text)) {
      cpu = "hppa1.0";
    } else if (Globs.any("hp9k7[0-9][0-9] hp7[0-9][0-9]", text)) {
      cpu = "hppa1.1";
    } else if (Globs.any("hp9k80[24] hp80[24] hp9k8[0-9][13679] hp8[0-9][13679]", text)) {
      cpu = "hppa1.1";
    } else if (Globs.any("hp9k8[0-9][0-9] hp8[0-9][0-9]", text)) {
      cpu = "hppa1.0";
    }
    return new GnuMachine(cpu, "hp", system);
  }

  /** Processors under another name, whoever made the computer. */
  private static GnuMachine byProcessor(GnuMachine m) {
    return switch (m.cpu) {
      case "amd64" -> m.cpu("x86_64");
      case "arm64", "aarch64le", "arm64_32" -> m.cpu("aarch64");
      case "blackfin" -> m.cpu("bfin").orSystem("linux");
      case "c54x", "c55x", "c6x" -> m.cpu("ti" + m.cpu);
      case "e500v1", "e500v2" -> m.cpu("powerpc").system(m.system + "spe");
      case "ms1" -> m.cpu("mt");
      case "m68knommu" -> m.cpu("m68k").orSystem("linux");
      case "m9s12z", "m68hcs12z", "hcs12z" -> m.cpu("s12z");
      case "openrisc" -> m.cpu("or32");
      case "parisc" -> m.cpu("hppa").orSystem("linux");
      case "pentium", "p5", "k5", "k6", "nexgen", "viac3" -> m.cpu("i586");
      case "pentiumpro",
          "p6",
          "6x86",
          "athlon",
          "pentiumii",
          "pentium2",
          "pentiumiii",
          "pentium3" ->
          m.cpu("i686");
      case "pentium4" -> m.cpu("i786");
      case "ppc", "ppcbe" -> m.cpu("powerpc");
      case "ppcle", "powerpclittle" -> m.cpu("powerpcle");
      case "ppc64" -> m.cpu("powerpc64");
      case "ppc64le", "powerpc64little" -> m.cpu("powerpc64le");
      case "sb1", "sb1el" -> m.cpu("mipsisa64" + m.cpu);
      case "sh5el" -> m.cpu("sh5le");
      case "sh5eb" -> m.cpu("sh5be");
      case "strongarm", "thumb" -> m.cpu("arm");
      case "tx39", "tx39el" -> m.cpu("mips" + m.cpu);
      case "xscale", "xscaleel", "xscaleeb" -> m.cpu("arm" + m.cpu.substring(6));
      case "cr16", "crx" -> m.orSystem("elf");
      case "xps" -> m.vendor.equals("unknown") ? m.cpu("xps100") : m;
      default -> byPrefix(m);
    };
  }

  private static GnuMachine byPrefix(GnuMachine m) {
    if (m.cpu.startsWith("athlon_")) {
      return m.cpu("i686");
    }
    if (m.cpu.startsWith("mips3")) {
      return m.cpu("mips64");
    }
    if (Globs.any("crisv32 etraxfs*", m.cpu)) {
      return m.cpu("crisv32").vendor("axis");
    }
    if (Globs.any("cris etrax*", m.cpu)) {
      return m.cpu("cris").vendor("axis");
    }
    return m.cpu.startsWith("tile") ? m.orSystem("linux-gnu") : m;
  }

  /** Makers and systems that a processor implies where no other maker was named. */
  private static GnuMachine byMaker(GnuMachine m) {
    boolean open = m.vendor.equals("unknown");
    GnuMachine found =
        switch (m.cpu) {
          case "craynv" -> open ? m.vendor("cray").orSystem("unicosmp") : m;
          case "c90" -> open || m.vendor.equals("cray") ? m.vendor("cray").orSystem("unicos") : m;
          case "c1", "c2", "c32", "c34", "c38" ->
              open || m.vendor.equals("convex") ? m.vendor("convex").orSystem("bsd") : m;
          case "fx80" -> open ? m.vendor("alliant") : m;
          case "romp", "rs6000" ->
              open ? m.vendor("ibm") : m.orSystem(usual(m.cpu + "-" + m.vendor));
          case "mmix" -> open ? m.vendor("knuth") : m;
          case "microblaze", "microblazeel" -> open ? m.vendor("xilinx") : m;
          case "vax", "pdp11" -> open ? m.vendor("dec") : m;
          case "we32k" -> open ? m.vendor("att") : m;
          case "cydra" -> open ? m.vendor("cydrome") : m;
          case "i370" -> m.vendor.startsWith("ibm") ? m.vendor("ibm") : m;
          case "orion" -> open ? m.vendor("highlevel") : m;
          case "xps100" -> open ? m.vendor("honeywell") : m;
          case "armh" ->
              open || m.vendor.equals("alt")
                  ? m.cpu("armv7l").vendor("alt").orSystem("linux-gnueabihf")
                  : m;
          default -> m.orSystem(usual(m.cpu + "-" + m.vendor));
        };
    if (found.vendor.startsWith("digital")) {
      return found.vendor("dec");
    }
    return found.vendor.startsWith("commodore") ? found.vendor("cbm") : found;
  }

  /** What runs on a maker's computers with this processor; empty if that is open. */
  private static String usual(String machine) {
    return switch (machine) {
      case "m68k-isi" -> "sysv";
      case "m68k-sony" -> "newsos";
      case "m68k-tektronix" -> "bsd";
      case "m88k-harris", "i386-bull", "m68k-bull" -> "sysv3";
      case "rs6000-bull" -> "bosx";
      case "mips-sni" -> "sysv4";
      default -> "";
    };
  }

  /** Whether GNU config knows the processor, in this maker's computers. */
  boolean isKnown() {
    return Globs.any(PROCESSORS, cpu)
        || (vendor.equals("tandem") && Globs.any("neo nse nsr nsv nsx", cpu));
  }

  private static final String PROCESSORS =
      "1750a 580 [cjt]90 a29k aarch64 aarch64_be aarch64c abacus alpha alpha64 alpha64ev56"
          + " alpha64ev6[78] alpha64ev[4-8] alpha64pca5[67] alphaev56 alphaev6[78] alphaev[4-8]"
          + " alphapca5[67] am33_2.0 amdgcn arc arc32 arc64 arceb arm arm64e arm64ec arm[lb]e"
          + " arme[lb] armv* asmjs avr avr32 ba be32 be64 bfin bpf bs2000 c30 c4x c8051 c[123]*"
          + " clipper cr16 craynv cris crisv32 crx csky cydra d10v d30v dlx dsp16xx e2k elxsi"
          + " epiphany f30[01] f700 fido fr30 frv ft32 fx80 h8300 h8500 hexagon hppa hppa1.[01]"
          + " hppa2.0 hppa2.0[nw] hppa64 i*86 i370 i860 i960 ia16 ia64 intelgt ip2k iq2000"
          + " javascript k1om kvx le32 le64 lm32 loongarch32 loongarch64 loongarchx32 m32c m32r"
          + " m32rle m5200 m68000 m680[012346]0 m6811 m6812 m68360 m683?2 m68hc11 m68hc12"
          + " m68hcs12x m68k m88110 m88k maxq mb mcore mep metag microblaze microblazeel mips*"
          + " mmix mn10200 mn10300 moxie msp430 mt nanomips* nds32 nds32be nds32le nfp nios nios2"
          + " nios2eb nios2el none np1 ns16k ns32k nvptx open8 or1k* or32 orion pdp10 pdp11"
          + " picochip pj pjl pn power powerpc powerpc64 powerpc64le powerpcle powerpcspe pru"
          + " pyramid riscv riscv32 riscv32be riscv64 riscv64be rl78 romp rs6000 rx s12z s390"
          + " s390x score sh sh64 sh64le sh[12345][lb]e sh[1234] sh[1234]e[lb] sh[23]e sh[23]ele"
          + " sh[24]a sh[24]ae[lb] sh[lb]e she[lb] shl sparc sparc64 sparc64b sparc64v sparc86x"
          + " sparclet sparclite sparcv8 sparcv9 sparcv9b sparcv9v spu spur sv1 sx* tahoe thumbv7*"
          + " tic30 tic4x tic54x tic55x tic6x tic80 tile* tron ubicom32 v70 v810 v850 v850e"
          + " v850e1 v850e2 v850e2v3 v850es vax vc4 visium w65 wasm32 wasm64 we32k x86 x86_64"
          + " xc16x xgate xps100 xstormy16 xtensa* ymp z80 z8k";
}
