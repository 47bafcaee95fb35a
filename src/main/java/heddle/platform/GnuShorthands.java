package heddle.platform;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Single words that stand for a whole GNU configuration: a machine's or a system's everyday name.
 * Loaded when a word without a dash is read.
 */
final class GnuShorthands {
  private GnuShorthands() {}

  /** A machine, and the system on it; empty where the machine's own default holds. */
  record Meaning(String machine, String system) {}

  /** Grouped by machine: {@code cpu-vendor}, then each system with the words that mean it. */
  private static final String[] GROUPS = {
    "i386-pc bsd:386bsd aros:aros go32:go32 msdos:msdos netbsd:netbsd386 rdos:rdos32 vsta:vsta",
    "i386-mach mach:i386mach",
    "i386-sequent :sequent dynix:symmetry",
    "i386-sun :sun386,sun386i,roadrunner",
    "i486-ncr sysv4:ncr3000",
    "i586-pc msdosdjgpp:djgpp",
    "i586-unknown pw32:pw32",
    "i686-pc dicos:dicos mingw32:mingw32,xbox msys:msys",
    "x86_64-pc mingw64:mingw64 rdos:rdos,rdos64",
    "i860-intel osf:paragon",
    "i860-stratus sysv4:stratus",
    "i960-intel nindy:nindy960 mon960:mon960",
    "i960-wrs vxworks:vxworks960",
    "i370-ibm mvs:mvs",
    "s390x-ibm tpf:tpf",
    "a29k-amd udi:a29khif,sa29200,udi29k ebmon:ebmon29k",
    "a29k-none bsd:am29k",
    "a29k-nyu sym1:ultra3",
    "a29k-wrs vxworks:vxworks29k",
    "580-amdahl sysv:amdahl",
    "fx80-alliant :alliant",
    "alphaev5-cray unicos:t3e",
    "j90-cray unicos:cray",
    "sv1-cray unicos:sv1",
    "t90-cray unicos:t90",
    "ymp-cray unicos:ymp",
    "arm-unknown cegcc:cegcc mingw32ce:mingw32ce",
    "armv4l-rebel linux:netwinder",
    "bfin-unknown linux:blackfin",
    "h8300-hitachi hms:h8300hms xray:h8300xray",
    "h8500-hitachi hms:h8500hms",
    "hppa-unknown linux:parisc",
    "hppa1.1-hp osf:hppaosf proelf:hppro",
    "le32-unknown nacl:nacl",
    "m68000-ericsson ose:OSE68000,ose68000",
    "m68000-sun :sun2 sunos3:sun2os3 sunos4:sun2os4",
    "m68010-adobe scout:adobe68k",
    "m68030-sony newsos:news1000",
    "m68k-altos :altos,altos3068",
    "m68k-apollo sysv:apollo68 bsd:apollo68bsd",
    "m68k-apple aux:aux",
    "m68k-bull sysv2:sps7",
    "m68k-crds :crds,unos",
    "m68k-da30 :da30",
    "m68k-ericsson ose:es1800,OSE68k,ose68k,ose,OSE",
    "m68k-harris cxux:nh3000",
    "m68k-hp hpux:hp300,hp300hpux bsd:hp300bsd",
    "m68k-isi sysv:isi68,isi",
    "m68k-none os68k:os68k",
    "m68k-rom68k coff:monitor,rom68k",
    "m68k-sony newsos:news,news700,news800,news900",
    "m68k-sun :sun3 sunos3:sun3os3 sunos4:sun3os4",
    "m68k-tandem :st2000",
    "m68k-unknown :amiga amigaos:amigaos,amigados sysv4:amigaunix,amix linux:m68knommu",
    "m68k-wrs vxworks:vxworks68",
    "m88k-harris sysv3:harris cxux:nh4000,nh5000",
    "m88k-motorola sysv3:delta88",
    "mips-compaq nonstopux:nonstopux",
    "mips-dec :decstation,pmax,pmin,dec3100,decstatn",
    "mips-mips sysv:magnum,m3230",
    "mips-sei seiux:sei",
    "mipsallegrexel-sony psp:psp",
    "moxie-unknown moxiebox:moxiebox",
    "ns32k-sequent dynix:balance",
    "ns32k-utek sysv:merlin",
    "pdp10-xkl tops20:toad1",
    "powerpc-ibm os400:os400",
    "powerpc-unknown morphos:morphos",
    "sparc-sun :sun4 sunos3:sun4os3 sunos4:sun4os4 solaris2:sun4sol2",
    "tron-gmicro sysv:gmicro",
    "v70-nec sysv:necv70",
    "v810-nec none:v810,necv810",
    "vax-dec sysv:vaxv vms:vms",
  };

  private static final class Table {
    static final Map<String, Meaning> MEANINGS = load();
  }

  static Optional<Meaning> find(String word) {
    return Optional.ofNullable(Table.MEANINGS.get(word));
  }

  private static Map<String, Meaning> load() {
    var meanings = new HashMap<String, Meaning>();
    for (String group : GROUPS) {
      String[] parts = group.split(" ", -1);
      for (int i = 1; i < parts.length; i++) {
        int colon = parts[i].indexOf(':');
        var meaning = new Meaning(parts[0], parts[i].substring(0, colon));
        for (String word : parts[i].substring(colon + 1).split(",", -1)) {
          meanings.put(word, meaning);
        }
      }
    }
    return Collections.unmodifiableMap(meanings);
  }
}
