package heddle.platform.binary;

import heddle.platform.Dialect;
import heddle.platform.MachineNames;
import heddle.platform.Reading;
import heddle.text.ProblemException;
import java.util.Optional;

/**
 * The platform tag that a wheel with a file may have, by what the file needs of the system: {@code
 * manylinux_2_17_x86_64} (PEP 600) or {@code musllinux_1_2_x86_64} (PEP 656).
 */
final class WheelTag {
  /**
   * Interfaces of GCC's libraries and the first glibc whose distributions bring them, by
   * manylinux's own rules; a system with that glibc has all before them.
   */
  private static final String[] RUNTIMES = {
    "GLIBCXX 3.4.8:2.5 3.4.13:2.12 3.4.19:2.17 3.4.22:2.24 3.4.24:2.27 3.4.28:2.31 3.4.29:2.34"
        + " 3.4.30:2.35 3.4.33:2.39",
    "CXXABI 1.3.1:2.5 1.3.3:2.12 1.3.7:2.17 1.3.10:2.24 1.3.11:2.27 1.3.12:2.31 1.3.13:2.34"
        + " 1.3.15:2.39",
    "GCC 4.2.0:2.5 4.3.0:2.12 4.8.0:2.17 7.0.0:2.27 12.0.0:2.35 14.0.0:2.39",
  };

  /**
   * The glibcs for which there is a tag that tools know (auditwheel's policies); between two of
   * them the later one counts, and later than all the exact one.
   */
  private static final String[] TAGS = {
    "2.5", "2.12", "2.17", "2.24", "2.26", "2.27", "2.28", "2.31", "2.34"
  };

  /**
   * musl's symbols have no versions, so a file does not say which musl it needs; 1.2 has all that
   * is in use, and is what auditwheel says too.
   */
  private static final String MUSL = "1_2";

  private WheelTag() {}

  /** Empty where the file does not say which C library it needs, or needs what no tag offers. */
  static Optional<String> of(Artifact artifact) {
    Abi abi = artifact.abi();
    return switch (abi.get(Facet.LIBC).orElse("")) {
      case "musl" -> machine(abi, "musl").map(m -> "musllinux_" + MUSL + "_" + m);
      case "glibc" ->
          floor(artifact).flatMap(f -> machine(abi, "gnu").map(m -> "manylinux_" + f + "_" + m));
      default -> Optional.empty();
    };
  }

  private static Optional<String> floor(Artifact artifact) {
    String floor = artifact.abi().get(Facet.LIBC_MIN).orElse("");
    if (floor.isEmpty()) {
      return Optional.empty();
    }
    for (String runtime : RUNTIMES) {
      String[] words = runtime.split(" ", -1);
      String needed = artifact.versions().getOrDefault(words[0], "");
      if (!needed.isEmpty()) {
        String glibc = first(words, needed);
        if (glibc.isEmpty()) {
          return Optional.empty();
        }
        floor = Versions.max(floor, glibc);
      }
    }
    String least =
        switch (artifact.abi().get(Facet.ARCH).orElse("")) {
          case "x86", "x86_64" -> "2.5";
          case "riscv64" -> "2.31";
          case "loongarch64" -> "2.36";
          default -> "2.17";
        };
    floor = Versions.max(floor, least);
    for (String tag : TAGS) {
      if (Versions.compare(floor, tag) <= 0) {
        floor = tag;
        break;
      }
    }
    String[] parts = floor.split("\\.", -1);
    return Optional.of(parts[0] + "_" + (parts.length > 1 ? parts[1] : "0"));
  }

  private static String first(String[] words, String needed) {
    for (int i = 1; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      if (Versions.compare(needed, words[i].substring(0, colon)) <= 0) {
        return words[i].substring(colon + 1);
      }
    }
    return "";
  }

  private static Optional<String> machine(Abi abi, String env) {
    String arch = abi.get(Facet.ARCH).orElse("");
    boolean big = abi.get(Facet.ENDIAN).equals(Optional.of("big"));
    String cpu =
        switch (arch) {
          case "x86" -> "i686";
          case "arm" -> "armv7";
          case "powerpc64" -> big ? "powerpc64" : "powerpc64le";
          default -> arch;
        };
    try {
      return Reading.of(cpu + "-unknown-linux-" + env, Dialect.LLVM)
          .meaning()
          .flatMap(MachineNames::uname);
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }
}
