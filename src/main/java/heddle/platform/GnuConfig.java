package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;

/**
 * A GNU configuration name in its parts, as {@code config.sub} of GNU config (2025-07-10)
 * canonicalises it: one to four words, aliases resolved, the maker guessed where it was left out.
 */
record GnuConfig(String cpu, String vendor, GnuSystem system) {

  /** The canonical text: {@code cpu-vendor-[kernel-]system}. */
  String text() {
    var text = new StringBuilder(cpu).append('-').append(vendor);
    for (String part : List.of(system.kernel(), system.os(), system.format())) {
      if (!part.isEmpty()) {
        text.append('-').append(part);
      }
    }
    return text.toString();
  }

  static GnuConfig parse(String text) throws ProblemException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        throw refused(text, "characters that no name has");
      }
    }
    Split split = split(text);
    GnuMachine machine = GnuMachine.of(split.machine, split.system, text);
    if (!machine.isKnown()) {
      throw refused(text, "no machine `" + machine.cpu() + "-" + machine.vendor() + "`");
    }
    GnuSystem system =
        machine.system().isEmpty()
            ? GnuSystem.ofMachine(machine.cpu(), machine.vendor())
            : GnuSystem.of(machine.system(), machine.cpu());
    String refusal = system.refusal(machine.cpu());
    if (!refusal.isEmpty()) {
      throw refused(text, refusal);
    }
    return new GnuConfig(machine.cpu(), vendor(machine, system.os()), system);
  }

  private static ProblemException refused(String text, String why) {
    return new ProblemException(Problem.of("`" + text + "` is no GNU configuration name: " + why));
  }

  /** Which words are the machine and which the system; either may be empty. */
  private record Split(String machine, String system) {}

  private static Split split(String text) throws ProblemException {
    List<String> words = List.of(text.split("-", -1));
    return switch (words.size()) {
      case 1 ->
          GnuShorthands.find(text)
              .map(m -> new Split(m.machine(), m.system()))
              .orElse(new Split(text, ""));
      case 2 -> splitTwo(words.get(0), words.get(1));
      case 3 -> splitThree(words.get(0), words.get(1), words.get(2));
      case 4 -> new Split(words.get(0) + "-" + words.get(1), words.get(2) + "-" + words.get(3));
      default -> throw refused(text, "more than four parts");
    };
  }

  private static Split splitTwo(String first, String second) {
    if (first.equals("convex") && Globs.any("c[12] c3[248]", second)) {
      return new Split(second + "-convex", "bsd");
    }
    if (first.equals("decstation") && second.equals("3100")) {
      return new Split("mips-dec", "");
    }
    if (Globs.any("sun*os*", second)) {
      return new Split(first, second);
    }
    if (Globs.any("zephyr* tock*", second)) {
      return new Split(first + "-unknown", second);
    }
    return Globs.any(MAKERS, second)
        ? new Split(first + "-" + second, "")
        : new Split(first, second);
  }

  /** The middle word is a maker unless the last two belong together as kernel and system. */
  private static Split splitThree(String first, String second, String third) {
    String last = second + "-" + third;
    if (last.equals("android-linux")) {
      return new Split(first + "-unknown", "linux-android");
    }
    return Globs.any(KERNEL_AND_SYSTEM, last)
        ? new Split(first, last)
        : new Split(first + "-" + second, third);
  }

  private static final String KERNEL_AND_SYSTEM =
      "cloudabi*-eabi* ironclad-* kfreebsd*-gnu* knetbsd*-gnu* kopensolaris*-gnu* linux-* managarm-*"
          + " netbsd*-eabi* netbsd*-gnu* nto-qnx* os2-emx* rtmk-nova* storm-chaos* uclinux-gnu*"
          + " uclinux-uclibc* windows-*";

  private static final String MAKERS =
      "3100* 32* 3300* 3600* 7300* acorn altos* apollo apple atari att* axis be bull cbm ccur"
          + " cisco commodore convergent* convex* cray crds dec* delta* dg digital dolphin"
          + " encore* gould harris highlevel hitachi* hp ibm* intergraph isi* knuth masscomp"
          + " microblaze* mips* motorola* ncr* news next ns oki omron* pc533* rebel rom68k"
          + " rombug semi sequent* sgi* siemens sim sni sony* stratus sun sun[234]* tektronix"
          + " tti* ultra unicom* wec winbond wrs";

  /** Who makes the computers that a system runs on, where nobody was named. */
  private static final String[] SYSTEM_MAKERS = {
    "*-riscix* acorn",
    "*-sunos* sun",
    "*-solaris* sun",
    "*-cnk* ibm",
    "*-aix* ibm",
    "*-beos* be",
    "*-hpux* hp",
    "*-mpeix* hp",
    "*-hiux* hitachi",
    "*-unos* crds",
    "*-dgux* dg",
    "*-luna* omron",
    "*-genix* ns",
    "*-clix* intergraph",
    "*-mvs* ibm",
    "*-opened* ibm",
    "*-os400* ibm",
    "s390-* ibm",
    "s390x-* ibm",
    "*-ptx* sequent",
    "*-tpf* ibm",
    "*-vxsim* wrs",
    "*-vxworks* wrs",
    "*-windiss* wrs",
    "*-aux* apple",
    "*-hms* hitachi",
    "*-mpw* apple",
    "*-macos* apple",
    "*-*mint atari",
    "*-mint[0-9]* atari",
    "*-*MiNT atari",
    "*-MiNT[0-9]* atari",
    "*-vos* stratus",
  };

  /** Systems that end as a plain System V or BSD, but tell whose computer it is. */
  private static String maker(String system) {
    String os = system.substring(system.indexOf('-') + 1);
    return os.startsWith("sinix")
        ? "sni"
        : os.startsWith("utek") ? "tektronix" : os.startsWith("ctix") ? "convergent" : "";
  }

  private static String vendor(GnuMachine machine, String os) {
    if (!machine.vendor().equals("unknown")) {
      return machine.vendor();
    }
    String maker = maker(machine.system());
    if (!maker.isEmpty()) {
      return maker;
    }
    for (String rule : SYSTEM_MAKERS) {
      int blank = rule.indexOf(' ');
      if (Globs.any(rule.substring(0, blank), machine.cpu() + "-" + os)) {
        return rule.substring(blank + 1);
      }
    }
    return "unknown";
  }
}
