package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Arguments in a file, one a line, for a program that reads {@code @FILE}: where the system takes
 * no command line of that length. What stands in front (a wrapper, the program) stays outside.
 */
public final class ArgumentFile {
  private static final String NAME = "arguments";
  private static final String MOUNT = "\1" + NAME;

  private ArgumentFile() {}

  /**
   * The words to start in this environment: as they are if the system takes them, else with their
   * last {@code foldable} in a file below {@code scratch}.
   */
  public static List<String> folded(
      List<String> words, Map<String, String> variables, int foldable, Path scratch)
      throws ProblemException, IOException {
    if (StartRoom.easily(words, variables)) {
      return words;
    }
    var room = StartRoom.of(Kernel.load());
    if (room.holds(words, variables)) {
      return words;
    }
    var shorter = words;
    if (foldable > 0) {
      var file = Files.createDirectories(scratch).resolve(NAME);
      write(file, tail(words, foldable), UnaryOperator.identity());
      shorter = before(words, foldable, "@" + file);
    }
    room.check(shorter, variables);
    return shorter;
  }

  /** The action with a file of its run for what may stand in one, if it needs it. */
  static Action fold(Action action, Kernel kernel, RunPlace place) throws IOException {
    if (action.foldable() == 0
        || (StartRoom.easily(action.argv(), action.env())
            && StartRoom.easily(List.of(), action.varying()))
        || StartRoom.of(kernel).holds(action.argv(), action.env())) {
      return action;
    }
    var folder = Files.createDirectories(place.directory().resolve(NAME));
    var mount = new Mount.Source(MOUNT, folder, Optional.of("/heddle/" + NAME));
    var mounts = new ArrayList<>(action.mounts());
    mounts.add(mount);
    return new Action(
        before(action.argv(), action.foldable(), "@" + mount.placeholder() + "/" + NAME),
        action.env(),
        action.varying(),
        mounts,
        action.cwd(),
        action.outputs(),
        action.early(),
        action.limits(),
        action.permissions(),
        0);
  }

  /** Writes the file of an action that {@link #fold} changed, now that its mounts have places. */
  static void write(Action whole, Action folded, Layout layout)
      throws ProblemException, IOException {
    if (whole.foldable() > folded.foldable()) {
      var file = layout.here(Mount.placeholder(MOUNT)).resolve(NAME);
      write(file, tail(whole.argv(), whole.foldable()), layout::forAction);
    }
  }

  private static void write(Path file, List<String> arguments, UnaryOperator<String> expanded)
      throws ProblemException, IOException {
    var text = new StringBuilder();
    for (var argument : arguments) {
      var line = expanded.apply(argument);
      if (line.indexOf('\n') >= 0 || line.endsWith("\r")) {
        throw new ProblemException(
            Problem.of(
                    "the command line is too long for this system, and this argument cannot stand"
                        + " in a file, since it has a line break: "
                        + line)
                .withHelp("shorten the flags, or take the line break away"));
      }
      text.append(line).append('\n');
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new ProblemException(
          Problem.of(
              "the command line is too long for this system, and one of its arguments cannot stand"
                  + " in a file, since it is not valid UTF-8"));
    }
    Files.writeString(file, text);
  }

  private static List<String> tail(List<String> words, int count) {
    return words.subList(words.size() - count, words.size());
  }

  private static List<String> before(List<String> words, int count, String last) {
    var shorter = new ArrayList<>(words.subList(0, words.size() - count));
    shorter.add(last);
    return shorter;
  }
}
