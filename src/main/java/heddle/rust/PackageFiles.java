package heddle.rust;

import heddle.cargo.IgnoreRules;
import heddle.cargo.Package;
import heddle.cargo.Packaging;
import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import heddle.world.RealPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which files of a directory belong to its package: what git knows or does not ignore, or all that
 * do not begin with a dot, but for {@code exclude}; or what {@code include} names. Packages inside
 * of it and its {@code target} are left out. Source of the rules: cargo's {@code sources/path.rs}.
 */
final class PackageFiles {
  private static final String MANIFEST = "Cargo.toml";

  private final Equipment with;
  private final Path root;
  private final Consumer<String> warned;
  private final boolean named;
  private final IgnoreRules rules;
  private final Optional<GitTree> tree;

  PackageFiles(Equipment with, Package pkg, Packaging packaging, Consumer<String> warned)
      throws ProblemException, BuildException, InterruptedException {
    this.with = with;
    this.root = pkg.root();
    this.warned = warned;
    this.named = !packaging.include().isEmpty();
    this.tree = named ? Optional.empty() : repository();
    List<String> lines = new ArrayList<>();
    if (!named && tree.isEmpty()) lines.add(".*");
    lines.addAll(named ? packaging.include() : packaging.exclude());
    this.rules = IgnoreRules.of(lines);
  }

  /** The git tree whose index holds the manifest: no other one says what belongs to the package. */
  private Optional<GitTree> repository()
      throws ProblemException, BuildException, InterruptedException {
    Optional<GitTree> found = GitTree.above(root, with);
    if (found.isEmpty()) return found;
    String manifest = found.get().name(root.resolve(MANIFEST));
    return found.get().tracked(manifest).containsKey(manifest) ? found : Optional.empty();
  }

  /** The files, absolute, in no order. */
  List<Path> list() throws ProblemException, BuildException, InterruptedException {
    List<Path> found = new ArrayList<>();
    if (tree.isPresent()) git(tree.get(), found);
    else walk(root, true, Map.of(), found);
    return found;
  }

  private boolean belongs(Path path, boolean directory) {
    if (!path.startsWith(root)) return false;
    String name = root.relativize(path).toString();
    if (name.equals("Cargo.lock") || name.equals(MANIFEST)) return true;
    if (!named) return !rules.ignores(name, directory);
    return directory || rules.ignores(name, false);
  }

  private Map<String, Kind> names(Path directory) throws BuildException, InterruptedException {
    return with.engine()
        .evaluate(new ListDirectory(directory))
        .map(Listing::entries)
        .orElse(Map.of());
  }

  private void git(GitTree git, List<Path> found)
      throws ProblemException, BuildException, InterruptedException {
    String below = git.name(root);
    Path target = git.folder().resolve(below).resolve("target");
    Map<String, Boolean> tracked = git.tracked(below);
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    for (String name : tracked.keySet()) {
      Path path = git.folder().resolve(name);
      // what lies below target/ is believed to be there
      if (path.startsWith(target) && !path.equals(target)) files.add(path);
      else sort(path, files, folders);
    }
    for (String name : git.untracked(below)) {
      Path path = git.folder().resolve(name);
      boolean built = path.startsWith(target) && (name.endsWith("/") || !path.equals(target));
      // a lock that is not in git is made anew
      if (!built && !name.equals("Cargo.lock") && !isIgnoredLink(git, path)) {
        sort(path, files, folders);
      }
    }
    Set<Path> others = new HashSet<>();
    for (Path file : files) {
      if (file.endsWith(MANIFEST) && !root.equals(file.getParent())) others.add(file.getParent());
    }
    List<Path> mine = new ArrayList<>(files.stream().filter(f -> belongs(f, false)).toList());
    for (Path folder : folders) {
      Optional<GitTree> own = GitTree.at(folder, with);
      if (own.isPresent()) git(own.get(), mine);
      else walk(folder, false, Map.of(), mine);
    }
    mine.removeIf(file -> others.stream().anyMatch(file::startsWith));
    found.addAll(mine);
  }

  /** A link to a directory is ignored as a directory would be, though not for git itself. */
  private boolean isIgnoredLink(GitTree git, Path path)
      throws ProblemException, BuildException, InterruptedException {
    Path parent = path.getParent();
    if (parent == null || names(parent).get(path.getFileName().toString()) != Kind.DIRECTORY_LINK) {
      return false;
    }
    List<Path> files = new ArrayList<>(List.of(git.folder().resolve(".git/info/exclude")));
    for (Path at = git.folder(); at.getNameCount() < path.getNameCount(); ) {
      files.add(at.resolve(".gitignore"));
      at = path.getRoot().resolve(path.subpath(0, at.getNameCount() + 1));
    }
    for (Path file : files.reversed()) {
      Path base = file.equals(files.getFirst()) ? git.folder() : file.resolveSibling("");
      Optional<Source> text = with.engine().evaluate(new ReadText(file));
      if (text.isEmpty()) continue;
      Optional<Boolean> ignored =
          IgnoreRules.of(text.get().text().lines().toList())
              .decision(base.relativize(path).toString(), true);
      if (ignored.isPresent()) return ignored.get();
    }
    return false;
  }

  /** Puts a path that git names to the files or the folders, if it is there. */
  private void sort(Path path, List<Path> files, List<Path> folders)
      throws BuildException, InterruptedException {
    Path parent = path.getParent();
    if (parent == null) return;
    switch (names(parent).getOrDefault(path.getFileName().toString(), Kind.ABSENT)) {
      case FILE, BROKEN_LINK -> files.add(path);
      case DIRECTORY, DIRECTORY_LINK -> folders.add(path);
      case OTHER, ABSENT -> {}
    }
  }

  /** Everything below a directory, through links; {@code above} is the way by real paths. */
  private void walk(Path directory, boolean top, Map<Path, Path> above, List<Path> found)
      throws ProblemException, BuildException, InterruptedException {
    Path real = with.engine().evaluate(new RealPath(directory)).orElse(directory);
    if (above.containsKey(real)) {
      warned.accept(
          "File system loop found: " + directory + " points to an ancestor " + above.get(real));
      return;
    }
    if (!top && (!belongs(directory, true) || exists(directory.resolve(MANIFEST)))) return;
    Map<Path, Path> way = new HashMap<>(above);
    way.put(real, directory);
    for (Map.Entry<String, Kind> each : names(directory).entrySet()) {
      Path path = directory.resolve(each.getKey());
      switch (each.getValue()) {
        case FILE, BROKEN_LINK -> {
          if (belongs(path, false)) found.add(path);
        }
        case DIRECTORY, DIRECTORY_LINK -> {
          if (!top || !each.getKey().equals("target")) walk(path, false, way, found);
        }
        case OTHER, ABSENT -> {}
      }
    }
  }

  private boolean exists(Path file) throws BuildException, InterruptedException {
    Path parent = file.getParent();
    Kind kind =
        parent == null
            ? Kind.ABSENT
            : names(parent).getOrDefault(file.getFileName().toString(), Kind.ABSENT);
    return kind != Kind.ABSENT && kind != Kind.BROKEN_LINK;
  }
}
