package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Locale;

/** The processors whose Linux calls this room knows. */
enum Machine {
  X86_64,
  AARCH64;

  /** The machine that this JVM runs on. */
  static Machine here() throws ProblemException {
    var os = System.getProperty("os.name", "");
    var arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (os.equals("Linux")) {
      switch (arch) {
        case "amd64", "x86_64" -> {
          return X86_64;
        }
        case "aarch64", "arm64" -> {
          return AARCH64;
        }
        default -> {}
      }
    }
    throw new ProblemException(
        Problem.of(
            "Heddle runs processes on Linux on x86_64 and aarch64 only, and this is "
                + os
                + " on "
                + arch));
  }
}
