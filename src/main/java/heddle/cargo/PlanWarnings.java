package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a build says that is no fault of its graph: settings that nothing uses, and overrides and
 * exclusions that meet no package. The manifest is absolute and normal.
 */
public record PlanWarnings(Path manifest, ReadConfig config, PackageSelection packages)
    implements Task<List<Problem>> {
  @Override
  public List<Problem> run(Context c) throws Exception {
    Config values = c.get(config);
    var problems = new ArrayList<>(new UnusedConfig(values).problems());
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    Optional<Toml.Table> root = new WorldFiles(c, true).toml(workspace.rootManifest());
    if (root.isPresent() && !workspace.tables().profiles().isEmpty()) {
      Lock lock = c.get(new ReadLock(workspace.lockFile()));
      profiles(root.get(), ids(workspace, lock), problems);
    }
    problems.addAll(SelectedPackages.unmet(packages, workspace));
    return List.copyOf(problems);
  }

  /** Of the packages that ask for {@code hint-mostly-unused}: stable Rust takes no such hint. */
  public static List<Problem> hints(UnitGraph graph) {
    var problems = new LinkedHashSet<Problem>();
    for (Unit unit : graph.units()) {
      Manifest manifest = unit.pkg().manifest();
      boolean own =
          manifest.hints().filter(h -> h instanceof Toml.Flag flag && flag.value()).isPresent();
      Optional<Boolean> profile = unit.profile().hintMostlyUnused();
      if (unit.mode() == Mode.RUN_CUSTOM_BUILD || !profile.orElse(own && unit.isLocal())) continue;
      problems.add(
          Problem.of(
              unit.pkg().name()
                  + "@"
                  + unit.pkg().id().version()
                  + ": ignoring "
                  + (profile.isPresent()
                      ? "the profile option `hint-mostly-unused`"
                      : "`hints.mostly-unused`")
                  + ", which needs a nightly Rust"));
    }
    return List.copyOf(problems);
  }

  private static Set<PackageId> ids(Workspace workspace, Lock lock) {
    var ids = new HashSet<PackageId>();
    for (Lock.Locked each : lock.packages()) {
      each.source()
          .ifPresent(source -> ids.add(new PackageId(each.name(), each.version(), source)));
    }
    workspace.members().forEach(p -> ids.add(p.id()));
    workspace.pathPackages().values().forEach(p -> ids.add(p.id()));
    return ids;
  }

  /** Only of the manifest: those of the configuration may be meant for another workspace. */
  private static void profiles(Toml.Table root, Set<PackageId> ids, List<Problem> problems)
      throws ProblemException {
    for (Toml.Entry profile : entries(root, "profile")) {
      for (Toml.Entry each : entries(profile.value(), "package")) {
        if (each.key().equals("*")) continue;
        PackageIdSpec spec = PackageIdSpec.parse(each.key(), each.keyPlace());
        if (ids.stream().noneMatch(spec::matches)) {
          problems.add(unmet(each, spec, profile.key(), ids));
        }
      }
    }
  }

  private static Problem unmet(
      Toml.Entry entry, PackageIdSpec spec, String profile, Set<PackageId> ids) {
    String start = "profile package spec `" + entry.key() + "` in profile `" + profile + "` ";
    List<String> named =
        ids.stream()
            .filter(id -> id.name().equals(spec.name()))
            .sorted()
            .map(id -> id.name() + "@" + id.version())
            .toList();
    if (!named.isEmpty()) {
      return Problem.at(
          entry.keyPlace(),
          start
              + "has a version or URL that does not match any of the packages: "
              + String.join(", ", named));
    }
    Problem problem = Problem.at(entry.keyPlace(), start + "did not match any packages");
    Optional<Suggestion> near =
        Suggestion.among(ids.stream().map(PackageId::name).sorted().toList(), spec.name());
    return near.isPresent() ? problem.withHelp(near.get().help("package")) : problem;
  }

  private static Iterable<Toml.Entry> entries(Toml value, String key) {
    Optional<Toml> inner = value instanceof Toml.Table table ? table.get(key) : Optional.empty();
    return inner.isPresent() && inner.get() instanceof Toml.Table table
        ? table.entries().values()
        : List.of();
  }
}
