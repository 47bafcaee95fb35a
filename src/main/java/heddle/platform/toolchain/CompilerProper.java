package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** gcc only starts other programs: the compiler proper decides what comes out. */
public final class CompilerProper {
  private CompilerProper() {}

  /**
   * Stands for a gcc and for what it starts.
   *
   * @param driver the digest of the program itself
   */
  public static String digest(Surroundings surroundings, String driver, Path compiler)
      throws Exception {
    var parts = new ArrayList<String>(List.of(driver));
    for (String program : List.of("cc1", "as", "ld")) {
      String said =
          surroundings
              .ask(driver, List.of(compiler.toString(), "-print-prog-name=" + program))
              .output()
              .strip();
      if (said.startsWith("/")) {
        Path file = surroundings.real(Path.of(said)).orElse(Path.of(said));
        parts.add(surroundings.digest(file).orElse(""));
      }
    }
    return RustcFinder.sha256(String.join("\n", parts));
  }
}
