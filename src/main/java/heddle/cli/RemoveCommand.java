package heddle.cli;

import heddle.cargo.Package;
import heddle.cargo.edit.DependencyTables;
import heddle.cargo.edit.FeatureCleanup;
import heddle.cargo.edit.WorkspaceCleanup;
import heddle.rust.Locks;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle remove}: takes dependencies out of a package's manifest, what they leave behind in
 * its features, and what no member uses any more out of the workspace's.
 */
final class RemoveCommand implements Command {
  @Override
  public Usage usage() {
    var options = new ArrayList<>(ManifestChoice.options());
    options.addAll(LockSession.options());
    return new Usage("NAME...", 1, Integer.MAX_VALUE, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (LockSession open = LockSession.open(session, given)) {
      Locks locks = open.locks();
      Package pkg = ManifestChoice.pkg(locks.workspace(), given.value("package"));
      Path file = pkg.manifest().file();
      List<String> path = ManifestChoice.path(given);
      TomlEdit edit = TomlEdit.of(locks.read(file));
      for (String word : given.words()) {
        session.terminal().status("Removing", word + " from " + ManifestChoice.shown(path));
        edit = remove(edit, path, word);
      }
      for (String word : given.words()) {
        edit = new FeatureCleanup(word).clean(edit);
      }
      if (given.has("dry-run")) {
        session.terminal().warning("aborting remove due to dry run");
        return 0;
      }
      locks.write(file, edit.text());
      cleanRoot(locks, file, edit);
      open.relock(false);
      return 0;
    }
  }

  private static void cleanRoot(Locks locks, Path changed, TomlEdit edit) throws Exception {
    Path root = locks.workspace().rootManifest();
    var members = new ArrayList<TomlEdit>();
    for (Package member : locks.workspace().members()) {
      Path file = member.manifest().file();
      members.add(file.equals(changed) ? edit : TomlEdit.of(locks.read(file)));
    }
    TomlEdit before = root.equals(changed) ? edit : TomlEdit.of(locks.read(root));
    TomlEdit after = new WorkspaceCleanup(members).clean(before);
    if (!after.text().equals(before.text())) {
      locks.write(root, after.text());
    }
  }

  private static TomlEdit remove(TomlEdit edit, List<String> path, String name)
      throws ProblemException {
    Optional<Toml.Table> table = edit.table(path);
    if (table.flatMap(t -> t.entry(name)).isEmpty()) {
      throw missing(edit, path, name);
    }
    TomlEdit removed = edit.removeWithComments(path, name);
    boolean empty = removed.table(path).filter(t -> t.entries().isEmpty()).isPresent();
    return empty
        ? removed.removeWithComments(path.subList(0, path.size() - 1), path.getLast())
        : removed;
  }

  /** With a word of where it stands instead, or of what was perhaps meant. */
  private static ProblemException missing(TomlEdit edit, List<String> path, String name) {
    var problem =
        Problem.of(
            "the dependency `" + name + "` could not be found in `" + String.join(".", path) + "`");
    for (List<String> other : DependencyTables.of(edit)) {
      if (edit.table(other).flatMap(t -> t.entry(name)).isPresent()) {
        String flag =
            switch (other.getLast()) {
              case "dev-dependencies" -> "--dev";
              case "build-dependencies" -> "--build";
              default -> "";
            };
        String target = other.size() > 1 ? "--target " + other.get(1) : "";
        String flags = (flag + " " + target).strip();
        if (!flags.isEmpty()) {
          return new ProblemException(
              problem.withHelp(
                  "pass `"
                      + flags
                      + "` to remove `"
                      + name
                      + "` from `"
                      + String.join(".", other)
                      + "`"));
        }
      }
    }
    return new ProblemException(
        edit.table(path)
            .flatMap(t -> Suggestion.among(t.entries().keySet(), name))
            .map(suggestion -> problem.withHelp(suggestion.help("dependency")))
            .orElse(problem));
  }
}
