package heddle.cli;

import heddle.cargo.StaleLock;
import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Shows what stopped a command: the cause first, and a bug of Heddle never as the user's mistake.
 */
final class Failure {
  private Failure() {}

  /** Cargo's exit code of a failed command. */
  static final int EXIT = 101;

  /** Prints the exception and gives the exit code. */
  static int show(Exception failure, Terminal terminal, boolean debug) {
    int exit =
        switch (failure) {
          case UsageException usage -> {
            terminal.error(usage.problem());
            usage.help().ifPresent(h -> help(terminal, h));
            yield usage.exit();
          }
          case ProblemException problems -> {
            for (Problem each : problems.problems()) print(each, terminal);
            yield EXIT;
          }
          case StaleLock stale -> {
            print(stale.problem(), terminal);
            yield EXIT;
          }
          case BuildException build -> {
            for (Exception cause : build.causes()) show(cause, terminal, debug);
            yield EXIT;
          }
          case FileSystemException files -> {
            String reason =
                files instanceof NoSuchFileException
                    ? "there is no such file"
                    : Optional.ofNullable(files.getReason())
                        .orElse(files.getClass().getSimpleName());
            terminal.error("cannot use the file " + files.getFile() + " (" + reason + ")");
            yield EXIT;
          }
          case IOException io -> {
            terminal.error(Optional.ofNullable(io.getMessage()).orElse(io.toString()));
            yield EXIT;
          }
          case InterruptedException _ -> 130;
          default -> {
            terminal.error("this is a bug in Heddle, please report it: " + failure);
            if (!debug) help(terminal, "run it again with HEDDLE_DEBUG=1 for the place");
            yield EXIT;
          }
        };
    if (debug) failure.printStackTrace(terminal.err());
    return exit;
  }

  private static void help(Terminal terminal, String text) {
    terminal.err().println(terminal.cyan("help") + terminal.bold(":") + " " + text);
  }

  /** The head in colour, the rest as the room renders it. */
  private static void print(Problem problem, Terminal terminal) {
    String head = "error: ";
    for (String line : problem.lines("error")) {
      if (line.startsWith(head)) terminal.error(line.substring(head.length()));
      else terminal.err().println(line);
    }
  }
}
