package heddle.contract.policy;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.List;

/**
 * One thing that the root lets a build script do beyond its declared inputs. Its text is what
 * stands in {@code allow}.
 */
public sealed interface Permission {
  /** Any connection. Its results never leave this machine. */
  record Network() implements Permission {
    @Override
    public String toString() {
      return "network";
    }
  }

  /** A variable of the user, which becomes part of the script's key. */
  record Variable(String name) implements Permission {
    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /**
   * A file or directory to read, absolute, relative to the workspace, or below {@code ~/}; part of
   * the key.
   */
  record Read(String path) implements Permission {
    @Override
    public String toString() {
      return "read:" + path;
    }
  }

  /**
   * A file or directory of the package's own source to write, relative to it, which is an output;
   * or with {@code ~/} a directory of the user's home, which is state and in no key.
   */
  record Write(String path) implements Permission {
    @Override
    public String toString() {
      return "write:" + path;
    }
  }

  /** Reads the text form; its place is what an error shows. */
  static Permission parse(Toml.Text text) throws ProblemException {
    String word = text.value();
    if (word.equals("network")) return new Network();
    int colon = word.indexOf(':');
    String rest = word.substring(colon + 1);
    String kind = colon < 0 ? word : word.substring(0, colon);
    List<String> kinds = List.of("network", "env", "read", "write");
    Problem problem = Problem.at(text.place(), "`" + word + "` is no permission");
    if (colon < 0 || rest.isEmpty() || kind.equals("network") || !kinds.contains(kind)) {
      if (kinds.contains(kind)) throw new ProblemException(problem.withHelp(example(kind)));
      throw new ProblemException(
          Keys.notOneOf(problem, kind, kinds)
              .withNote("a permission is `network`, `env:NAME`, `read:PATH` or `write:PATH`"));
    }
    if (kind.equals("env")) {
      if (rest.indexOf('=') >= 0)
        throw new ProblemException(problem.withHelp("write the variable's name only"));
      return new Variable(rest);
    }
    if (kind.equals("read")) return new Read(rest);
    // Nothing that is the home or the package itself in other words, either.
    List<String> steps = List.of(rest.split("/"));
    if (rest.startsWith("/")
        || steps.isEmpty()
        || steps.equals(List.of("~"))
        || steps.stream().anyMatch(step -> List.of("", ".", "..").contains(step)))
      throw new ProblemException(
          problem.withHelp(
              "write a relative path: a script may write below its own package, or in a directory"
                  + " of the home (`write:~/.cache/foo`)"));
    return new Write(rest);
  }

  private static String example(String kind) {
    return switch (kind) {
      case "network" -> "write `network`: single hosts cannot be allowed";
      case "env" -> "write the variable's name after the colon: `env:NAME`";
      default -> "write the path after the colon: `" + kind + ":PATH`";
    };
  }
}
