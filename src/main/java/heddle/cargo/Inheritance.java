package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a member takes over from the {@code [workspace]} table of its root. The root is looked for
 * when the first value is asked for: most manifests take over nothing.
 */
final class Inheritance {
  /** Finds the root manifest of a workspace. */
  @FunctionalInterface
  interface RootSearch {
    Optional<Path> root() throws ProblemException, BuildException, InterruptedException;
  }

  private static final Toml.Table NONE = new Toml.Table(Map.of(), new Source("", "").all());

  private final FileTree files;
  private final Path file;
  private final RootSearch search;
  private Optional<Root> found = Optional.empty();

  /** The root's directory and its {@code [workspace]} table. */
  record Root(Path directory, Toml.Table table) {}

  Inheritance(FileTree files, Path file, RootSearch search) {
    this.files = files;
    this.file = file;
    this.search = search;
  }

  /** The value of {@code [workspace.package]} for a key. */
  Toml packageValue(String key, Place place)
      throws ProblemException, BuildException, InterruptedException {
    Toml.Table fields = part("package", place);
    return fields
        .get(key)
        .orElseThrow(() -> missing(key, "`workspace.package." + key + "` was not defined", place));
  }

  Toml dependency(String name, Place place)
      throws ProblemException, BuildException, InterruptedException {
    Root root = root(place);
    Toml.Table all =
        table(root.table(), "dependencies")
            .orElseThrow(() ->
                problem(
                    place,
                    "error inheriting `" + name + "`: `workspace.dependencies` was not defined"));
    return all.get(name)
        .orElseThrow(() ->
            suggest(
                problem(
                    place, "`dependency." + name + "` was not found in `workspace.dependencies`"),
                all,
                name));
  }

  private static ProblemException suggest(ProblemException e, Toml.Table all, String name) {
    Optional<Suggestion> near = Suggestion.among(all.entries().keySet(), name);
    return near.isEmpty()
        ? e
        : new ProblemException(e.problems().getFirst().withHelp(near.get().help("dependency")));
  }

  Toml.Table lints(Place place) throws ProblemException, BuildException, InterruptedException {
    return table(root(place).table(), "lints")
        .orElseThrow(
            () -> problem(place, "error inheriting `lints`: `workspace.lints` was not defined"));
  }

  /** A path that the root's table gives, as seen from the member's directory. */
  String relative(String path, Place place)
      throws ProblemException, BuildException, InterruptedException {
    return between(directory(), root(place).directory().resolve(path).normalize());
  }

  /** The readme of the root as seen from the member's directory. */
  Optional<String> readme(Place place)
      throws ProblemException, BuildException, InterruptedException {
    Root root = root(place);
    Optional<Toml> given = part("package", place).get("readme");
    Optional<String> name = Readme.of(files, root.directory(), given);
    if (name.isEmpty()) {
      throw missing("readme", "`workspace.package.readme` was not defined", place);
    }
    return Optional.of(relative(name.get(), place));
  }

  private Path directory() {
    return file.resolve("..").normalize();
  }

  private static String between(Path from, Path to) {
    return from.relativize(to).toString();
  }

  private Toml.Table part(String name, Place place)
      throws ProblemException, BuildException, InterruptedException {
    return table(root(place).table(), name).orElse(NONE);
  }

  private static Optional<Toml.Table> table(Toml.Table table, String key) throws ProblemException {
    return new Fields(table).table(key).map(Fields::table);
  }

  private Root root(Place place) throws ProblemException, BuildException, InterruptedException {
    if (found.isEmpty()) {
      Path root =
          search.root().orElseThrow(() -> problem(place, "failed to find a workspace root"));
      Toml.Table toml =
          files
              .toml(root)
              .orElseThrow(
                  () -> problem(place, "the workspace's root `" + root + "` does not exist"));
      Toml.Table workspace =
          table(toml, "workspace")
              .orElseThrow(
                  () -> problem(place, "root of a workspace inferred but wasn't a root: " + root));
      found = Optional.of(new Root(root.resolve("..").normalize(), workspace));
    }
    return found.get();
  }

  private static ProblemException missing(String key, String message, Place place) {
    return new ProblemException(
        Problem.at(place, message)
            .withNote(
                "error inheriting `"
                    + key
                    + "` from workspace root manifest's `workspace.package."
                    + key
                    + "`"));
  }

  private static ProblemException problem(Place place, String message) {
    return Fields.problem(place, message);
  }
}
