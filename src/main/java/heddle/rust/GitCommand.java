package heddle.rust;

import heddle.fetch.Git;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The git command of this machine, for sources: it may use the network and the user's own settings.
 */
final class GitCommand implements Git {
  /** What says which repository git is to work on, as it says to hooks: ours is by directory. */
  private static final List<String> REPOSITORY =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_COMMON_DIR",
          "GIT_PREFIX",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_CEILING_DIRECTORIES");

  private final Machine machine;
  private final Map<String, String> environment;

  GitCommand(Machine machine, Order order) {
    this.machine = machine;
    this.environment = order.environment();
  }

  @Override
  public String run(List<String> arguments, Path directory)
      throws ProblemException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(arguments);
    Map<String, String> variables = new TreeMap<>(environment);
    REPOSITORY.forEach(variables::remove);
    variables.put("GIT_TERMINAL_PROMPT", "0");
    List<String> errors = new ArrayList<>();
    try {
      Machine.Exit exit =
          machine.run(
              new Machine.Command(
                  "git", words, variables, directory, Integer.MAX_VALUE, Machine.Rules.FREE),
              errors::add);
      if (exit.code() != 0) {
        throw new ProblemException(
            Problem.of("`git " + String.join(" ", arguments) + "` failed")
                .withNote(String.join("\n", errors)));
      }
      return String.join("\n", exit.output().lines()) + "\n";
    } catch (IOException e) {
      throw new ProblemException(Problem.of("cannot run git: " + e.getMessage()));
    }
  }
}
