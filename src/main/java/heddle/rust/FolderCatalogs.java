package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.FindPackages;
import heddle.cargo.Package;
import heddle.cargo.ReadPackage;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.resolve.Catalog;
import heddle.cargo.resolve.Offer;
import heddle.cargo.resolve.RegistrySources;
import heddle.cargo.resolve.Summary;
import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Task;
import heddle.fetch.Index;
import heddle.fetch.RegistryAddress;
import heddle.fetch.VendoredDirectory;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Catalogs of packages that stand in folders: git checkouts and vendored directories. A repository
 * offers the packages of one commit: the one that is asked for, or that its reference leads to.
 *
 * @param fixed commits that were asked for in the place of a repository's reference
 */
record FolderCatalogs(
    CrateSources sources, Engine engine, Task<Config> reading, Map<SourceId, String> fixed)
    implements RegistrySources.Folders {
  FolderCatalogs {
    fixed = Map.copyOf(fixed);
  }

  @Override
  public Index index(RegistryAddress registry) {
    return sources.index(registry, true);
  }

  @Override
  public Catalog git(SourceId source) {
    return new Repository(new HashMap<>());
  }

  @Override
  public Catalog vendored(Path directory, SourceId source) {
    return new Vendored(directory);
  }

  /** The packages of a repository, by the source with its commit, or none for its reference. */
  private final class Repository implements Catalog {
    private final Map<Optional<String>, List<Package>> known;

    Repository(Map<Optional<String>, List<Package>> known) {
      this.known = known;
    }

    @Override
    public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      List<Package> packages = known.get(source.precise());
      if (packages == null) {
        packages = read(source);
        known.put(source.precise(), packages);
      }
      var offers = new ArrayList<Offer>();
      for (Package pkg : packages) {
        if (pkg.name().equals(name) && versions.test(pkg.version())) {
          offers.add(Offer.of(Summary.of(pkg), false));
        }
      }
      return offers;
    }

    @Override
    public List<String> names(SourceId source, String name) {
      return known.getOrDefault(source.precise(), List.of()).stream().map(Package::name).toList();
    }

    private List<Package> read(SourceId source) throws ProblemException, InterruptedException {
      SourceId asked = source;
      if (source.precise().isEmpty() && fixed.containsKey(source)) {
        asked = source.at(sources.commit(source, fixed.getOrDefault(source, "")));
      }
      CrateSources.Checkout checkout = sources.checkout(asked);
      return evaluate(new FindPackages(checkout.folder(), source.at(checkout.commit()), reading));
    }
  }

  /** Packages by the names of their folders, which begin with the package's. */
  private final class Vendored implements Catalog {
    private final Path directory;
    private List<Path> folders = List.of();

    Vendored(Path directory) {
      this.directory = directory;
    }

    @Override
    public List<String> names(SourceId source, String name)
        throws ProblemException, InterruptedException {
      var names = new ArrayList<String>();
      for (Path folder : folders) {
        names.add(evaluate(new ReadPackage(folder, source, reading)).name());
      }
      return names;
    }

    @Override
    public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      var vendored = new VendoredDirectory(directory);
      if (folders.isEmpty()) {
        folders = vendored.packages();
      }
      List<Path> named =
          folders.stream()
              .filter(folder -> {
                String last = String.valueOf(folder.getFileName());
                return last.equals(name) || last.startsWith(name + "-");
              })
              .toList();
      var offers = new ArrayList<Offer>();
      for (Path folder : named.isEmpty() ? folders : named) {
        Package pkg = evaluate(new ReadPackage(folder, source, reading));
        if (pkg.name().equals(name) && versions.test(pkg.version())) {
          offers.add(
              Offer.of(Summary.of(pkg).withChecksum(vendored.checksums(folder).archive()), false));
        }
      }
      return offers;
    }
  }

  private <V> V evaluate(Task<V> task) throws ProblemException, InterruptedException {
    try {
      return engine.evaluate(task);
    } catch (BuildException failed) {
      for (Exception cause : failed.causes()) {
        if (cause instanceof ProblemException problem) {
          throw problem;
        }
      }
      throw new IllegalStateException(failed);
    }
  }
}
