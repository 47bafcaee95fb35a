package heddle.platform;

/**
 * The system of a GNU configuration in up to three parts: kernel, system or C library, object
 * format; empty text where there is none.
 */
record GnuSystem(String kernel, String os, String format) {

  /** The system of a text; {@code cpu} decides what PikeOS has for one. */
  static GnuSystem of(String text, String cpu) {
    if (text.startsWith("gnu/linux")) {
      return named("linux", "gnu" + text.substring("gnu/linux".length()), cpu);
    }
    int dash = text.indexOf('-');
    if (dash >= 0) {
      return named(text.substring(0, dash), text.substring(dash + 1), cpu);
    }
    // A kernel alone implies what usually runs on it; a version stays.
    if (text.startsWith("nto")) {
      return named("nto", "qnx" + text.substring(3), cpu);
    }
    if (text.startsWith("linux")) {
      return named("linux", "gnu" + text.substring(5), cpu);
    }
    for (String kernel : new String[] {"managarm", "ironclad"}) {
      if (text.startsWith(kernel)) {
        return named(kernel, "mlibc" + text.substring(kernel.length()), cpu);
      }
    }
    return named("", text, cpu);
  }

  private static GnuSystem named(String kernel, String os, String cpu) {
    if (os.startsWith("nova")) {
      return new GnuSystem("rtmk", "nova", "");
    }
    String name = canonical(os, cpu);
    return isFormat(name) ? new GnuSystem(kernel, "", name) : new GnuSystem(kernel, name, "");
  }

  private static boolean isFormat(String name) {
    return Globs.any("aout* coff* elf* pe*", name);
  }

  private static String canonical(String os, String cpu) {
    return switch (os) {
      case "solaris" -> "solaris2";
      case "solaris1" -> "sunos4";
      case "isc" -> "isc2.2";
      case "sco6" -> "sco5v6";
      case "sco5" -> "sco3.2v5";
      case "sco4" -> "sco3.2v4";
      case "386bsd" -> "bsd";
      case "svr3" -> "sysv3";
      case "sysvr4" -> "sysv4";
      // NeXTSTEP was called so up to version 2, OpenStep from 3 on.
      case "ns", "ns1", "nextstep", "nextstep1", "openstep1" -> "nextstep";
      case "ns2", "nextstep2", "openstep2" -> "nextstep2";
      case "ns3", "nextstep3", "openstep", "openstep3" -> "openstep3";
      case "ns4", "nextstep4", "openstep4" -> "openstep4";
      default -> byPrefix(os, cpu);
    };
  }

  private static final String[] RENAMED = {
    "bluegene cnk",
    "unixware sysv4.2uw",
    "es1800 ose",
    "chorusos chorusos",
    "psos psos",
    "qnx qnx",
    "hiux hiuxwe2",
    "opened openedition",
    "os400 os400",
    "wince wince",
    "utek bsd",
    "dynix bsd",
    "acis aos",
    "atheos atheos",
    "syllable syllable",
    "ctix sysv",
    "uts sysv",
    "sinix sysv4",
    "tpf tpf",
    "triton sysv3",
    "oss sysv3",
    "svr4 sysv4",
    "ose ose",
    "dicos dicos",
  };

