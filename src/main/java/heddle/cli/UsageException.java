package heddle.cli;

import java.util.Optional;

/**
 * The command line is wrong: one line says how, and perhaps one what was meant. Ends with exit code
 * 1, as cargo's parser does; what cargo looks at behind its parser ends with 101.
 */
final class UsageException extends Exception {
  private final String problem;
  private final Optional<String> help;
  private final int exit;

  private UsageException(String message, Optional<String> help, int exit) {
    super(message);
    this.exit = exit;
    this.problem = message;
    this.help = help;
  }

  UsageException(String message, Optional<String> help) {
    this(message, help, 1);
  }

  UsageException(String message) {
    this(message, Optional.empty());
  }

  /** What is wrong with words that cargo's parser takes. */
  static UsageException behindParser(String message) {
    return new UsageException(message, Optional.empty(), Failure.EXIT);
  }

  /** An option stands without its value; shown as the help does. */
  static UsageException lacking(String option) {
    return new UsageException("a value is required for '" + option + "' but none was supplied");
  }

  int exit() {
    return exit;
  }

  String problem() {
    return problem;
  }

  Optional<String> help() {
    return help;
  }
}
