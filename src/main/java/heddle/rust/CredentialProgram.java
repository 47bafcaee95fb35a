package heddle.rust;

import heddle.fetch.Tokens;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user's own programs that know tokens of registries. They run as the user would start them,
 * with nothing kept from them, and get all their input at once: one request, then its end.
 */
record CredentialProgram(Machine machine, Map<String, String> environment, Path directory)
    implements Tokens.Program {
  /** The request is no secret; what comes back is, and is shown nowhere. */
  private static final String SCRIPT = "request=$1; shift; printf %s \"$request\" | \"$@\"";

  @Override
  public String run(List<String> command, Map<String, String> more, String input)
      throws ProblemException, InterruptedException {
    if (command.isEmpty()) {
      throw new ProblemException(
          Problem.of("a credential provider of the configuration names no program"));
    }
    var words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", input));
    words.addAll(command);
    var variables = new TreeMap<>(environment);
    variables.putAll(more);
    var errors = new ArrayList<String>();
    String name = command.getFirst();
    try {
      Machine.Exit exit =
          machine.run(
              new Machine.Command(
                  "credentials",
                  words,
                  variables,
                  directory,
                  Integer.MAX_VALUE,
                  Machine.Rules.FREE),
              errors::add);
      if (exit.code() != 0) {
        throw new ProblemException(
            Problem.of("the credential program `" + name + "` failed with code " + exit.code())
                .withNote(String.join("\n", errors)));
      }
      return String.join("\n", exit.output().lines()) + "\n";
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("cannot run the credential program `" + name + "`: " + e.getMessage()));
    }
  }
}
