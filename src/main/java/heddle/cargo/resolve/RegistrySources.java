package heddle.cargo.resolve;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.Registries;
import heddle.cargo.Setting;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.fetch.Index;
import heddle.fetch.LocalRegistry;
import heddle.fetch.ParallelIndex;
import heddle.fetch.RegistryAddress;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The registries that a workspace's dependencies name, each by its index or by what {@code [source]
 * replace-with} puts in its place. What stands in folders (git checkouts, vendored packages) is
 * offered by whoever reads folders.
 */
public final class RegistrySources implements Catalog {
  /** Opens indexes, and catalogs of packages that stand in folders. */
  public interface Folders {
    /** The index of a registry, which is asked whether it has changed. */
    Index index(RegistryAddress registry);

    /** A repository; its packages are those of the commit that the source names or leads to. */
    Catalog git(SourceId source) throws ProblemException;

    /** A directory of vendored packages, which stands for the source. */
    Catalog vendored(Path directory, SourceId source) throws ProblemException;
  }

  private final Config config;
  private final Optional<IndexCatalog.Here> here;
  private final Folders folders;
  private final Map<SourceId, Catalog> catalogs = new HashMap<>();
  private final Map<SourceId, String> standIns = new HashMap<>();
  private boolean presuming;

  /**
   * @param here which archives are on this machine, if only they should count (offline)
   * @param folders opens indexes and what stands in folders
   */
  public RegistrySources(Config config, Optional<IndexCatalog.Here> here, Folders folders) {
    this.config = config;
    this.here = here;
    this.folders = folders;
  }

  @Override
  public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return catalog(source).offers(source, name, versions);
  }

  @Override
  public void expect(SourceId source, String name) throws ProblemException {
    Catalog catalog = catalogs.get(source);
    if (catalog != null) {
      catalog.expect(source, name);
    }
  }

  @Override
  public List<Offer> locked(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return catalog(source).locked(source, name, versions);
  }

  @Override
  public List<Offer> told(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return catalog(source).told(source, name, versions);
  }

  @Override
  public boolean holds(SourceId source, String name) {
    Catalog catalog = catalogs.get(source);
    return catalog != null && catalog.holds(source, name);
  }

  @Override
  public List<Rejected> rejected(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return catalog(source).rejected(source, name, versions);
  }

  @Override
  public List<String> names(SourceId source, String name)
      throws ProblemException, InterruptedException {
    return source.isPath() ? List.of() : catalog(source).names(source, name);
  }

  @Override
  public Optional<String> standIn(SourceId source) {
    return Optional.ofNullable(standIns.get(source));
  }

  @Override
  public boolean isOffline(SourceId source) {
    Catalog catalog = catalogs.get(source);
    return catalog != null && catalog.isOffline(source);
  }

  @Override
  public void presume() {
    presuming = true;
    catalogs.values().forEach(Catalog::presume);
  }

  @Override
  public boolean confirm() throws ProblemException, InterruptedException {
    presuming = false;
    boolean same = true;
    for (Catalog each : catalogs.values()) {
      same = each.confirm() && same;
    }
    return same;
  }

  @Override
  public void keep() throws ProblemException {
    for (Catalog each : catalogs.values()) {
      each.keep();
    }
  }

  @Override
  public boolean isReplaced(SourceId source) throws ProblemException {
    return source.isRegistry()
        && named(source).flatMap(name -> text("source", name, "replace-with")).isPresent();
  }

  private Catalog catalog(SourceId source) throws ProblemException {
    Catalog known = catalogs.get(source);
    if (known == null) {
      known = open(source);
      if (presuming) {
        known.presume();
      }
      catalogs.put(source, known);
    }
    return known;
  }

  private Catalog open(SourceId source) throws ProblemException {
    if (source.isPath()) {
      throw new ProblemException(Problem.of("there is no package at `" + source.folder() + "`"));
    }
    String url = source.isCratesIo() ? RegistryAddress.cratesIo().source() : source.url();
    Optional<String> replacement =
        named(source).flatMap(name -> text("source", name, "replace-with"));
    int steps = config.table("source").map(t -> t.entries().size()).orElse(0);
    while (replacement.isPresent() && steps-- >= 0) {
      String name = replacement.get();
      Optional<Path> local = path(name, "local-registry");
      if (local.isPresent()) {
        standIns.put(source, local.get().toString());
        // All of its archives are on this machine.
        return new IndexCatalog(source, new LocalRegistry(local.get()), Optional.empty());
      }
      Optional<Path> vendored = path(name, "directory");
      if (vendored.isPresent()) {
        standIns.put(source, vendored.get().toString());
        return folders.vendored(vendored.get(), source);
      }
      replacement = text("source", name, "replace-with");
      if (replacement.isEmpty()) {
        standIns.put(source, name);
        url =
            text("source", name, "registry")
                .or(() -> text("registries", name, "index"))
                .orElse(url);
      }
    }
    if (source.isGit()) {
      return folders.git(source);
    }
    RegistryAddress address =
        RegistryAddress.of(Registries.of(config).name(url).orElse("registry"), url);
    return new IndexCatalog(source, new ParallelIndex(folders.index(address)), here);
  }

  /** The name of the {@code [source]} table that describes a source. */
  private Optional<String> named(SourceId source) throws ProblemException {
    Optional<ConfigValue.Table> tables = config.table("source");
    for (String name : tables.map(t -> t.entries().keySet()).orElse(Set.of())) {
      if ((name.equals("crates-io") && source.isCratesIo())
          || text("source", name, "registry")
              .filter(url -> SourceId.registry(url).equals(source))
              .isPresent()
          || (source.isGit() && text("source", name, "git").equals(Optional.of(source.url())))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private Optional<String> text(String... key) {
    try {
      return config.text(key).map(Setting::value);
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private Optional<Path> path(String name, String key) throws ProblemException {
    return config.path("source", name, key).map(set -> set.value().normalize());
  }
}
