package heddle.rules;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** How the text of a word becomes a value. */
  @FunctionalInterface
  public interface Reading<T> {
    /** The value of the text that was given for the argument of this name. */
    T read(String name, String text) throws ProblemException;
  }

  /** What is given exactly once. */
  public <T> T one(String name, Reading<T> reading) throws ProblemException {
    return optional(name, reading).orElseThrow(() -> wrong(name, "is missing"));
  }

  /** What is given once or not. */
  public <T> Optional<T> optional(String name, Reading<T> reading) throws ProblemException {
    var given = list(name, reading);
    if (given.size() > 1) throw wrong(name, "is given twice");
    return given.stream().findFirst();
  }

  /** What may be given again and again, in order. */
  public <T> List<T> list(String name, Reading<T> reading) throws ProblemException {
    var read = new ArrayList<T>();
    for (String text : values.getOrDefault(name, List.of())) read.add(reading.read(name, text));
    return List.copyOf(read);
  }

  /** Whether it is said to be true; false where it is not given. */
  public boolean given(String name) throws ProblemException {
    return optional(name, this::flag).orElse(false);
  }

  /** {@link Reading} of a text. */
  public String text(String name, String text) {
    return text;
  }

  /** {@link Reading} of a number. */
  public int whole(String name, String text) throws ProblemException {
    long number = number(name, text);
    if ((int) number != number) throw wrong(name, "is too large a number: `" + text + "`");
    return (int) number;
  }

  /** {@link Reading} of a large number. */
  public long number(String name, String text) throws ProblemException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw wrong(name, "must be a whole number, not `" + text + "`");
    }
  }

  /** {@link Reading} of true or false. */
  public boolean flag(String name, String text) throws ProblemException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "must be true or false, not `" + text + "`");
    };
  }

  /** {@link Reading} of a path, from where the person is. */
  public Path path(String name, String text) {
    return directory.resolve(text).normalize();
  }

  /** One of these constants, by its name in any case, with a dash for each {@code _}. */
  public <E extends Enum<E>> E choice(String name, String text, E[] constants)
      throws ProblemException {
    var names = new ArrayList<String>();
    for (E each : constants) {
      names.add(Goal.word(each.name()));
      if (names.getLast().equals(Goal.word(text))) return each;
    }
    var problem =
        Problem.of(
            "the argument `"
                + name
                + "` of the goal `"
                + goal.name()
                + "` must be one of "
                + String.join(", ", names)
                + ", not `"
                + text
                + "`");
    throw new ProblemException(
        Suggestion.among(names, text)
            .map(near -> problem.withHelp("did you mean `" + near.name() + "`?"))
            .orElse(problem));
  }
}
