package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.CrateFolder;
import heddle.cargo.GitReference;
import heddle.cargo.LockedPackage;
import heddle.cargo.PackageId;
import heddle.cargo.Registries;
import heddle.cargo.Setting;
import heddle.cargo.SourceId;
import heddle.fetch.Crates;
import heddle.fetch.Downloads;
import heddle.fetch.Git;
import heddle.fetch.GitCheckouts;
import heddle.fetch.GitIndex;
import heddle.fetch.GitSource;
import heddle.fetch.Http;
import heddle.fetch.LocalRegistry;
import heddle.fetch.Network;
import heddle.fetch.PackageRegistries;
import heddle.fetch.RegistryAddress;
import heddle.fetch.RegistryIndex;
import heddle.fetch.Shelf;
import heddle.fetch.SparseIndex;
import heddle.fetch.Tokens;
import heddle.fetch.VendoredDirectory;
import heddle.store.StatCache;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds the folder of each package of the lock that is not a path package: from a registry, a
 * directory of vendored packages or a local registry that the configuration puts in its place, or a
 * git checkout.
 */
final class CrateSources implements AutoCloseable {
  private final Config config;
  private final Path home;
  private final Path cargoHome;
  private final Map<String, String> environment;
  private final Http http;
  private final Crates crates;
  private final GitCheckouts checkouts;
  private final Tokens tokens;
  private final StatCache stats;
  private final Map<RegistryAddress, RegistryIndex> indexes = new ConcurrentHashMap<>();

  CrateSources(
      Config config,
      Order order,
      Git git,
      Tokens.Program program,
      Credentials credentials,
      StatCache stats) {
    this.stats = stats;
    this.config = config;
    this.home = order.home();
    this.cargoHome = order.cargoHome();
    this.environment = order.environment();
    Network network =
        Network.of(environment, key -> key.equals("http.cainfo") ? authorities() : text(key));
    this.http = new Http(order.offline() ? network.asOffline() : network);
    this.crates =
        new Crates(order.home().resolve("crates"), Crates.cargoCaches(order.cargoHome()), http);
    this.checkouts =
        new GitCheckouts(order.home().resolve("git"), git, order.offline() || network.offline());
    this.tokens = new Tokens(environment, key -> secret(key, credentials), program);
  }

  /** The directories below which all unpacked packages and all downloads lie. */
  List<Path> roots() {
    return List.of(home.resolve("crates"), home.resolve("git"), home.resolve("downloads"));
  }

  /**
   * The downloads of packages, which are also looked for beside vendored crates and in {@code
   * HEDDLE_DOWNLOADS}.
   */
  Downloads downloads(Order order) throws ProblemException {
    Path directory = order.directory();
    var others = new ArrayList<Path>();
    String named = environment.getOrDefault("HEDDLE_DOWNLOADS", "");
    if (named.isEmpty())
      named = ConfiguredVariables.of(order, config).getOrDefault("HEDDLE_DOWNLOADS", "");
    if (!named.isEmpty()) others.add(directory.resolve(named));
    Optional<ConfigValue.Table> table = config.table("source");
    if (table.isPresent()) {
      for (String key : table.get().entries().keySet())
        config
            .path("source", key, "directory")
            .ifPresent(set -> others.add(set.value().normalize().resolve(Downloads.VENDORED)));
    }
    var registries = new PackageRegistries(http, each -> index(publicIndex()).origin(each));
    return new Downloads(home.resolve("downloads"), others, registries, stats);
  }

  /** Says that the public registry, or what stands in its place, will be asked. */
  void prepare() throws ProblemException {
    Optional<Replacement> replacement = replacement(SourceId.cratesIo());
    if (replacement.isEmpty() || replacement.get() instanceof Replacement.Registry) {
      RegistryAddress address = RegistryAddress.of("registry", publicIndex());
      if (address.kind() == RegistryAddress.Kind.SPARSE) {
        http.prepare(address.index());
      }
    }
  }

  /** What the configuration puts in the place of the public registry, where that is a registry. */
  private String publicIndex() throws ProblemException {
    String source = RegistryAddress.cratesIo().source();
    Optional<Replacement> replacement = replacement(SourceId.cratesIo());
    return replacement.isPresent()
            && replacement.get() instanceof Replacement.Registry(String index)
        ? index
        : source;
  }

