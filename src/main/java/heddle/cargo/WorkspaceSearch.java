package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the root manifest of the workspace a manifest belongs to: itself, the one it points to, or
 * the nearest above that does not exclude it. Cargo's home is not crossed. A root that is known
 * goes before nearer ones, as cargo looks among the roots it has read first. Source of the rules:
 * cargo's {@code core/workspace.rs}.
 */
record WorkspaceSearch(FileTree files, Path home, Optional<Path> known) {
  static final String FILE = "Cargo.toml";

  WorkspaceSearch(FileTree files, Path home) {
    this(files, home, Optional.empty());
  }

  /** The same where this root is known: it goes before roots that lie nearer to a manifest. */
  WorkspaceSearch within(Path root) {
    return new WorkspaceSearch(files, home, Optional.of(root));
  }

  /** The root of the manifest's workspace; empty if it stands alone. */
  Optional<Path> root(Path manifest, Toml.Table toml)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Path> own = root(manifest, toml, manifest);
    return own.isPresent() ? own : above(manifest);
  }

  /** The root whose values a manifest takes over: its own workspace even if that excludes it. */
  Optional<Path> inheritedRoot(Path manifest, Toml.Table toml)
      throws ProblemException, BuildException, InterruptedException {
    return toml.entries().containsKey("workspace") ? Optional.of(manifest) : root(manifest, toml);
  }

  private Optional<Path> above(Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    if (known.isPresent() && manifest.startsWith(known.get().resolve("..").normalize())) {
      Optional<Toml.Table> toml = files.toml(known.get());
      Optional<Path> root =
          toml.isPresent() ? root(known.get(), toml.get(), manifest) : Optional.empty();
      if (root.equals(known)) {
        return root;
      }
    }
    Path directory = manifest.getParent();
    Path last = manifest;
    for (Path at = directory == null ? null : directory.getParent();
        at != null && !at.endsWith("target/package") && !last.equals(home);
        at = at.getParent()) {
      last = at;
      Path candidate = at.resolve(FILE);
      Optional<Toml.Table> toml = files.toml(candidate);
      if (toml.isPresent()) {
        Optional<Path> root = root(candidate, toml.get(), manifest);
        if (root.isPresent()) {
          return root;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> root(Path candidate, Toml.Table toml, Path from)
      throws ProblemException {
    var fields = new Fields(toml);
    Optional<Fields> workspace = fields.table("workspace");
    Path directory = candidate.resolve("..").normalize();
    if (workspace.isPresent()) {
      return isExcluded(workspace.get(), directory, from)
          ? Optional.empty()
          : Optional.of(candidate);
    }
    Optional<Fields> pack = fields.table("package");
    pack = pack.isPresent() ? pack : fields.table("project");
    Optional<String> pointer = pack.isPresent() ? pack.get().text("workspace") : Optional.empty();
    return pointer.map(p -> directory.resolve(p).resolve(FILE).normalize());
  }

  private static boolean isExcluded(Fields workspace, Path directory, Path from)
      throws ProblemException {
    return isExcluded(
        workspace.texts("exclude").orElse(List.of()),
        workspace.texts("members").orElse(List.of()),
        directory,
        from);
  }

  /** Whether a path lies below an excluded one, and below no member that is listed by name. */
  static boolean isExcluded(List<String> exclude, List<String> members, Path directory, Path from) {
    return exclude.stream().anyMatch(e -> from.startsWith(join(directory, e)))
        && members.stream().noneMatch(m -> from.startsWith(join(directory, m)));
  }

  /** The path below the directory, with {@code .} left out but {@code ..} kept. */
  static Path join(Path directory, String text) {
    Path path = Path.of(text);
    Path at = path.isAbsolute() ? path.getRoot() : directory;
    for (Path name : path) {
      at = name.toString().equals(".") || name.toString().isEmpty() ? at : at.resolve(name);
    }
    return at;
  }
}
