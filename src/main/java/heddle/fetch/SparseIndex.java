package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry over the sparse protocol. What it answers is kept with its ETag below the directory
 * given, and asked again at most once in the life of this object; offline, what is kept counts, or
 * what cargo keeps where that is newer. A token is sent once the registry's config asks for one or
 * answers 401, and never to another host. Its config is asked for once, as cargo does: a registry
 * that begins to want tokens answers 401.
 */
public final class SparseIndex implements RegistryIndex {
  private static final long LIMIT = 256L * 1024 * 1024;
  private static final String CONFIG = "config.json";

  private final RegistryAddress registry;
  private final Path kept;
  private final Http http;
  private final Tokens tokens;
  private final boolean fresh;
  private final CargoIndex cargos;
  private final Map<String, Optional<IndexFile>> before = new ConcurrentHashMap<>();
  private final Map<String, Optional<IndexFile>> seen = new ConcurrentHashMap<>();
  private final Map<String, Http.Answer> asked = new ConcurrentHashMap<>();
  private Optional<Config> config = Optional.empty();

  /**
   * @param kept the directory for answers of registries; each has one of its own in it
   * @param fresh false: what is kept is good enough and is not asked for again
   */
  public SparseIndex(RegistryAddress registry, Path kept, Http http, Tokens tokens, boolean fresh) {
    this(registry, kept.resolve(registry.directory()), http, tokens, fresh, CargoIndex.none());
  }

  private SparseIndex(
      RegistryAddress registry,
      Path kept,
      Http http,
      Tokens tokens,
      boolean fresh,
      CargoIndex cargos) {
    this.registry = registry;
    this.kept = kept;
    this.cargos = cargos;
    this.http = http;
    this.tokens = tokens;
    this.fresh = fresh;
  }

  /** The same that, offline, looks at what cargo keeps below its home, too. */
  public SparseIndex withCargo(Path cargoHome) {
    return http.network().offline()
        ? new SparseIndex(registry, kept, http, tokens, fresh, CargoIndex.of(cargoHome, registry))
        : this;
  }

  @Override
  public Optional<IndexFile> kept(String crate) {
    return before.computeIfAbsent(
        crate,
        each -> {
          String path = RegistryAddress.indexPath(each);
          Optional<byte[]> cargo = cargos.newer(each, kept.resolve(path));
          Optional<KeptAnswer> own = read(path);
          return (cargo.isPresent() ? Optional.of(adopted(path, own, cargo.get())) : own)
              .map(answer -> new IndexFile(each, answer));
        });
  }

  /**
   * What cargo keeps becomes Heddle's own, so that what is found out of it is noted: the same that
   * Heddle has where that says the same. It has no ETag, as it may be of another registry there.
   */
  private KeptAnswer adopted(String path, Optional<KeptAnswer> own, byte[] text) {
    try {
      if (own.isPresent() && Arrays.equals(own.get().text(), text)) {
        own.get().touch();
        return own.get();
      }
    } catch (ProblemException _) {
      // What cannot be read any more is as if it were not there.
    }
    return KeptAnswer.of(kept.resolve(path), LIMIT, "", "", false, text);
  }

  @Override
  public Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException {
    Optional<IndexFile> known = seen.get(crate);
    if (known == null) {
      known = now(crate);
      seen.put(crate, known);
    }
    return known;
  }

