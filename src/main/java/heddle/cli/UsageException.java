package heddle.cli;

import java.util.Optional;

/**
 * The command line is wrong: one line says how, and perhaps one what was meant. Ends with exit code
 * 1, as cargo's parser does.
 */
final class UsageException extends Exception {
  private final String problem;
  private final Optional<String> help;

  UsageException(String message, Optional<String> help) {
    super(message);
    this.problem = message;
    this.help = help;
  }

  UsageException(String message) {
    this(message, Optional.empty());
  }

  String problem() {
    return problem;
  }

  Optional<String> help() {
    return help;
  }
}
