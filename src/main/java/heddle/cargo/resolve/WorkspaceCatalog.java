package heddle.cargo.resolve;

import heddle.cargo.Package;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The packages of a catalog, and those that the workspace has itself at paths. */
record WorkspaceCatalog(Workspace workspace, Catalog catalog) implements Catalog {
  @Override
  public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    if (source.isPath()) {
      Optional<Package> known = pathPackage(source);
      if (known.isPresent()) {
        Package pkg = known.get();
        return pkg.name().equals(name) && versions.test(pkg.version())
            ? List.of(Offer.of(Summary.of(pkg), false))
            : List.of();
      }
    }
    return catalog.offers(source, name, versions);
  }

  @Override
  public List<Offer> locked(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return source.isPath()
        ? offers(source, name, versions)
        : catalog.locked(source, name, versions);
  }

  @Override
  public List<Offer> told(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return source.isPath() ? offers(source, name, versions) : catalog.told(source, name, versions);
  }

  @Override
  public boolean holds(SourceId source, String name) {
    return catalog.holds(source, name);
  }

  @Override
  public List<Rejected> rejected(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return source.isPath() ? List.of() : catalog.rejected(source, name, versions);
  }

  @Override
  public List<String> names(SourceId source, String name)
      throws ProblemException, InterruptedException {
    Optional<Package> here = pathPackage(source);
    return here.isPresent() ? List.of(here.get().name()) : catalog.names(source, name);
  }

  @Override
  public Optional<String> standIn(SourceId source) {
    return catalog.standIn(source);
  }

  @Override
  public boolean isOffline(SourceId source) {
    return catalog.isOffline(source);
  }

  @Override
  public boolean isReplaced(SourceId source) throws ProblemException {
    return catalog.isReplaced(source);
  }

  @Override
  public void expect(SourceId source, String name) throws ProblemException {
    if (!source.isPath()) {
      catalog.expect(source, name);
    }
  }

  /** The package that a path source is. */
  Optional<Package> pathPackage(SourceId source) {
    if (!source.isPath()) {
      return Optional.empty();
    }
    for (Package member : workspace.members()) {
      if (member.id().source().equals(source)) {
        return Optional.of(member);
      }
    }
    return Optional.ofNullable(workspace.pathPackages().get(source.folder()));
  }
}
