package heddle.fetch;

import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that registries ask for. Each registry has a list of providers, the last one asked
 * first: {@code cargo:token} (environment, config, credentials.toml), {@code
 * cargo:token-from-stdout} or a program of cargo's credential protocol
 * (doc.rust-lang.org/cargo/reference/credential-provider-protocol.html). Tokens are kept for the
 * process and never shown.
 */
public final class Tokens {

  /** Runs a credential program: gives it the input, returns its standard output. */
  public interface Program {
    String run(List<String> command, Map<String, String> environment, String input)
        throws ProblemException, InterruptedException;
  }

  /** The values of a dotted key: one of a string, several of an array, none if absent. */
  @FunctionalInterface
  public interface Values {
    List<String> of(String key) throws ProblemException;
  }

  private final Map<String, String> environment;
  private final Values config;
  private final Program program;
  private final Map<RegistryAddress, Optional<String>> known = new ConcurrentHashMap<>();

  /**
   * @param config cargo's config, credentials.toml merged over it
   */
  public Tokens(Map<String, String> environment, Values config, Program program) {
    this.environment = Map.copyOf(environment);
    this.config = config;
    this.program = program;
  }

  /** The token of a registry; empty if no provider knows one. */
  public Optional<String> token(RegistryAddress registry)
      throws ProblemException, InterruptedException {
    Optional<String> seen = known.getOrDefault(registry, Optional.empty());
    if (seen.isPresent()) {
      return seen;
    }
    Optional<String> found = Optional.empty();
    for (List<String> provider : providers(registry)) {
      found =
          switch (provider.getFirst()) {
            case "cargo:token" -> plain(registry);
            case "cargo:token-from-stdout" -> printed(registry, provider);
            default -> asked(registry, provider);
          };
      if (found.isPresent()) {
        known.put(registry, found);
        break;
      }
    }
    return found;
  }

  /** The token of a registry that asks for one. */
  String required(RegistryAddress registry) throws ProblemException, InterruptedException {
    Optional<String> token = token(registry);
    if (token.isEmpty()) {
      throw new ProblemException(missing(registry));
    }
    return token.get();
  }

  /** What to say when a registry wants a token that nobody has. */
  static Problem missing(RegistryAddress registry) {
    String variable = "CARGO_REGISTRIES_" + shout(registry.name()) + "_TOKEN";
    return Problem.of("the registry `" + registry.name() + "` asks for a token, and none is known")
        .withHelp("set " + variable + ", or run `cargo login --registry " + registry.name() + "`");
  }

  private List<List<String>> providers(RegistryAddress registry) throws ProblemException {
    List<String> own =
        config.of(
            registry.isCratesIo()
                ? "registry.credential-provider"
                : "registries." + registry.name() + ".credential-provider");
    if (!own.isEmpty()) {
      return List.of(resolved(own));
    }
    List<String> global = config.of("registry.global-credential-providers");
    if (global.isEmpty()) {
      return List.of(List.of("cargo:token"));
    }
    var providers = new ArrayList<List<String>>();
    for (String text : global.reversed()) {
      providers.add(resolved(List.of(text)));
    }
    return providers;
  }

  /** A provider's command: an alias of {@code [credential-alias]} or words split at spaces. */
  private List<String> resolved(List<String> provider) throws ProblemException {
    if (provider.size() > 1) {
      return provider;
    }
    List<String> alias = config.of("credential-alias." + provider.getFirst());
    List<String> words = alias.isEmpty() ? provider : alias;
    return words.size() > 1 ? words : List.of(words.getFirst().strip().split("\\s+", -1));
  }

  private Optional<String> plain(RegistryAddress registry) throws ProblemException {
    if (registry.isCratesIo()) {
      Optional<String> set = variable("CARGO_REGISTRY_TOKEN");
      return set.isPresent() ? set : first("registry.token");
    }
    Optional<String> set = variable("CARGO_REGISTRIES_" + shout(registry.name()) + "_TOKEN");
    return set.isPresent() ? set : first("registries." + registry.name() + ".token");
  }

  private Optional<String> first(String key) throws ProblemException {
    return config.of(key).stream().findFirst();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private Optional<String> printed(RegistryAddress registry, List<String> provider)
      throws ProblemException, InterruptedException {
    var variables =
        Map.of(
            "CARGO_REGISTRY_INDEX_URL",
            registry.indexUrl(),
            "CARGO_REGISTRY_NAME_OPT",
            registry.name());
    String token = program.run(provider.subList(1, provider.size()), variables, "").strip();
    if (token.isEmpty() || token.contains("\n")) {
      throw new ProblemException(
          Problem.of(
              "the credential program for `" + registry.name() + "` did not print one token"));
    }
    return Optional.of(token);
  }

  private Optional<String> asked(RegistryAddress registry, List<String> provider)
      throws ProblemException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(provider.getFirst());
    command.add("--cargo-plugin");
    var out = new StringBuilder();
    var json = new JsonWriter(out);
    json.beginObject().key("v").number(1).key("registry").beginObject();
    json.key("index-url").string(registry.indexUrl()).key("name").string(registry.name());
    json.endObject().key("kind").string("get").key("operation").string("read").key("args");
    json.strings(provider.subList(1, provider.size())).endObject();
    String output = program.run(command, Map.of(), out.append('\n').toString());
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    String name = provider.getFirst();
    if (lines.size() < 2
        || !(Json.parse(new Source(name, lines.get(1))) instanceof Json.Obj answer)) {
      throw new ProblemException(
          Problem.of("the credential program `" + name + "` did not answer"));
    }
    if (answer.get("Ok").orElse(new Json.Nil()) instanceof Json.Obj ok
        && ok.get("token").orElse(new Json.Nil()) instanceof Json.Str(String token)) {
      return Optional.of(token);
    }
    if (answer.get("Err").orElse(new Json.Nil()) instanceof Json.Obj error) {
      String kind =
          error.get("kind").orElse(new Json.Nil()) instanceof Json.Str(String text) ? text : "";
      if (kind.equals("not-found") || kind.equals("url-not-supported")) {
        return Optional.empty();
      }
      String message =
          error.get("message").orElse(new Json.Nil()) instanceof Json.Str(String text)
              ? text
              : kind;
      throw new ProblemException(
          Problem.of("the credential program `" + name + "` failed: " + message));
    }
    throw new ProblemException(Problem.of("the credential program `" + name + "` gave no token"));
  }

  private static String shout(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
