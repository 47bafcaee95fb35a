package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Patterns in the form of a {@code .gitignore}, of which the last that meets a path decides; cargo
 * reads {@code include} and {@code exclude} so. Source of the rules: {@code gitignore.rs} of the
 * crate ignore 0.4.25.
 */
public record IgnoreRules(List<Rule> rules) {
  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  /** One line. {@code keeps} says that it takes back what others ignore. */
  record Rule(Pattern pattern, boolean keeps, boolean directories) {}

  /** The rules of these lines; a comment and an empty line are none. */
  public static IgnoreRules of(List<String> lines) throws ProblemException {
    var rules = new ArrayList<Rule>();
    for (String given : lines) {
      String line = given.endsWith("\\ ") ? given : given.stripTrailing();
      if (!line.isEmpty() && !given.startsWith("#")) rules.add(rule(line));
    }
    return new IgnoreRules(rules);
  }

  private static Rule rule(String given) throws ProblemException {
    String line = given;
    boolean keeps = false;
    boolean anchored = false;
    if (line.startsWith("\\!") || line.startsWith("\\#")) {
      line = line.substring(1);
    } else {
      if (line.startsWith("!")) {
        keeps = true;
        line = line.substring(1);
      }
      if (line.startsWith("/")) {
        anchored = true;
        line = line.substring(1);
      }
    }
    boolean directories = line.endsWith("/");
    if (directories) {
      line = line.substring(0, line.length() - 1);
      if (line.endsWith("\\")) line = line.substring(0, line.length() - 1);
    }
    if (!anchored && !line.contains("/") && !line.equals("**")) line = "**/" + line;
    if (line.endsWith("/**")) line += "/*";
    try {
      return new Rule(IgnoreGlob.compile(line), keeps, directories);
    } catch (ProblemException e) {
      String why = e.problems().getFirst().message();
      throw new ProblemException(Problem.of("error parsing glob '" + given + "': " + why));
    }
  }

  /** Whether a path, relative and with {@code /}, or a directory above it is ignored. */
  public boolean ignores(String path, boolean directory) {
    return decision(path, directory).orElse(false);
  }

  /** As {@link #ignores}; empty where no rule meets the path. */
  public Optional<Boolean> decision(String path, boolean directory) {
    boolean folder = directory;
    String at = path;
    while (true) {
      String bytes = IgnoreGlob.bytes(at);
      for (Rule each : rules.reversed()) {
        if ((folder || !each.directories()) && each.pattern().matcher(bytes).matches()) {
          return Optional.of(!each.keeps());
        }
      }
      if (at.isEmpty()) return Optional.empty();
      int slash = at.lastIndexOf('/');
      at = slash < 0 ? "" : at.substring(0, slash);
      folder = true;
    }
  }
}
