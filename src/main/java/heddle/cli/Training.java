package heddle.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The run that the AOT cache is made from: every instant path once, in one process, printing
 * nowhere. Called by the bootstrap only.
 */
final class Training {
  private Training() {}

  /** Gives 0 if every path ended well. */
  static int run(Invocation invocation) {
    int exit = 0;
    for (List<String> words :
        List.of(
            List.of("version"),
            List.of("help"),
            List.of("help", "version"),
            List.of("completion", "bash"))) {
      exit = Math.max(exit, Main.run(new Session(invocation.with(words), silent())));
    }
    return exit;
  }

  private static Terminal silent() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Terminal(nowhere, nowhere, false, false, 80);
  }
}
