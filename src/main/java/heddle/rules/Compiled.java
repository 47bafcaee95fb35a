package heddle.rules;

import heddle.text.Source;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules ready to be loaded: their classes by binary name, in base 64, and the goals among them.
 *
 * @param sources the text of each rule file, by its name
 * @param origins the rule file that each class comes from
 * @param goals what can be asked for by name
 * @param others why the other tasks are no goals, by the name that they would have
 * @param salt names the rules that stand for intrinsics and all that they use, by content; empty if
 *     none does
 * @param commands the goals that stand for commands, by the command
 * @param before the goals that are laid down before Cargo packages are built
 */
public record Compiled(
    Map<String, String> classes,
    Map<String, String> sources,
    Map<String, String> origins,
    List<Goal> goals,
    Map<String, String> others,
    String salt,
    Map<String, String> commands,
    List<String> before) {
  /** The class that is generated beside the rules. */
  static final String MAKER = "HeddleGoals";

  public Compiled {
    classes = sorted(classes);
    sources = sorted(sources);
    origins = sorted(origins);
    goals = List.copyOf(goals);
    others = sorted(others);
    commands = sorted(commands);
    before = List.copyOf(before);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  public static final Compiled NOTHING =
      new Compiled(Map.of(), Map.of(), Map.of(), List.of(), Map.of(), "", Map.of(), List.of());

  byte[] bytes(String name) {
    return Base64.getDecoder().decode(classes.getOrDefault(name, ""));
  }

  public Optional<Goal> goal(String name) {
    return goals.stream().filter(g -> g.name().equals(name)).findFirst();
  }

  /** The rule file of a class; empty for a class that is not the rules' own. */
  Optional<Source> source(String type) {
    return Optional.ofNullable(origins.get(type))
        .map(name -> new Source(name, sources.getOrDefault(name, "")));
  }
}
