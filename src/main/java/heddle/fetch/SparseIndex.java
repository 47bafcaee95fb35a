package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry over the sparse protocol. What it answers is kept with its ETag below the directory
 * given, and asked again at most once in the life of this object; offline, what is kept counts. A
 * token is sent once the registry's config asks for one or answers 401, and never to another host.
 */
public final class SparseIndex implements RegistryIndex {
  private static final long LIMIT = 256L * 1024 * 1024;
  private static final String CONFIG = "config.json";

  private final RegistryAddress registry;
  private final Path kept;
  private final Http http;
  private final Tokens tokens;
  private final boolean fresh;
  private final Map<String, Optional<IndexFile>> seen = new ConcurrentHashMap<>();
  private Optional<Config> config = Optional.empty();

  /**
   * @param kept the directory for answers of registries; each has one of its own in it
   * @param fresh false: what is kept is good enough and is not asked for again
   */
  public SparseIndex(RegistryAddress registry, Path kept, Http http, Tokens tokens, boolean fresh) {
    this.registry = registry;
    this.kept = kept.resolve(registry.directory());
    this.http = http;
    this.tokens = tokens;
    this.fresh = fresh;
  }

  @Override
  public Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException {
    String path = RegistryAddress.indexPath(crate);
    Optional<IndexFile> before = seen.getOrDefault(path, Optional.empty());
    if (before.isPresent()) {
      return before;
    }
    Optional<IndexFile> file =
        kept(path)
            .map(answer -> new IndexFile(crate, answer.bytes, answer.lines))
            .filter(f -> !f.lines().isEmpty());
    seen.put(path, file);
    return file;
  }

  @Override
  public synchronized Config config() throws ProblemException, InterruptedException {
    if (config.isEmpty()) {
      Optional<KeptAnswer> answer = load(CONFIG, Optional.empty());
      if (answer.isEmpty()) {
        throw new ProblemException(
            Problem.of("the registry at `" + registry.index() + "` has no config.json"));
      }
      config = Optional.of(Config.parse(registry.index() + CONFIG, answer.get().body()));
    }
    return config.get();
  }

  @Override
  public Map<String, String> authorization() throws ProblemException, InterruptedException {
    return config().authRequired() ? Map.of("Authorization", tokens.required(registry)) : Map.of();
  }

  private Optional<KeptAnswer> kept(String path) throws ProblemException, InterruptedException {
    boolean offline = http.network().offline();
    if (offline || !fresh) {
      Optional<KeptAnswer> old = KeptAnswer.read(kept.resolve(path));
      if (old.isPresent() || offline) {
        return old;
      }
    }
    return load(
        path, config().authRequired() ? Optional.of(tokens.required(registry)) : Optional.empty());
  }

  private Optional<KeptAnswer> load(String path, Optional<String> token)
      throws ProblemException, InterruptedException {
    Path file = kept.resolve(path);
    Optional<KeptAnswer> old = KeptAnswer.read(file);
    if (old.isPresent() && (!fresh || http.network().offline())) {
      return old;
    }
    URI address = registry.index().resolve(path);
    var headers = new TreeMap<String, String>();
    headers.put("Accept-Encoding", "gzip");
    headers.put("cargo-protocol", "version=1");
    token.ifPresent(value -> headers.put("Authorization", value));
    old.filter(k -> !k.etag.isEmpty()).ifPresent(k -> headers.put("If-None-Match", k.etag));
    old.filter(k -> k.etag.isEmpty() && !k.modified.isEmpty())
        .ifPresent(k -> headers.put("If-Modified-Since", k.modified));
    var body = new ByteArrayOutputStream(1 << 14);
    Http.Reply reply =
        http.send(
            address,
            headers,
            LIMIT,
            () -> {
              body.reset();
              return body;
            });
    return switch (reply.status()) {
      case 200 -> {
        String etag = reply.header("etag").orElse("");
        String modified = reply.header("last-modified").orElse("");
        byte[] bytes = body.toByteArray();
        if (old.isPresent() && old.get().says(etag, modified, bytes)) {
          yield old;
        }
        var answer = KeptAnswer.of(etag, modified, bytes, !path.equals(CONFIG));
        answer.write(file);
        yield Optional.of(answer);
      }
      case 304 -> old;
      case 404, 410, 451 -> Optional.empty();
      case 401 -> {
        if (token.isPresent()) {
          throw new ProblemException(
              Problem.of("the registry `" + registry.name() + "` refuses the token (HTTP 401)"));
        }
        yield load(path, Optional.of(tokens.required(registry)));
      }
      default ->
          throw new ProblemException(
              Problem.of("`" + address + "` answers HTTP " + reply.status()));
    };
  }
}