  CrateFolder folder(LockedPackage locked) throws ProblemException, InterruptedException {
    SourceId source = locked.id().source();
    Optional<Replacement> replacement = replacement(source);
    if (replacement.isPresent()) {
      return switch (replacement.get()) {
        case Replacement.Directory(Path directory) ->
            new CrateFolder(inDirectory(directory, locked), false);
        case Replacement.Local(Path directory) ->
            unpacked(locked, new LocalRegistry(directory).origin(crate(locked)));
        case Replacement.Registry(String index) ->
            unpacked(locked, index(index).origin(crate(locked)));
      };
    }
    if (source.isGit()) {
      return new CrateFolder(checkout(locked), false);
    }
    return unpacked(
        locked,
        index(source.isCratesIo() ? RegistryAddress.cratesIo().source() : source.url())
            .origin(crate(locked)));
  }

  /** The packages' archives that are on this machine, unpacked or not. */
  Shelf shelf() {
    return crates.shelf();
  }

  private CrateFolder unpacked(LockedPackage locked, Crates.Origin origin)
      throws ProblemException, InterruptedException {
    return new CrateFolder(crates.unpacked(crate(locked), origin), true);
  }

  private static Crates.Crate crate(LockedPackage locked) throws ProblemException {
    String sum =
        locked
            .checksum()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of("the lock file has no checksum of " + locked.id())
                        .withHelp("make Cargo.lock again with `cargo update --workspace`")));
    return new Crates.Crate(locked.id().name(), locked.id().version().toString(), sum);
  }

  private RegistryIndex index(String url) throws ProblemException {
    RegistryAddress address =
        RegistryAddress.of(Registries.of(config).name(url).orElse("registry"), url);
    RegistryIndex known = indexes.get(address);
    if (known == null) {
      known = indexes.computeIfAbsent(address, each -> index(each, false));
    }
    return known;
  }

  /**
   * The index of a registry.
   *
   * @param fresh whether the registry is asked for what has changed
   */
  RegistryIndex index(RegistryAddress address, boolean fresh) {
    return switch (address.kind()) {
      case SPARSE ->
          new SparseIndex(address, home.resolve("index"), http, tokens, fresh).withCargo(cargoHome);
      case GIT -> new GitIndex(address, checkouts, tokens, fresh);
    };
  }

  /** What the configuration puts in the place of a source. */
  private sealed interface Replacement {
    record Directory(Path directory) implements Replacement {}

    record Local(Path directory) implements Replacement {}

    record Registry(String index) implements Replacement {}
  }

  private Optional<Replacement> replacement(SourceId source) throws ProblemException {
    Optional<ConfigValue.Table> table = config.table("source");
    if (table.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = Optional.empty();
    for (String key : table.get().entries().keySet()) {
      boolean registry =
          config
              .text("source", key, "registry")
              .filter(set -> SourceId.registry(set.value()).equals(source))
              .isPresent();
      boolean git =
          source.isGit()
              && config
                  .text("source", key, "git")
                  .filter(set -> set.value().equals(source.url()))
                  .isPresent();
      if (registry || git || (key.equals("crates-io") && source.isCratesIo())) {
        name = config.text("source", key, "replace-with").map(Setting::value);
        break;
      }
    }
    for (int steps = 0; name.isPresent() && steps <= table.get().entries().size(); steps++) {
      String key = name.get();
      if (!table.get().entries().containsKey(key)) {
        Optional<String> registry = config.text("registries", key, "index").map(Setting::value);
        if (registry.isPresent()) {
          return Optional.of(new Replacement.Registry(registry.get()));
        }
        throw new ProblemException(
            Problem.of("the source `" + key + "` that replaces another is not described")
                .withHelp("add a table [source." + key + "] to the configuration"));
      }
      Optional<String> next = config.text("source", key, "replace-with").map(Setting::value);
      if (next.isEmpty()) {
        Optional<Path> directory = config.path("source", key, "directory").map(Setting::value);
        if (directory.isPresent()) {
          return Optional.of(new Replacement.Directory(directory.get().normalize()));
        }
        Optional<Path> local = config.path("source", key, "local-registry").map(Setting::value);
        if (local.isPresent()) {
          return Optional.of(new Replacement.Local(local.get().normalize()));
        }
        return config
            .text("source", key, "registry")
            .map(set -> new Replacement.Registry(set.value()));
      }
      name = next;
    }
    return Optional.empty();
  }

  private Path inDirectory(Path directory, LockedPackage locked) throws ProblemException {
    var vendored = new VendoredDirectory(directory);
    PackageId id = locked.id();
    Path folder =
        vendored
            .find(id.name(), id.version().toString())
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of("the vendored directory `" + directory + "` has no " + id)
                        .withHelp("vendor the packages of this Cargo.lock again")));
    Optional<String> archive = vendored.checksums(folder).archive();
    if (archive.isPresent()
        && locked.checksum().isPresent()
        && !archive.equals(locked.checksum())) {
      throw new ProblemException(
          Problem.of("the vendored package `" + folder + "` is not the one that Cargo.lock means")
              .withNote(
                  "expected sha256 "
                      + locked.checksum().get()
                      + "\nfound    sha256 "
                      + archive.get())
              .withHelp("vendor the packages of this Cargo.lock again"));
    }
    vendored.verify(folder, this::hash);
    return folder;
  }

  /** A file that was not touched is not read again. */
  private String hash(Path file) throws IOException {
    return stats.digest(file).orElseThrow(() -> new NoSuchFileException(file.toString())).hash();
  }

  private Path checkout(LockedPackage locked) throws ProblemException, InterruptedException {
    return checkout(locked.id().source()).folder();
  }

  /** A checkout of a repository at the commit that the source names, or else leads to now. */
  record Checkout(Path folder, String commit) {}

  Checkout checkout(SourceId source) throws ProblemException, InterruptedException {
    GitSource git = git(source);
    String commit = source.precise().isPresent() ? source.precise().get() : checkouts.resolve(git);
    return new Checkout(checkouts.checkout(git, commit), commit);
  }

  /** The commit of a repository that a revision names: a commit, abbreviated or not, or a tag. */
  String commit(SourceId source, String revision) throws ProblemException, InterruptedException {
    return checkouts.resolve(
        new GitSource(source.url(), new GitSource.Reference.Revision(revision)));
  }

  private static GitSource git(SourceId source) {
    GitSource.Reference reference =
        switch (source.reference()) {
          case GitReference.Branch(String name) -> new GitSource.Reference.Branch(name);
          case GitReference.Tag(String name) -> new GitSource.Reference.Tag(name);
          case GitReference.Rev(String name) -> new GitSource.Reference.Revision(name);
          case GitReference.DefaultBranch() -> new GitSource.Reference.Default();
        };
    return new GitSource(source.url(), reference);
  }

  /** Tokens that {@code cargo login} kept count more than those of the configuration. */
  private List<String> secret(String key, Credentials credentials) throws ProblemException {
    Optional<String> kept =
        key.endsWith(".token") ? credentials.text(key.split("\\.", -1)) : Optional.empty();
    if (kept.isPresent()) {
      return List.of(kept.get());
    }
    boolean program = key.startsWith("credential-alias.") || key.contains("credential-provider");
    return program ? programs(key) : texts(key);
  }

  /** A program with a slash in its name is one beside the directory of the configuration. */
  private List<String> programs(String key) throws ProblemException {
    Optional<ConfigValue> value = config.any(key.split("\\.", -1));
    boolean several = key.endsWith("providers");
    var words = new ArrayList<String>();
    for (String word : texts(key)) {
      boolean first = words.isEmpty() || several;
      int slash = word.indexOf('/');
      int space = word.indexOf(' ');
      words.add(
          first && slash >= 0 && (space < 0 || slash < space)
              ? value.orElseThrow().origin().base(config.directory()).resolve(word).toString()
              : word);
    }
    return words;
  }

  /** A relative path starts where the configuration that sets it stands. */
  private Optional<String> authorities() {
    try {
      return config.path("http", "cainfo").map(set -> set.value().toString());
    } catch (ProblemException _) {
      return text("http.cainfo"); // of a wrong type: said when the file is wanted
    }
  }

  private Optional<String> text(String key) {
    return texts(key).stream().findFirst();
  }

  private List<String> texts(String key) {
    Function<ConfigValue, List<String>> spelt =
        value ->
            switch (value) {
              case ConfigValue.Text(String text, var _) -> List.of(text);
              case ConfigValue.Whole(long number, var _) -> List.of(Long.toString(number));
              case ConfigValue.Flag(boolean flag, var _) -> List.of(Boolean.toString(flag));
              case ConfigValue.Items items ->
                  items.items().stream()
                      .filter(each -> each instanceof ConfigValue.Text)
                      .map(each -> ((ConfigValue.Text) each).value())
                      .toList();
              case ConfigValue.Table _ -> List.of();
            };
    try {
      return config.any(key.split("\\.", -1)).map(spelt).orElse(List.of());
    } catch (ProblemException _) {
      return List.of();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
