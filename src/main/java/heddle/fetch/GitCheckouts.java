package heddle.fetch;

import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Repositories kept as bare databases, and a checkout of each commit that was asked for, with its
 * submodules. A checkout is renamed to its place when complete. A commit that is here is never
 * fetched again; a branch, a tag or HEAD is, unless its commit is given. Git's hooks are off.
 */
public final class GitCheckouts {
  private final Path home;
  private final Git git;
  private final boolean offline;
  private final Map<Path, Object> locks = new ConcurrentHashMap<>();

  public GitCheckouts(Path home, Git git, boolean offline) {
    this.home = home;
    this.git = git;
    this.offline = offline;
  }

  /** The commit that the reference names now, 40 hex digits; asks the remote unless offline. */
  public String resolve(GitSource source) throws ProblemException, InterruptedException {
    Path database = database(source);
    synchronized (locks.computeIfAbsent(database, _ -> new Object())) {
      String name = local(source.reference());
      boolean commit =
          source.reference() instanceof GitSource.Reference.Revision(String revision)
              && isCommit(revision);
      if (!(commit && has(database, name))) {
        if (offline) {
          if (!has(database, name)) {
            throw offline(source);
          }
        } else {
          fetch(source, database);
        }
      }
      return commitOf(database, name, source);
    }
  }

  /** A checkout of a commit of the repository, fetched if need be. */
  public Path checkout(GitSource source, String commit)
      throws ProblemException, InterruptedException {
    Path database = database(source);
    Path place =
        home.resolve("git")
            .resolve("checkouts")
            .resolve(database.getFileName())
            .resolve(commit.substring(0, Math.min(commit.length(), 16)));
    if (Files.isRegularFile(place.resolve(".cargo-ok"))) {
      return place;
    }
    synchronized (locks.computeIfAbsent(database, _ -> new Object())) {
      if (!has(database, commit)) {
        if (offline) {
          throw offline(source);
        }
        fetch(source, database);
        if (!has(database, commit)) {
          exact(source, database, commit);
        }
      }
      place(source, database, commit, place);
      return place;
    }
  }

  /** The commit that the reference led to when it was last fetched, if it ever was. */
  Optional<String> known(GitSource source) throws ProblemException, InterruptedException {
    Path database = database(source);
    String name = local(source.reference());
    return has(database, name) ? Optional.of(commitOf(database, name, source)) : Optional.empty();
  }

  /** The paths of all files of a commit that is here. */
  Set<String> paths(GitSource source, String commit) throws ProblemException, InterruptedException {
    String paths = run(database(source), "ls-tree", "-r", "-z", "--name-only", commit);
    return Set.copyOf(List.of(paths.split("\0", -1)));
  }

  /** A file of a commit that is here. */
  String text(GitSource source, String commit, String path)
      throws ProblemException, InterruptedException {
    return run(database(source), "cat-file", "blob", commit + ":" + path);
  }

  private void place(GitSource source, Path database, String commit, Path place)
      throws ProblemException, InterruptedException {
    try {
      Files.createDirectories(place.getParent());
      Path temporary = Files.createTempDirectory(place.getParent(), ".new");
      try {
        Path tree = temporary.resolve("tree");
        run(temporary, "clone", "--no-checkout", "--", database.toString(), tree.toString());
        run(tree, "remote", "set-url", "origin", source.url());
        run(tree, "reset", "--hard", commit, "--");
        if (Files.exists(tree.resolve(".gitmodules"))) {
          if (offline) {
            throw offline(source);
          }
          run(tree, submodules(source));
        }
        Files.writeString(tree.resolve(".cargo-ok"), "");
        try {
          Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
          // Another process was faster, or something else lies there: Linux tells both alike.
          if (!Files.isRegularFile(place.resolve(".cargo-ok"))) throw e;
        }
      } finally {
        Placing.remove(temporary);
      }
    } catch (IOException e) {
      throw Placing.failed(place, e);
    }
  }

  /** Git refuses submodules from files; a repository that is a file itself may have them. */
  private static String[] submodules(GitSource source) {
    var arguments = new ArrayList<String>();
    if (source.url().startsWith("file:") || source.url().startsWith("/")) {
      arguments.addAll(List.of("-c", "protocol.file.allow=always"));
    }
    arguments.addAll(List.of("submodule", "update", "--init", "--recursive"));
    return arguments.toArray(String[]::new);
  }

