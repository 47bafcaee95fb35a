package heddle.rules;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a goal, {@code name=value} each, as its generated maker asks for them. */
public final class Words {
  private final Goal goal;
  private final Map<String, List<String>> values;
  private final Path directory;

  /**
   * Reads the words.
   *
   * @param directory what relative paths are relative to
   * @throws ProblemException for a word without {@code =}, or a name that the goal has not
   */
  public Words(Goal goal, List<String> words, Path directory) throws ProblemException {
    this.goal = goal;
    this.directory = directory;
    var names = goal.parameters().stream().map(Goal.Parameter::name).toList();
    var read = new LinkedHashMap<String, List<String>>();
    for (String word : words) {
      int at = word.indexOf('=');
      String name = at < 0 ? word : word.substring(0, at);
      if (at < 0 || !names.contains(name)) {
        throw new ProblemException(unknown(word, name, at < 0, names));
      }
      read.computeIfAbsent(name, _ -> new ArrayList<>()).add(word.substring(at + 1));
    }
    this.values = read;
  }

  private Problem unknown(String word, String name, boolean bare, List<String> names) {
    var problem =
        Problem.of(
            bare
                ? "`" + word + "` is not an argument: arguments of a goal are NAME=VALUE"
                : "the goal `" + goal.name() + "` has no argument `" + name + "`");
    var suggested = Suggestion.among(names, name);
    return suggested
        .map(s -> problem.withHelp("did you mean `" + s.name() + "=…`?"))
        .orElseGet(() -> problem.withHelp("it is called so: heddle rule " + goal.usage()));
  }

  private ProblemException wrong(String name, String what) {
    return new ProblemException(
        Problem.of("the argument `" + name + "` of the goal `" + goal.name() + "` " + what)
            .withHelp("it is called so: heddle rule " + goal.usage()));
  }

  public String text(String name) throws ProblemException {
    return optional(name).orElseThrow(() -> wrong(name, "is missing"));
  }

  public Optional<String> optional(String name) throws ProblemException {
    var given = texts(name);
    if (given.size() > 1) throw wrong(name, "is given twice");
    return given.stream().findFirst();
  }

  public List<String> texts(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  public int whole(String name) throws ProblemException {
    String text = text(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw wrong(name, "must be a whole number, not `" + text + "`");
    }
  }

  public long number(String name) throws ProblemException {
    String text = text(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw wrong(name, "must be a whole number, not `" + text + "`");
    }
  }

  /** True or false; false where it is not given. */
  public boolean flag(String name) throws ProblemException {
    String text = optional(name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "must be true or false, not `" + text + "`");
    };
  }

  public Path path(String name) throws ProblemException {
    return directory.resolve(text(name)).normalize();
  }

  public List<Path> paths(String name) {
    return texts(name).stream().map(t -> directory.resolve(t).normalize()).toList();
  }

  /** One of these constants, by its name in any case. */
  public <E extends Enum<E>> E choice(String name, E[] constants) throws ProblemException {
    String text = text(name);
    for (E each : constants) {
      if (each.name().equalsIgnoreCase(text)) return each;
    }
    throw wrong(name, "must be one of " + Arrays.toString(constants) + ", not `" + text + "`");
  }
}