  private static String byPrefix(String os, String cpu) {
    if (os.startsWith("solaris1.")) {
      return "sunos4" + os.substring("solaris1".length());
    }
    if (Globs.any("sco3.2.[4-9]*", os)) {
      return "sco3.2v" + os.substring("sco3.2.".length());
    }
    if (Globs.any("sco*v* scout", os)) {
      return os;
    }
    if (os.startsWith("sco")) {
      return "sco3.2v2";
    }
    if (os.startsWith("lynx")) {
      return os.endsWith("178")
          ? "lynxos178"
          : os.endsWith("5") ? "lynxos5" : os.startsWith("lynxos") ? os : "lynxos";
    }
    if (Globs.any("mac[0-9]*", os)) {
      return "macos" + os.substring(3);
    }
    if (os.startsWith("sunos5")) {
      return "solaris2" + os.substring(6);
    }
    if (os.startsWith("sunos6")) {
      return "solaris3" + os.substring(6);
    }
    if (os.startsWith("sinix5.")) {
      return "sysv" + os.substring(5);
    }
    for (String rule : RENAMED) {
      int blank = rule.indexOf(' ');
      if (os.startsWith(rule.substring(0, blank))) {
        return rule.substring(blank + 1);
      }
    }
    if (Globs.any("*mint mint[0-9]* *MiNT MiNT[0-9]*", os)) {
      return "mint";
    }
    if (os.startsWith("pikeos")) {
      return cpu.startsWith("arm") ? "eabi" : "elf";
    }
    return os;
  }

  /** What a machine comes with where no system was named; first match counts. */
  private static final String[] DEFAULTS = {
    "score-* .elf",
    "spu-* .elf",
    "*-acorn riscix1.2",
    "arm*-rebel linux-gnu",
    "arm*-semi .aout",
    "c4x-* .coff",
    "tic4x-* .coff",
    "c8051-* .elf",
    "clipper-intergraph clix",
    "hexagon-* .elf",
    "tic54x-* .coff",
    "tic55x-* .coff",
    "tic6x-* .coff",
    "pdp10-* tops20",
    "pdp11-* none",
    "*-dec ultrix4.2",
    "vax-* ultrix4.2",
    "m68*-apollo domain",
    "i386-sun sunos4.0.2",
    "m68000-sun sunos3",
    "m68*-cisco .aout",
    "mep-* .elf",
    "*-sgi irix",
    "*-siemens sysv4",
    "mips*-* .elf",
    "nanomips*-* .elf",
    "or32-* .coff",
    "*-tti sysv3",
    "sparc-* sunos4.1.1",
    "*-sun sunos4.1.1",
    "pru-* .elf",
    "*-be beos",
    "*-ibm aix",
    "*-knuth mmixware",
    "*-wec proelf",
    "*-winbond proelf",
    "*-oki proelf",
    "*-hp hpux",
    "*-hitachi hiuxwe2",
    "i860-* sysv",
    "*-att sysv",
    "*-ncr sysv",
    "*-altos sysv",
    "*-motorola sysv",
    "*-convergent sysv",
    "*-cbm amigaos",
    "*-dg dgux",
    "*-dolphin sysv3",
    "m68k-ccur rtu",
    "m88k-omron* luna",
    "*-next nextstep",
    "*-sequent ptx",
    "*-crds unos",
    "*-ns genix",
    "i370-* mvs",
    "*-gould sysv",
    "*-highlevel bsd",
    "*-encore bsd",
    "*-masscomp rtu",
    "f30[01]-fujitsu uxpv",
    "f700-fujitsu uxpv",
    "*-rom68k .coff",
    "*-*bug .coff",
    "*-apple macos",
    "*-atari* mint",
    "*-wrs vxworks",
  };

  /** What a machine comes with where no system was named. */
  static GnuSystem ofMachine(String cpu, String vendor) {
    for (String rule : DEFAULTS) {
      int blank = rule.indexOf(' ');
      if (Globs.any(rule.substring(0, blank), cpu + "-" + vendor)) {
        String name = rule.substring(blank + 1);
        if (name.startsWith(".")) {
          return new GnuSystem("", "", name.substring(1));
        }
        return name.equals("linux-gnu")
            ? new GnuSystem("linux", "gnu", "")
            : new GnuSystem("", name, "");
      }
    }
    return new GnuSystem("", "none", "");
  }