  @Override
  public boolean begins(String crate) {
    if (http.network().offline() || !fresh) {
      return true; // Nothing is fetched, or hardly anything.
    }
    if (seen.containsKey(crate)) {
      return true;
    }
    try {
      Optional<String> token = token();
      asked.computeIfAbsent(
          crate, each -> ask(RegistryAddress.indexPath(each), answer(kept(each)), token));
    } catch (ProblemException _) {
      return false; // It comes again to who waits for it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  private Optional<String> token() throws ProblemException, InterruptedException {
    return config().authRequired() ? Optional.of(tokens.required(registry)) : Optional.empty();
  }

  private static Optional<KeptAnswer> answer(Optional<IndexFile> file) {
    return file.isPresent() && file.get().kept() instanceof KeptAnswer answer
        ? Optional.of(answer)
        : Optional.empty();
  }

  private Optional<IndexFile> now(String crate) throws ProblemException, InterruptedException {
    Optional<IndexFile> old = kept(crate);
    if (http.network().offline() || (!fresh && old.isPresent())) {
      return old;
    }
    Optional<KeptAnswer> before = answer(old);
    Optional<String> token = token();
    String path = RegistryAddress.indexPath(crate);
    Http.Answer answer = asked.computeIfAbsent(crate, _ -> ask(path, before, token));
    Optional<KeptAnswer> now = take(path, before, token, answer.await());
    asked.remove(crate);
    return now.isPresent() && now.equals(before)
        ? old
        : now.map(each -> new IndexFile(crate, each));
  }

  @Override
  public void settle() throws ProblemException {
    for (Optional<IndexFile> file : seen.values()) {
      if (file.isPresent() && file.get().kept() instanceof KeptAnswer answer) {
        answer.settle();
      }
    }
  }

  @Override
  public synchronized Config config() throws ProblemException, InterruptedException {
    if (config.isEmpty()) {
      Optional<KeptAnswer> answer = read(CONFIG);
      if (answer.isEmpty()) {
        answer =
            take(CONFIG, answer, Optional.empty(), ask(CONFIG, answer, Optional.empty()).await());
        if (answer.isPresent()) {
          answer.get().settle();
        }
      }
      if (answer.isEmpty()) {
        throw new ProblemException(
            Problem.of("the registry at `" + registry.index() + "` has no config.json"));
      }
      String text = new String(answer.get().text(), StandardCharsets.UTF_8);
      config = Optional.of(Config.parse(registry.index() + CONFIG, text));
    }
    return config.get();
  }

  @Override
  public Map<String, String> authorization() throws ProblemException, InterruptedException {
    return config().authRequired() ? Map.of("Authorization", tokens.required(registry)) : Map.of();
  }

  private Optional<KeptAnswer> read(String path) {
    return KeptAnswer.read(kept.resolve(path), LIMIT);
  }

  private Http.Answer ask(String path, Optional<KeptAnswer> old, Optional<String> token) {
    var headers = new TreeMap<String, String>();
    headers.put("Accept-Encoding", "gzip");
    headers.put("cargo-protocol", "version=1");
    token.ifPresent(value -> headers.put("Authorization", value));
    old.filter(k -> !k.etag.isEmpty()).ifPresent(k -> headers.put("If-None-Match", k.etag));
    old.filter(k -> k.etag.isEmpty() && !k.modified.isEmpty())
        .ifPresent(k -> headers.put("If-Modified-Since", k.modified));
    return http.begin(registry.index().resolve(path), headers, LIMIT);
  }

  /** What the registry has now; the same as before if that has not changed. */
  private Optional<KeptAnswer> take(
      String path, Optional<KeptAnswer> old, Optional<String> token, Page page)
      throws ProblemException, InterruptedException {
    return switch (page.status()) {
      case 200 -> {
        var came =
            KeptAnswer.of(
                kept.resolve(path),
                LIMIT,
                page.header("etag").orElse(""),
                page.header("last-modified").orElse(""),
                page.packed(),
                page.body());
        yield old.isPresent() && old.get().says(came) ? old : Optional.of(came);
      }
      case 304 -> old;
      case 404, 410, 451 -> Optional.empty();
      case 401 -> {
        if (token.isPresent()) {
          throw new ProblemException(
              Problem.of("the registry `" + registry.name() + "` refuses the token (HTTP 401)"));
        }
        Optional<String> required = Optional.of(tokens.required(registry));
        yield take(path, old, required, ask(path, old, required).await());
      }
      default ->
          throw new ProblemException(
              Problem.of("`" + registry.index().resolve(path) + "` answers HTTP " + page.status()));
    };
  }
}
