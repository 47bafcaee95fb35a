package heddle.fetch;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where the registries have the archives that package URLs name. Nothing that a registry
 * answers is believed: the bytes are held against a hash of their own.
 */
public final class PackageRegistries {
  private static final long LIMIT = 128L * 1024 * 1024;

  /** Where crates of the public registry come from. */
  public interface CrateOrigins {
    Crates.Origin of(Crates.Crate crate) throws ProblemException, InterruptedException;
  }

  private final Http http;
  private final CrateOrigins crates;

  /** {@code crates} is what cargo's configuration puts in the place of the public registry. */
  public PackageRegistries(Http http, CrateOrigins crates) {
    this.http = http;
    this.crates = crates;
  }

  /** Without cargo's configuration; {@code kept} is the directory for answers of registries. */
  public static PackageRegistries unconfigured(Http http, Path kept) {
    Tokens.Program none =
        (_, _, _) -> {
          throw new ProblemException(Problem.of("no program for credentials is configured"));
        };
    var tokens = new Tokens(Map.of(), _ -> List.of(), none);
    var index = new SparseIndex(RegistryAddress.cratesIo(), kept, http, tokens, false);
    return new PackageRegistries(http, index::origin);
  }

  Http http() {
    return http;
  }

  /** An address of bytes, and the headers that it asks for. */
  record Address(URI uri, Map<String, String> headers) {
    Address {
      headers = Map.copyOf(headers);
    }
  }

  Address address(PackageUrl wanted, String sha256) throws ProblemException, InterruptedException {
    return switch (wanted.type()) {
      case "cargo" -> {
        var origin = crates.of(new Crates.Crate(wanted.name(), wanted.version(), sha256));
        yield new Address(origin.address(), origin.headers());
      }
      case "npm" -> new Address(npm(wanted), Map.of());
      default -> new Address(pypi(wanted), Map.of());
    };
  }

  /** The {@code dist.tarball} of a version, as the registry's API has it. */
  private URI npm(PackageUrl wanted) throws ProblemException, InterruptedException {
    URI asked =
        RegistryAddress.packages("npm")
            .resolve(wanted.name().replace("/", "%2f") + "/" + wanted.version());
    Json answer = ask(asked, "application/json", wanted);
    return member(answer, "dist")
        .flatMap(dist -> member(dist, "tarball"))
        .flatMap(url -> address(asked, url))
        .orElseThrow(() -> notThere(wanted));
  }

  /** The file of that name in the simple index (PEP 691). */
  private URI pypi(PackageUrl wanted) throws ProblemException, InterruptedException {
    String name = wanted.name().toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    URI asked = RegistryAddress.packages("pypi").resolve(name + "/");
    Json answer = ask(asked, "application/vnd.pypi.simple.v1+json", wanted);
    if (member(answer, "files").orElse(new Json.Nil()) instanceof Json.Arr files) {
      for (Json each : files.items()) {
        if (!member(each, "filename").equals(Optional.of(new Json.Str(wanted.file())))) continue;
        Optional<URI> found = member(each, "url").flatMap(url -> address(asked, url));
        if (found.isPresent()) return found.get();
      }
    }
    throw notThere(wanted);
  }

  private Json ask(URI address, String form, PackageUrl wanted)
      throws ProblemException, InterruptedException {
    Http.Reply reply = http.get(address, Map.of("Accept", form, "Accept-Encoding", "gzip"), LIMIT);
    if (reply.status() == 404) throw notThere(wanted);
    if (reply.status() != 200)
      throw new ProblemException(Problem.of("`" + address + "` answers HTTP " + reply.status()));
    return Json.parse(address.toString(), reply.body().getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException notThere(PackageUrl wanted) {
    return new ProblemException(Problem.of("its registry has no " + wanted.file()));
  }

  private static Optional<Json> member(Json of, String name) {
    return of instanceof Json.Obj object ? object.get(name) : Optional.empty();
  }

  private static Optional<URI> address(URI asked, Json url) {
    if (!(url instanceof Json.Str(String text))) return Optional.empty();
    try {
      return Optional.of(asked.resolve(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
