package heddle.rust;

import heddle.engine.BuildException;
import heddle.fetch.Git;
import heddle.text.ProblemException;
import heddle.world.Kind;
import heddle.world.KindOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The working tree of a git repository, as git itself tells of it. Paths are relative to it, with
 * {@code /}.
 */
record GitTree(Path folder, Git git) {
  /** A link to another repository, in git's index. */
  private static final String LINK = "160000";

  /** The tree that holds a directory: the nearest one upwards. */
  static Optional<GitTree> above(Path directory, Equipment with)
      throws ProblemException, BuildException, InterruptedException {
    for (Path at = directory; at != null; at = at.getParent()) {
      Optional<GitTree> here = at(at, with);
      if (here.isPresent()) return here;
    }
    return Optional.empty();
  }

  /** The tree that stands in this very directory. */
  static Optional<GitTree> at(Path directory, Equipment with)
      throws ProblemException, BuildException, InterruptedException {
    if (with.engine().evaluate(new KindOf(directory.resolve(".git"))) == Kind.ABSENT) {
      return Optional.empty();
    }
    var git = new GitCommand(with.machine(), with.order());
    // where .git is not one, git looks further up
    String up = git.run(List.of("rev-parse", "--show-cdup"), directory);
    return up.isBlank() ? Optional.of(new GitTree(directory, git)) : Optional.empty();
  }

  /** A path below the tree as git names it; empty for the tree itself and for what is elsewhere. */
  String name(Path path) {
    return path.startsWith(folder) ? folder.relativize(path).toString() : "";
  }

  /** What the index holds at or below a path; whether each is a repository of its own. */
  Map<String, Boolean> tracked(String below) throws ProblemException, InterruptedException {
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (String line : listed(List.of("ls-files", "-z", "-s"), below)) {
      int tab = line.indexOf('\t');
      found.put(line.substring(tab + 1), line.startsWith(LINK));
    }
    return found;
  }

  /** What is not in the index and not ignored; repositories end with a slash. */
  List<String> untracked(String below) throws ProblemException, InterruptedException {
    return listed(List.of("ls-files", "-z", "-o", "--exclude-standard"), below);
  }

  /** Whether the patterns of the tree ignore a file, in the index or not. */
  boolean ignores(String file) throws ProblemException, InterruptedException {
    return !listed(List.of("ls-files", "-z", "-c", "-o", "-i", "--exclude-standard"), file)
        .isEmpty();
  }

  /**
   * What differs from the last commit, is not in the index, or is ignored, but for lock files that
   * are ignored.
   *
   * @param patterns what is looked at; all if there are none
   * @param from where the patterns begin
   */
  List<Path> changed(List<String> patterns, Path from)
      throws ProblemException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--no-optional-locks",
                "status",
                "-z",
                "--porcelain",
                "--no-renames",
                "--untracked-files=all",
                "--ignored=matching",
                "--ignore-submodules=all",
                "--"));
    words.addAll(patterns);
    List<Path> found = new ArrayList<>();
    for (String line : parts(git.run(words, from))) {
      String path = line.substring(3);
      if (line.startsWith("!!") && (path.equals("Cargo.lock") || path.endsWith("/Cargo.lock"))) {
        continue;
      }
      found.add(folder.resolve(path));
    }
    return found;
  }

  private List<String> listed(List<String> command, String below)
      throws ProblemException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--", top(below)));
    return parts(git.run(words, folder));
  }

  /** A pattern of git for a path from the tree's own directory. */
  static String top(String path) {
    return ":(top)" + path;
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>(List.of(text.split("\0", -1)));
    parts.removeLast(); // behind the last end there is nothing
    return parts;
  }
}
