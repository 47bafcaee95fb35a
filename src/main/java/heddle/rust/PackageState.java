package heddle.rust;

import heddle.cargo.Package;
import heddle.cargo.Workspace;
import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Checkout;
import heddle.world.RealPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What git says of a package that is to be packaged: whether all its files are as the last commit
 * has them, and whether there is a commit. Source of the rules: cargo's {@code
 * ops/cargo_package/vcs.rs}.
 */
record PackageState(Equipment with, Workspace workspace, Package pkg, List<Path> files) {
  PackageState {
    files = List.copyOf(files);
  }

  /**
   * Whether the package is of a commit, which the archive will name.
   *
   * @param dirty whether files may differ from the commit
   */
  boolean isOfCommit(boolean dirty) throws ProblemException, BuildException, InterruptedException {
    Optional<GitTree> tree = GitTree.above(pkg.root(), with);
    if (tree.isEmpty() || tree.get().ignores(tree.get().name(pkg.manifest().file()))) return false;
    if (!dirty) {
      List<String> changed = changed(tree.get());
      if (!changed.isEmpty()) {
        throw new ProblemException(
            Problem.of(
                changed.size()
                    + " files in the working directory contain changes that were not yet committed"
                    + " into git:\n\n"
                    + String.join("\n", changed)
                    + "\n\nto proceed despite this and include the uncommitted changes, pass the"
                    + " `--allow-dirty` flag"));
      }
    }
    return Checkout.head(tree.get().folder()).isPresent();
  }

  /** The changed files that would be packaged, as seen from where the user stands. */
  private List<String> changed(GitTree tree)
      throws ProblemException, BuildException, InterruptedException {
    List<Path> all = new ArrayList<>();
    String below = tree.name(pkg.root());
    collect(tree, below.isEmpty() ? List.of() : List.of(GitTree.top(below)), all);
    List<Path> links = new ArrayList<>();
    List<Path> found = new ArrayList<>();
    Path realRoot = real(pkg.root());
    for (Path file : files) {
      Path plain = realRoot.resolve(pkg.root().relativize(file));
      Path real = real(file);
      boolean link = !real.equals(plain);
      if (link) links.add(file);
      Path looked = link ? real : file;
      if (all.stream().anyMatch(looked::startsWith)) found.add(file);
    }
    found.addAll(outside(tree, links, realRoot));
    Path from = with.order().directory();
    return found.stream().map(each -> from.relativize(each).toString()).sorted().toList();
  }

  private void collect(GitTree tree, List<String> patterns, List<Path> all)
      throws ProblemException, BuildException, InterruptedException {
    all.addAll(tree.changed(patterns, tree.folder()));
    for (var each : tree.tracked("").entrySet()) {
      if (!each.getValue()) continue;
      Optional<GitTree> own = GitTree.at(tree.folder().resolve(each.getKey()), with);
      if (own.isPresent()) collect(own.get(), List.of(), all);
    }
  }

  /** What the package takes from beside it: linked files, readme, licence, the root's manifest. */
  private List<Path> outside(GitTree tree, List<Path> links, Path realRoot)
      throws ProblemException, BuildException, InterruptedException {
    List<Path> all = new ArrayList<>(links);
    var about = pkg.manifest().about();
    about.licenseFile().ifPresent(each -> all.add(pkg.root().resolve(each).normalize()));
    about.readme().ifPresent(each -> all.add(pkg.root().resolve(each).normalize()));
    all.add(workspace.rootManifest());
    Path realTree = real(tree.folder());
    List<String> patterns = new ArrayList<>();
    for (Path each : all) {
      Path real = real(each);
      if (!real.startsWith(realRoot) && real.startsWith(realTree)) {
        patterns.add(realTree.relativize(real).toString());
      }
    }
    if (patterns.isEmpty()) return List.of();
    // As in cargo the patterns begin where the user stands.
    Path from = with.order().directory();
    return tree.changed(patterns, real(from).startsWith(realTree) ? from : tree.folder());
  }

  private Path real(Path path) throws BuildException, InterruptedException {
    return with.engine().evaluate(new RealPath(path)).orElse(path);
  }
}
