package heddle.cli;

import heddle.cargo.Package;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.resolve.Summary;
import heddle.rust.Locks;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle add} and {@code heddle remove}: changes the dependencies of one package and leaves
 * all other text of its manifest as it is.
 */
final class ManifestCommand implements Command {
  private final boolean adds;

  ManifestCommand(boolean adds) {
    this.adds = adds;
  }

  @Override
  public Usage usage() {
    var options =
        new ArrayList<Option>(
            List.of(
                Option.value("package", 'p', "SPEC", "Package to change"),
                Option.flag("dev", "As a development dependency"),
                Option.flag("build", "As a dependency of the build script"),
                Option.value("target", "TARGET", "As a dependency of this target only"),
                Option.flag("dry-run", "Show the manifest's new text, and write nothing")));
    if (adds) {
      options.addAll(
          List.of(
              Option.value("features", 'F', "FEATURES", "Features to turn on").repeated(),
              Option.flag("no-default-features", "Do not turn on the feature `default`"),
              Option.flag("optional", "Let features turn it on"),
              Option.value("rename", "NAME", "Give it another name"),
              Option.value("path", "PATH", "Take it from a directory")));
    }
    options.addAll(LockSession.options());
    return new Usage("NAME[@VERSION]...", 1, Integer.MAX_VALUE, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (LockSession open = LockSession.open(session, given)) {
      return run(session, given, open.locks());
    }
  }

  private int run(Session session, Arguments given, Locks locks) throws Exception {
    Package pkg = pkg(locks, given.value("package"));
    TomlEdit edit = TomlEdit.of(locks.read(pkg.manifest().file()));
    List<String> path = path(given);
    for (String word : given.words()) {
      if (adds) {
        edit = add(session, locks, edit, path, word, given);
      } else {
        edit = remove(session, edit, path, word);
      }
    }
    if (given.has("dry-run")) {
      session.terminal().out().print(edit.text());
      session.terminal().out().flush();
      return 0;
    }
    locks.write(pkg.manifest().file(), edit.text());
    return 0;
  }

  private static TomlEdit add(
      Session session, Locks locks, TomlEdit edit, List<String> path, String word, Arguments given)
      throws Exception {
    int at = word.indexOf('@');
    String name = at < 0 ? word : word.substring(0, at);
    PackageIdSpec.parse(name);
    Optional<String> rename = given.value("rename");
    var parts = new ArrayList<String>();
    Optional<String> directory = given.value("path");
    String version = "";
    if (directory.isPresent()) {
      parts.add("path = " + TomlEdit.string(directory.get()));
    } else {
      Summary newest = locks.newest(name, at < 0 ? "*" : word.substring(at + 1));
      version = at < 0 ? release(newest.id().version().toString()) : word.substring(at + 1);
      parts.add("version = " + TomlEdit.string(version));
      for (String feature : features(given)) {
        if (!newest.features().containsKey(feature)) {
          var problem = Problem.of("unrecognized feature for crate " + name + ": " + feature);
          throw new ProblemException(
              Suggestion.among(newest.features().keySet(), feature)
                  .map(suggestion -> problem.withHelp(suggestion.help("feature")))
                  .orElse(problem));
        }
      }
    }
    rename.ifPresent(_ -> parts.add("package = " + TomlEdit.string(name)));
    if (given.has("no-default-features")) {
      parts.add("default-features = false");
    }
    List<String> features = features(given);
    if (!features.isEmpty()) {
      parts.add(
          "features = ["
              + String.join(", ", features.stream().map(TomlEdit::string).toList())
              + "]");
    }
    if (given.has("optional")) {
      parts.add("optional = true");
    }
    String value =
        parts.size() == 1 && directory.isEmpty()
            ? TomlEdit.string(version)
            : "{ " + String.join(", ", parts) + " }";
    session
        .terminal()
        .status(
            "Adding",
            name + (version.isEmpty() ? "" : " v" + version) + " to " + String.join(".", path));
    return edit.set(path, rename.orElse(name), value);
  }

  private static TomlEdit remove(Session session, TomlEdit edit, List<String> path, String name)
      throws ProblemException {
    Optional<Toml.Table> table = edit.table(path);
    if (table.flatMap(t -> t.entry(name)).isEmpty()) {
      var problem =
          Problem.of(
              "the dependency `"
                  + name
                  + "` could not be found in `"
                  + String.join(".", path)
                  + "`");
      throw new ProblemException(
          table
              .flatMap(t -> Suggestion.among(t.entries().keySet(), name))
              .map(suggestion -> problem.withHelp(suggestion.help("dependency")))
              .orElse(problem));
    }
    session.terminal().status("Removing", name + " from " + String.join(".", path));
    return edit.remove(path, name);
  }

  private static List<String> features(Arguments given) {
    var features = new ArrayList<String>();
    for (String list : given.values("features")) {
      for (String feature : list.split("[ ,]", -1)) {
        if (!feature.isEmpty()) {
          features.add(feature);
        }
      }
    }
    return features;
  }

  /** Build metadata is no part of a requirement. */
  private static String release(String version) {
    int plus = version.indexOf('+');
    return plus < 0 ? version : version.substring(0, plus);
  }

  private static List<String> path(Arguments given) throws UsageException {
    if (given.has("dev") && given.has("build")) {
      throw new UsageException("`--dev` and `--build` cannot be used together");
    }
    String table =
        given.has("dev")
            ? "dev-dependencies"
            : given.has("build") ? "build-dependencies" : "dependencies";
    return given
        .value("target")
        .map(target -> List.of("target", target, table))
        .orElse(List.of(table));
  }

  private static Package pkg(Locks locks, Optional<String> spec)
      throws ProblemException, UsageException {
    List<Package> members = locks.workspace().members();
    if (spec.isPresent()) {
      PackageIdSpec wanted = PackageIdSpec.parse(spec.get());
      for (Package member : members) {
        if (wanted.matches(member.id())) {
          return member;
        }
      }
      throw new UsageException("there is no package `" + spec.get() + "` in the workspace");
    }
    Optional<Package> current = locks.workspace().current();
    if (current.isPresent()) {
      return current.get();
    }
    if (members.size() == 1) {
      return members.getFirst();
    }
    throw new UsageException("the workspace has several packages: choose one with `-p`");
  }
}
