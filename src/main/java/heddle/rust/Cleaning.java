package heddle.rust;

import heddle.cargo.CargoTarget;
import heddle.cargo.Package;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.TargetKind;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.store.Depot;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@code clean} removes of a target directory, by cargo's rules ({@code ops/cargo_clean.rs}).
 *
 * @param profile the profile of the command line; empty where it names none
 * @param triples the targets of the command line, which count together with packages
 * @param documentation only what {@code cargo doc} left
 * @param members the members of the workspace, besides the packages
 */
public record Cleaning(
    String profile,
    List<String> triples,
    boolean documentation,
    List<PackageIdSpec> packages,
    boolean members) {
  public Cleaning {
    triples = List.copyOf(triples);
    packages = List.copyOf(packages);
  }

  /** The same, where the members stand among the packages. */
  Cleaning of(Workspace workspace) throws ProblemException {
    if (!members) return this;
    List<PackageIdSpec> all = new ArrayList<>(packages);
    for (Package each : workspace.members()) all.add(PackageIdSpec.parse(each.name()));
    return new Cleaning(profile, triples, documentation, all, false);
  }

  /** The paths to remove that need no plan, in the target directory and the one for the way. */
  List<Path> whole(Path target, Path intermediate) {
    if (documentation) return List.of(target.resolve("doc"));
    return Stream.of(target, intermediate)
        .distinct()
        .map(each -> profile.isEmpty() ? each : each.resolve(TargetDirectory.profile(profile)))
        .toList();
  }

  /** The paths that packages of a graph left. */
  List<Path> of(UnitGraph graph, Path target, Path intermediate, Depot depot)
      throws IOException, ProblemException {
    Set<Path> all = new TreeSet<>(of(graph, target, depot));
    all.addAll(of(graph, intermediate, depot));
    return List.copyOf(all);
  }

  private List<Path> of(UnitGraph graph, Path target, Depot depot)
      throws IOException, ProblemException {
    Set<Package> all = new LinkedHashSet<>();
    graph.units().forEach(unit -> all.add(unit.pkg()));
    String name = TargetDirectory.profile(profile.isEmpty() ? "dev" : profile);
    Path host = target.resolve(name);
    List<Path> layouts =
        triples.isEmpty()
            ? List.of(host)
            : triples.stream().map(each -> target.resolve(each).resolve(name)).toList();
    Set<Path> withHost = new LinkedHashSet<>(List.of(host));
    withHost.addAll(layouts);
    Set<Path> found = new TreeSet<>();
    for (PackageIdSpec spec : packages) {
      List<Package> own = all.stream().filter(pkg -> spec.matches(pkg.id())).toList();
      if (own.isEmpty()) throw unknown(spec, all);
      for (Package pkg : own) {
        for (Path layout : withHost) {
          for (String kind : List.of(".fingerprint", "build")) {
            in(layout.resolve(kind), depot, found, each -> hashed(each, pkg.id().name()));
          }
        }
        for (CargoTarget each : pkg.manifest().targets()) {
          if (each.kind() == TargetKind.CUSTOM_BUILD) continue; // its name is everybody's
          for (Path layout : layouts) target(each, layout, depot, found);
        }
      }
    }
    return List.copyOf(found);
  }

  private static void target(CargoTarget target, Path layout, Depot depot, Set<Path> found)
      throws IOException {
    String crate = target.name().replace('-', '_');
    in(layout.resolve("deps"), depot, found, each -> compiled(each, crate));
    in(layout.resolve("incremental"), depot, found, each -> each.startsWith(crate + "-"));
    in(layout.resolve("examples"), depot, found, each -> compiled(each, crate));
    in(layout.resolve("examples"), depot, found, each -> shown(each, target.name(), crate));
    in(layout, depot, found, each -> shown(each, target.name(), crate));
  }

  private interface Which {
    boolean takes(String name);
  }

  private static void in(Path directory, Depot depot, Set<Path> found, Which which)
      throws IOException {
    for (String each : depot.list(directory)) {
      if (which.takes(each)) found.add(directory.resolve(each));
    }
  }

  /** Whether it is the name with a hash behind it. */
  private static boolean hashed(String file, String name) {
    int dash = file.lastIndexOf('-');
    return dash > 0 && file.substring(0, dash).equals(name);
  }

  /** A file that rustc named: the crate's name, a hash in most, an ending in some. */
  private static boolean compiled(String file, String crate) {
    int dot = file.indexOf('.');
    String stem = dot < 0 ? file : file.substring(0, dot);
    String bare = stem.startsWith("lib") ? stem.substring(3) : stem;
    return stem.equals(crate) || bare.equals(crate) || hashed(stem, crate) || hashed(bare, crate);
  }

  /** A file where users look for it, and its {@code .d}. */
  private static boolean shown(String file, String name, String crate) {
    int dot = file.indexOf('.');
    String stem = dot < 0 ? file : file.substring(0, dot);
    return stem.equals(name) || stem.equals(crate) || stem.equals("lib" + crate);
  }

  private static ProblemException unknown(PackageIdSpec spec, Set<Package> all) {
    Problem problem =
        Problem.of("package ID specification `" + spec + "` did not match any packages");
    Optional<Suggestion> near =
        Suggestion.among(all.stream().map(each -> each.id().name()).toList(), spec.name());
    return new ProblemException(
        near.isPresent() ? problem.withHelp("did you mean `" + near.get().name() + "`?") : problem);
  }
}
