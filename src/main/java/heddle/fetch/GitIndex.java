package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry whose index is a git repository: the files of a sparse one, at the commit that its
 * HEAD leads to. The repository is fetched at most once in the life of this object, and not at all
 * offline or where what is here is good enough; files are read out of its database, of which
 * nothing is checked out.
 */
public final class GitIndex implements RegistryIndex {
  private static final String CONFIG = "config.json";

  private record State(String commit, Set<String> paths) {}

  private final RegistryAddress registry;
  private final GitSource source;
  private final GitCheckouts repositories;
  private final Tokens tokens;
  private final boolean fresh;
  private Optional<State> state = Optional.empty();
  private Optional<Config> config = Optional.empty();

  /**
   * @param fresh false: what was fetched before is good enough
   */
  public GitIndex(
      RegistryAddress registry, GitCheckouts repositories, Tokens tokens, boolean fresh) {
    this.registry = registry;
    this.source = new GitSource(registry.index().toString(), new GitSource.Reference.Default());
    this.repositories = repositories;
    this.tokens = tokens;
    this.fresh = fresh;
  }

  @Override
  public Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException {
    Optional<String> text = text(RegistryAddress.indexPath(crate));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(IndexFile.parse(crate, text.get()));
  }

  @Override
  public synchronized Config config() throws ProblemException, InterruptedException {
    if (config.isEmpty()) {
      Optional<String> text = text(CONFIG);
      if (text.isEmpty()) {
        throw new ProblemException(
            Problem.of("the registry at `" + registry.index() + "` has no " + CONFIG));
      }
      config = Optional.of(Config.parse(registry.index() + "#" + CONFIG, text.get()));
    }
    return config.get();
  }

  @Override
  public Map<String, String> authorization() throws ProblemException, InterruptedException {
    return config().authRequired() ? Map.of("Authorization", tokens.required(registry)) : Map.of();
  }

  private Optional<String> text(String path) throws ProblemException, InterruptedException {
    State now = state();
    return now.paths.contains(path)
        ? Optional.of(repositories.text(source, now.commit, path))
        : Optional.empty();
  }

  private synchronized State state() throws ProblemException, InterruptedException {
    if (state.isEmpty()) {
      Optional<String> commit = fresh ? Optional.empty() : repositories.known(source);
      String at = commit.isPresent() ? commit.get() : repositories.resolve(source);
      state = Optional.of(new State(at, repositories.paths(source, at)));
    }
    return state.get();
  }
}
