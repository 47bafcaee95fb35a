package heddle.contract;

import heddle.contract.policy.Keys;
import heddle.contract.policy.PackageSpec;
import heddle.contract.policy.Policy;
import heddle.contract.policy.PolicyFile;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the root asks of options, by the strength of who asks: the command line, then the
 * environment, then a packager's file of options, then heddle.toml. Nothing is checked against
 * declarations here.
 */
public record OptionRequests(
    List<Spoken> spoken,
    Map<String, String> variables,
    List<Policy.OptionSet> file,
    List<Policy.OptionSet> policy,
    Optional<Decided> nativeLibraries,
    Optional<Decided> python,
    Optional<Described> pythonConfig) {
  /** Variables that begin so set options. */
  public static final String PREFIX = "HEDDLE_OPTION_";

  public static final OptionRequests NONE =
      new OptionRequests(
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** {@code -o package:option=value}. */
  public record Spoken(PackageSpec packages, String option, String value, String argument) {}

  /** A policy value and who decided it. */
  public record Decided(String value, Origin origin) {}

  /** A file that describes the interpreter, which is one for this machine. */
  public record Described(String triple, Decided file) {}

  public OptionRequests {
    spoken = List.copyOf(spoken);
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    file = List.copyOf(file);
    policy = List.copyOf(policy);
  }

  /**
   * The name of an option in a variable, after the prefix: package and option in upper case, a
   * hyphen an underscore, two underscores between them.
   */
  public static String variable(String pkg, String option) {
    return (pkg + "__" + option).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** What the root decided of the policy value of this name, as it holds for a triple. */
  public Optional<Decided> decided(String policy, String triple) {
    return switch (policy) {
      case "python" -> python;
      case "python-config" ->
          pythonConfig.filter(each -> each.triple().equals(triple)).map(Described::file);
      default -> nativeLibraries;
    };
  }

  /** The same, without what the command line says of these packages. */
  public OptionRequests withoutSpokenOf(Set<String> names) {
    return new OptionRequests(
        spoken.stream().filter(each -> !names.contains(each.packages().name())).toList(),
        variables,
        file,
        policy,
        nativeLibraries,
        python,
        pythonConfig);
  }

  /**
   * The same, with the interpreter that was found for what the root says of {@code python}, and a
   * file that describes it for builds for its own machine.
   */
  public OptionRequests withPython(String executable, String described, String triple) {
    return new OptionRequests(
        spoken,
        variables,
        file,
        policy,
        nativeLibraries,
        python.map(said -> new Decided(executable, said.origin())),
        python.map(said -> new Described(triple, new Decided(described, said.origin()))));
  }

  /**
   * Gathers them from where they stand.
   *
   * @param arguments the texts of {@code -o}: {@code package:option=value}, {@code native=value} or
   *     {@code python=value}
   * @param options the file of {@code --options}: tables by package, {@code native} and {@code
   *     python}
   */
  public static OptionRequests of(
      List<String> arguments,
      Map<String, String> environment,
      Optional<Source> options,
      Policy policy)
      throws ProblemException {
    var problems = new ArrayList<Problem>();
    var spoken = new ArrayList<Spoken>();
    Optional<Decided> decided = Optional.empty();
    Optional<Decided> python = Optional.empty();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      int colon = argument.indexOf(':');
      if (equals > 0 && argument.substring(0, equals).equals("native")) {
        decided = decided(argument.substring(equals + 1), argument, problems);
      } else if (equals > 0 && argument.substring(0, equals).equals("python")) {
        python =
            Optional.of(
                new Decided(argument.substring(equals + 1), new Origin.CommandLine(argument)));
      } else if (equals < 0 || colon <= 0 || colon > equals - 2) {
        problems.add(
            Problem.of("`" + argument + "` sets no option")
                .withHelp("write PACKAGE:OPTION=VALUE, native=VALUE or python=VALUE"));
      } else {
        spoken.add(
            new Spoken(
                PackageSpec.parse(argument.substring(0, colon)),
                argument.substring(colon + 1, equals),
                argument.substring(equals + 1),
                argument));
      }
    }
    var variables = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) variables.put(name.substring(PREFIX.length()), value);
    });
    Policy file = options.isPresent() ? file(options.get()) : Policy.NONE;
    Optional<Decided> written =
        file.nativeLibraries()
            .or(policy::nativeLibraries)
            .map(n -> new Decided(n.value(), new Origin.File(n.place())));
    Optional<Decided> interpreter =
        file.python()
            .or(policy::python)
            .map(n -> new Decided(n.value(), new Origin.File(n.place())));
    if (!problems.isEmpty()) throw new ProblemException(problems);
    return new OptionRequests(
        spoken,
        variables,
        file.options(),
        policy.options(),
        decided.or(() -> written),
        python.or(() -> interpreter),
        Optional.empty());
  }

  private static Optional<Decided> decided(String value, String argument, List<Problem> problems) {
    if (PolicyFile.NATIVE.contains(value))
      return Optional.of(new Decided(value, new Origin.CommandLine(argument)));
    problems.add(
        Keys.notOneOf(
            Problem.of("`" + value + "` is no value of `native`"), value, PolicyFile.NATIVE));
    return Optional.empty();
  }

  /** A packager's file says of options what heddle.toml does, and nothing else. */
  private static Policy file(Source source) throws ProblemException {
    for (var entry : Toml.parse(source).entries().values()) {
      if (!List.of("option", "native", "python").contains(entry.key()))
        throw new ProblemException(
            Problem.at(entry.keyPlace(), "a file of options cannot say `" + entry.key() + "`")
                .withHelp("it has tables [option.PACKAGE], `native` and `python`"));
    }
    return PolicyFile.read(source);
  }
}
