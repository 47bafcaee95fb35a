package heddle.contract;

import heddle.contract.policy.Keys;
import heddle.text.Cfg;
import heddle.text.Json;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Toml;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An option as a package, or an overlay for it, declares it.
 *
 * @param fallback its value where nobody decides; without one it is then unset
 * @param follows the policy value of the root that is its default
 * @param when where it exists at all
 * @param env variables that the package's script reads, with their value for each value of the
 *     option, or the value's own text
 * @param compileEnv variables that the package's code and its script read while they are compiled
 * @param features features of the package that a value turns on, known before planning
 * @param prunes optional dependencies that a value drops
 */
public record OptionDeclaration(
    String name,
    OptionType type,
    Optional<Json> fallback,
    String doc,
    Optional<String> follows,
    Optional<Cfg> when,
    Map<String, Handing> env,
    Map<String, Handing> compileEnv,
    Map<String, List<String>> features,
    Map<String, List<String>> prunes,
    Place place) {
  /** How a variable gets its value from that of the option. */
  public sealed interface Handing {
    /** The value's own text. */
    record Own() implements Handing {}

    /** A text for each value; for other values the variable is not set. */
    record Table(Map<String, String> texts) implements Handing {
      public Table {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
      }
    }
  }

  public OptionDeclaration {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    compileEnv = Collections.unmodifiableMap(new LinkedHashMap<>(compileEnv));
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    prunes = Collections.unmodifiableMap(new LinkedHashMap<>(prunes));
  }

  /** The same, but no value of it changes the plan. */
  OptionDeclaration withoutSayInPlans() {
    return new OptionDeclaration(
        name, type, fallback, doc, follows, when, env, compileEnv, Map.of(), Map.of(), place);
  }

  /** The value that a file gives it; what is none of its values is a problem. */
  Optional<Json> read(Toml written, Place at, List<Problem> problems) {
    Optional<Json> value = type.ofToml(written);
    if (value.isEmpty())
      problems.add(refused(written.place().text(), message -> Problem.at(at, message)));
    return value;
  }

  /** The words for a text that is none of its values. */
  Problem refused(String text, Function<String, Problem> at) {
    Problem problem = at.apply("`" + text + "` is no value of option `" + name + "`");
    return type instanceof OptionType.Enumeration one
        ? Keys.notOneOf(problem, text.replace("\"", ""), one.values())
        : problem.withHelp("it must be " + type.expected());
  }

  /** The variables that this value sets for the script. */
  public Map<String, String> variables(Json value) {
    return handed(env, value);
  }

  /** The variables that this value sets for compilations. */
  public Map<String, String> compileVariables(Json value) {
    return handed(compileEnv, value);
  }

  private static Map<String, String> handed(Map<String, Handing> ways, Json value) {
    var set = new LinkedHashMap<String, String>();
    String shown = OptionType.shown(value);
    ways.forEach((variable, handing) -> {
      switch (handing) {
        case Handing.Own _ -> set.put(variable, shown);
        case Handing.Table table -> {
          if (table.texts().containsKey(shown))
            set.put(variable, String.valueOf(table.texts().get(shown)));
        }
      }
    });
    return set;
  }
}
