package heddle.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Debian architecture in dpkg's four parts. A name is a processor alone on GNU/Linux, a system
 * and a processor elsewhere, with special names where one processor has several calling conventions
 * (dpkg's tuple table).
 */
record DebianArch(String name, String abi, String libc, String os, String cpu) {

  /** Processors under dpkg's names, with GNU's name, width and byte order. */
  private static final String[] PROCESSORS = {
    "alpha alpha 64 little",
    "amd64 x86_64 64 little",
    "arc arc 32 little",
    "armeb armeb 32 big",
    "arm arm 32 little",
    "arm64 aarch64 64 little",
    "avr32 avr32 32 big",
    "hppa hppa 32 big",
    "loong64 loongarch64 64 little",
    "i386 i686 32 little",
    "ia64 ia64 64 little",
    "m32r m32r 32 big",
    "m68k m68k 32 big",
    "mips mips 32 big",
    "mipsel mipsel 32 little",
    "mipsr6 mipsisa32r6 32 big",
    "mipsr6el mipsisa32r6el 32 little",
    "mips64 mips64 64 big",
    "mips64el mips64el 64 little",
    "mips64r6 mipsisa64r6 64 big",
    "mips64r6el mipsisa64r6el 64 little",
    "nios2 nios2 32 little",
    "or1k or1k 32 big",
    "powerpc powerpc 32 big",
    "powerpcel powerpcle 32 little",
    "ppc64 powerpc64 64 big",
    "ppc64el powerpc64le 64 little",
    "riscv64 riscv64 64 little",
    "s390 s390 32 big",
    "s390x s390x 64 big",
    "sh3 sh3 32 little",
    "sh3eb sh3eb 32 big",
    "sh4 sh4 32 little",
    "sh4eb sh4eb 32 big",
    "sparc sparc 32 big",
    "sparc64 sparc64 64 big",
    "tilegx tilegx 64 little",
  };

  /** Systems by the prefix of the name: prefix, C library, system. */
  private static final String[] SYSTEMS = {
    "uclibc-linux uclibc linux",
    "musl-linux musl linux",
    "kfreebsd gnu kfreebsd",
    "knetbsd gnu knetbsd",
    "kopensolaris gnu kopensolaris",
    "hurd gnu hurd",
    "dragonflybsd bsd dragonflybsd",
    "freebsd bsd freebsd",
    "openbsd bsd openbsd",
    "netbsd bsd netbsd",
    "darwin bsd darwin",
    "aix sysv aix",
    "solaris sysv solaris",
    "uclinux uclibc uclinux",
    "mint tos mint",
  };

  static Optional<DebianArch> parse(String name) {
    for (String row : SYSTEMS) {
      String[] parts = row.split(" ", -1);
      if (name.startsWith(parts[0] + "-")) {
        return of(name, parts[1], parts[2], name.substring(parts[0].length() + 1));
      }
    }
    return of(name, "gnu", "linux", name);
  }

  private static Optional<DebianArch> of(String name, String libc, String os, String word) {
    String special = special(word, libc, os);
    int blank = special.indexOf(' ');
    String abi = blank < 0 ? "base" : special.substring(0, blank);
    String cpu = blank < 0 ? word : special.substring(blank + 1);
    if (processor(cpu).isEmpty() || (os.equals("mint") && !cpu.equals("m68k"))) {
      return Optional.empty();
    }
    return Optional.of(new DebianArch(name, abi, libc, os, cpu));
  }

  /** The convention and processor of a special name; empty if it is none there. */
  private static String special(String word, String libc, String os) {
    boolean gnuLinux = libc.equals("gnu") && os.equals("linux");
    return switch (word) {
      case "armhf" -> gnuLinux || os.equals("kfreebsd") || libc.equals("musl") ? "eabihf arm" : "";
      case "armel" -> gnuLinux || libc.equals("uclibc") ? "eabi arm" : "";
      default -> gnuLinux ? specialOnLinux(word) : "";
    };
  }

  private static String specialOnLinux(String word) {
    return switch (word) {
      case "arm64ilp32" -> "ilp32 arm64";
      case "mipsn32" -> "abin32 mips64";
      case "mipsn32el" -> "abin32 mips64el";
      case "mipsn32r6" -> "abin32 mips64r6";
      case "mipsn32r6el" -> "abin32 mips64r6el";
      case "mips64", "mips64el", "mips64r6", "mips64r6el" -> "abi64 " + word;
      case "powerpcspe" -> "spe powerpc";
      case "x32" -> "x32 amd64";
      default -> "";
    };
  }

  private static Optional<String[]> processor(String cpu) {
    for (String row : PROCESSORS) {
      if (row.startsWith(cpu + " ")) {
        return Optional.of(row.split(" ", -1));
      }
    }
    return Optional.empty();
  }

  private String[] processor() {
    return processor(cpu).orElseThrow();
  }

  String gnuType() {
    return processor()[1] + "-" + gnuSystem();
  }

  private String gnuSystem() {
    String suffix =
        switch (abi) {
          case "base" -> "";
          case "ilp32" -> "_ilp32";
          default -> abi;
        };
    return switch (os) {
      case "hurd" -> "gnu";
      case "linux", "kfreebsd", "knetbsd", "kopensolaris", "uclinux" -> os + "-" + libc + suffix;
      default -> os;
    };
  }

  /** The directory name of libraries: the GNU type, with i386 for every x86. */
  String multiarch() {
    return cpu.equals("i386") ? "i386-" + gnuSystem() : gnuType();
  }

  int bits() {
    return switch (abi) {
      case "abin32", "ilp32", "x32" -> 32;
      default -> Integer.parseInt(processor()[2]);
    };
  }

  String endian() {
    return processor()[3];
  }

  /** Every architecture that dpkg knows, by the rules above. */
  static List<String> names() {
    var prefixes = new ArrayList<String>(List.of(""));
    for (String row : SYSTEMS) {
      prefixes.add(row.substring(0, row.indexOf(' ')) + "-");
    }
    var words =
        new ArrayList<String>(
            List.of(
                "armhf",
                "armel",
                "arm64ilp32",
                "mipsn32",
                "mipsn32el",
                "mipsn32r6",
                "mipsn32r6el",
                "powerpcspe",
                "x32"));
    for (String row : PROCESSORS) {
      words.add(row.substring(0, row.indexOf(' ')));
    }
    var names = new ArrayList<String>();
    for (String prefix : prefixes) {
      for (String word : words) {
        if (parse(prefix + word).isPresent()) {
          names.add(prefix + word);
        }
      }
    }
    return names;
  }
}