  private void fetch(GitSource source, Path database)
      throws ProblemException, InterruptedException {
    prepare(database);
    switch (source.reference()) {
      case GitSource.Reference.Branch(String name) ->
          fetch(source, database, "+refs/heads/" + name + ":" + local(source.reference()));
      case GitSource.Reference.Tag(String name) ->
          fetch(source, database, "+refs/tags/" + name + ":" + local(source.reference()));
      case GitSource.Reference.Default() ->
          fetch(source, database, "+HEAD:" + local(source.reference()));
      case GitSource.Reference.Revision(String name) -> {
        if (name.startsWith("refs/")) {
          fetch(source, database, "+" + name + ":" + local(source.reference()));
        } else {
          fetch(
              source,
              database,
              "+refs/heads/*:refs/remotes/origin/*",
              "+refs/tags/*:refs/remotes/origin/tags/*",
              "+HEAD:refs/remotes/origin/HEAD");
          if (isCommit(name) && !has(database, name)) {
            exact(source, database, name);
          }
        }
      }
    }
  }

  /** A commit that no branch holds any more: many servers give it when asked for by its name. */
  private void exact(GitSource source, Path database, String commit)
      throws ProblemException, InterruptedException {
    fetch(source, database, "+" + commit + ":refs/commit/" + commit);
  }

  private void fetch(GitSource source, Path database, String... references)
      throws ProblemException, InterruptedException {
    var arguments =
        new ArrayList<>(List.of("fetch", "--quiet", "--no-tags", "--force", "--", source.url()));
    arguments.addAll(List.of(references));
    run(database, arguments.toArray(String[]::new));
  }

  private void prepare(Path database) throws ProblemException, InterruptedException {
    if (!Files.exists(database.resolve("HEAD"))) {
      try {
        Files.createDirectories(database);
      } catch (IOException e) {
        throw Placing.failed(database, e);
      }
      run(database, "init", "--quiet", "--bare", ".");
    }
  }

  private boolean has(Path database, String name) throws InterruptedException {
    if (!Files.exists(database.resolve("HEAD"))) {
      return false;
    }
    try {
      run(database, "rev-parse", "--quiet", "--verify", name + "^{commit}");
      return true;
    } catch (ProblemException _) {
      return false;
    }
  }

  private String commitOf(Path database, String name, GitSource source)
      throws ProblemException, InterruptedException {
    try {
      return run(database, "rev-parse", "--verify", name + "^{commit}").strip();
    } catch (ProblemException e) {
      throw new ProblemException(
          Problem.of("`" + source.url() + "` has no " + shown(source.reference()))
              .withNote(e.problems().getFirst().message()));
    }
  }

  private static String shown(GitSource.Reference reference) {
    return switch (reference) {
      case GitSource.Reference.Branch(String name) -> "branch `" + name + "`";
      case GitSource.Reference.Tag(String name) -> "tag `" + name + "`";
      case GitSource.Reference.Revision(String name) -> "revision `" + name + "`";
      case GitSource.Reference.Default() -> "HEAD";
    };
  }

  /** The name by which a database knows a reference of its remote. */
  private static String local(GitSource.Reference reference) {
    return switch (reference) {
      case GitSource.Reference.Branch(String name) -> "refs/remotes/origin/" + name;
      case GitSource.Reference.Tag(String name) -> "refs/remotes/origin/tags/" + name;
      case GitSource.Reference.Default() -> "refs/remotes/origin/HEAD";
      case GitSource.Reference.Revision(String name) -> name;
    };
  }

  private static boolean isCommit(String name) {
    return name.length() == 40 && name.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private String run(Path directory, String... arguments)
      throws ProblemException, InterruptedException {
    var all =
        new ArrayList<>(
            List.of(
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "protocol.ext.allow=never",
                "-c",
                "core.autocrlf=false"));
    all.addAll(List.of(arguments));
    return git.run(all, directory);
  }

  private Path database(GitSource source) {
    Digest url = Digest.of(source.canonicalUrl().getBytes(StandardCharsets.UTF_8));
    String name = source.shortName() + "-" + url.hash().substring(0, 16);
    return home.resolve("git").resolve("db").resolve(name);
  }

  private static ProblemException offline(GitSource source) {
    return new ProblemException(
        Problem.of("`" + source.url() + "` is needed, but the network may not be used")
            .withHelp("run `heddle fetch` without `--offline`"));
  }
}