  /** Why GNU config refuses the parts; empty text if it takes them. */
  String refusal(String cpu) {
    if (os.isEmpty() ? format.isEmpty() : !Globs.any(SYSTEMS, os)) {
      return "no system `" + os + "`";
    }
    if (!format.isEmpty() && !isFormat(format)) {
      return "no object format `" + format + "`";
    }
    if (cpu.equals("javascript") != os.equals("ghcjs")) {
      return "no machine of `" + cpu + "` with `" + os + "`";
    }
    String all = kernel + "-" + os + "-" + format;
    if (Globs.any(PAIRS, all)) {
      return "";
    }
    if (kernel.isEmpty()
        && !Globs.any("dietlibc* llvm* mlibc* musl* newlib* relibc* uclibc* kernel* msvc*", os)
        && (os.isEmpty() || format.isEmpty())) {
      return "";
    }
    return kernel.isEmpty()
        ? "`" + os + "` needs a kernel"
        : "`" + kernel + "` does not go with `" + os + format + "`";
  }

  private static final String PAIRS =
      "linux-gnu*- linux-android*- linux-dietlibc*- linux-llvm*- linux-mlibc*- linux-musl*-"
          + " linux-newlib*- linux-relibc*- linux-uclibc*- linux-ohos*- uclinux-uclibc*-"
          + " uclinux-gnu*- ironclad-mlibc*- managarm-mlibc*- managarm-kernel*-"
          + " windows*-msvc*- kfreebsd*-gnu*- knetbsd*-gnu*- netbsd*-gnu*- kopensolaris*-gnu*-"
          + " vxworks-simlinux- vxworks-simwindows- vxworks-spe- nto-qnx*- os2-emx- rtmk-nova-"
          + " ?*-eabi*- ?*-gnueabi*- ios*-simulator- tvos*-simulator- watchos*-simulator-"
          + " none--*";

  private static final String SYSTEMS =
      "llvm* musl* newlib* relibc* uclibc* eabi* gnueabi* simlinux simwindows spe ghcjs"
          + " abug aix* amdhsa* amigados* amigaos* android* aof* aos* aros* atheos* auroraux* aux*"
          + " banan_os* beos* bitrig* bme* bosx* bsd* cegcc* chorusos* chorusrdb* clix* cloudabi*"
          + " cnk* conix* cos* cxux* cygwin* darwin* dgux* dicos* dnix* domain* dragonfly* drops*"
          + " ebmon* ecoff* ekkobsd* emscripten* emx* es* fiwix* freebsd* fuchsia* genix* genode*"
          + " glidix* gnu* go32* haiku* hcos* hiux* hms* hpux* ieee* interix* ios* iris* irix*"
          + " isc* its* l4re* libertybsd* lites* lnews* luna* lynxos* mach* macos* magic*"
          + " mbr* midipix* midnightbsd* mingw32* mingw64* minix* mint* mirbsd* mks* mlibc*"
          + " mmixware* mon960* morphos* moss* moxiebox* mpeix* mpw* msdos* msys* mvs* nacl*"
          + " netbsd* netware* newsos* nextstep* nindy* nonstopux* nova* nsk* nucleus* nx6 nx7"
          + " oabi* ohos* onefs* openbsd* openedition* openstep* os108* os2* os400* os68k* os9*"
          + " ose* osf* oskit* osx* palmos* phoenix* plan9* powermax* powerunix* proelf* psos* psp*"
          + " ptx* pw32* qnx* rdos* redox* rhapsody* riscix* riscos* rtems* rtmk* rtu* scout*"
          + " secbsd* sei* serenity* sim* skyos* solaris* solidbsd* sortix* storm-chaos* sunos"
          + " sunos[34]* superux* syllable* sym* sysv* tenex* tirtos* toppers* tops10* tops20* tpf*"
          + " tvos* twizzler* uclinux* tock* udi* udk* unicos* ultrix* uniplus* unleashed* unos*"
          + " uwin* uxpv* v88r* *vms* vos* vsta* vxsim* vxworks* wasi* watchos* wince* windiss*"
          + " windows* winnt* xenix* xray* zephyr* zvmoe* sco3.2v2 sco3.2v[4-9]* sco5v6* uefi none"
          + " kernel* msvc*";
}
