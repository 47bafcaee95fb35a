package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a workspace from one of its manifests: finds the root and the members, and checks that they
 * agree. Source of the rules: cargo's {@code core/workspace.rs}.
 */
final class WorkspaceReading {
  private final FileTree files;
  private final Config config;
  private final Registries registries;
  private final WorkspaceSearch nearest;
  private WorkspaceSearch search;
  private final Manifests manifests;
  private final Map<Path, ManifestFile> loaded = new HashMap<>();
  private final Set<Path> members = new LinkedHashSet<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** The packages of the configuration's {@code paths}, by their directories. */
  private final Map<Path, Package> overriding = new LinkedHashMap<>();

  /** Reads a manifest of a package from a source; a root is its workspace's, if not the nearest. */
  @FunctionalInterface
  interface Manifests {
    ManifestFile read(Path file, SourceId source, Optional<Path> root)
        throws ProblemException, BuildException, InterruptedException;
  }

  WorkspaceReading(FileTree files, Config config, Manifests manifests) throws ProblemException {
    this.manifests = manifests;
    this.files = files;
    this.config = config;
    this.registries = Registries.of(config);
    this.nearest = new WorkspaceSearch(files, config.home());
    this.search = nearest;
  }

  /** The workspace of this manifest, whose path is absolute and normal. */
  Workspace read(Path manifest) throws ProblemException, BuildException, InterruptedException {
    try {
      return readAll(manifest);
    } catch (InvalidPathException e) {
      throw new ProblemException(
          Problem.of("the workspace names a path that cannot be: " + e.getReason()));
    }
  }

  private Workspace readAll(Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    ManifestFile current = load(manifest);
    Optional<Path> found = search.root(manifest, toml(manifest));
    Path root = found.orElse(manifest);
    search = found.map(nearest::within).orElse(nearest);
    ManifestFile rootFile = files.toml(root).isEmpty() ? missingRoot(current, root) : load(root);
    List<Path> defaults;
    if (found.isEmpty()) {
      members.add(manifest);
      defaults = List.of(manifest);
    } else {
      WorkspaceTable table =
          rootFile
              .root()
              .workspace()
              .orElseThrow(() -> WorkspaceChecks.notRoot(manifest, current, root));
      List<Path> listed = findMembers(root, table);
      defaults = defaults(manifest, current, root, table, listed);
      checks(root).check(manifest);
    }
    List<Package> packages = packages(members);
    RootTables tables = withConfig(rootFile.root(), root);
    var warned = new TreeSet<Path>(members);
    warned.add(root);
    for (Path file : warned) {
      warnings.addAll(load(file).warnings());
    }
    return new Workspace(
        root,
        UnstableConfig.lockFile(config).orElse(root.resolveSibling("Cargo.lock")),
        current.member(),
        packages,
        packages(defaults),
        pathPackages(packages, tables),
        WorkspaceChecks.resolver(rootFile),
        tables,
        rootFile.root().workspace().flatMap(WorkspaceTable::metadata),
        warnings);
  }

  private static ManifestFile missingRoot(ManifestFile current, Path root) throws ProblemException {
    String message = "the workspace's manifest `" + root + "` does not exist";
    throw new ProblemException(
        current
            .root()
            .workspacePointer()
            .map(pointer -> Problem.at(pointer.place(), message))
            .orElse(Problem.of(message)));
  }

  private WorkspaceChecks checks(Path root)
      throws ProblemException, BuildException, InterruptedException {
    var all = new LinkedHashMap<Path, WorkspaceChecks.Member>();
    for (Path member : members) {
      all.put(member, new WorkspaceChecks.Member(load(member), search.root(member, toml(member))));
    }
    return new WorkspaceChecks(root, load(root), all, warnings);
  }

  private Toml.Table toml(Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    return files
        .toml(manifest)
        .orElseThrow(
            () -> new ProblemException(Problem.of("manifest `" + manifest + "` does not exist")));
  }

  private ManifestFile load(Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    ManifestFile known = loaded.get(manifest);
    if (known == null) {
      SourceId source = SourceId.path(manifest.resolve("..").normalize());
      known = manifests.read(manifest, source, notNearest(manifest));
      loaded.put(manifest, known);
    }
    return known;
  }

  /** The manifest's root if a nearer one would be found without knowing it. */
  private Optional<Path> notNearest(Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml.Table> toml = search.known().isEmpty() ? Optional.empty() : files.toml(manifest);
    if (toml.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> root = search.root(manifest, toml.get());
    return root.equals(nearest.root(manifest, toml.get())) ? Optional.empty() : root;
  }

  /** Adds the members in cargo's order; gives the directories that {@code members} lists. */
  private List<Path> findMembers(Path root, WorkspaceTable table)
      throws ProblemException, BuildException, InterruptedException {
    List<Path> listed = expand(root, table.members().orElse(List.of()));
    for (Path directory : listed) {
      Path manifest = directory.resolve(WorkspaceSearch.FILE).normalize();
      if (isExcluded(manifest, root, table)) continue;
      if (files.toml(manifest).isEmpty()) {
        throw new ProblemException(
            Problem.at(
                    WorkspaceChecks.memberPlace(table, root, directory),
                    "failed to load manifest for workspace member `" + directory + "`")
                .withNote("there is no file `" + manifest + "`"));
      }
      addMember(manifest, root, table, false);
    }
    addMember(root, root, table, false);
    return listed;
  }

  private List<Path> expand(Path root, List<String> patterns)
      throws ProblemException, BuildException, InterruptedException {
    var all = new ArrayList<Path>();
    Path base = root.resolve("..").normalize();
    for (String pattern : patterns) {
      Path path = WorkspaceSearch.join(base, pattern);
      List<Path> found = new MemberPattern(files).expand(path);
      if (found.isEmpty()) {
        all.add(path);
      }
      for (Path each : found) {
        if (files.list(each).isPresent()) {
          all.add(each);
        }
      }
    }
    return all;
  }

  private static boolean isExcluded(Path manifest, Path root, WorkspaceTable table) {
    Path base = root.resolve("..").normalize();
    List<String> members = table.members().orElse(List.of());
    return WorkspaceSearch.isExcluded(table.exclude(), members, base, manifest);
  }

  private void addMember(Path manifest, Path root, WorkspaceTable table, boolean dependency)
      throws ProblemException, BuildException, InterruptedException {
    if (members.contains(manifest)) {
      return;
    }
    Path base = root.resolve("..").normalize();
    if (dependency
        && !manifest.startsWith(base)
        && !search.root(manifest, toml(manifest)).equals(Optional.of(root))) {
      return;
    }
    if (isExcluded(manifest, root, table)) return;
    members.add(manifest);
    Optional<Package> member = load(manifest).member();
    if (member.isEmpty()) {
      return;
    }
    for (Dependency d : member.get().manifest().dependencies()) {
      if (d.source().isPath()) {
        Path next = d.source().folder().resolve(WorkspaceSearch.FILE);
        checkExists(d, next);
        addMember(next, root, table, true);
      }
    }
  }

  private void checkExists(Dependency d, Path manifest)
      throws ProblemException, BuildException, InterruptedException {
    if (files.toml(manifest).isEmpty()) {
      throw new ProblemException(
          Problem.at(d.place(), "failed to load manifest for dependency `" + d.packageName() + "`")
              .withNote("there is no file `" + manifest + "`"));
    }
  }

  private List<Path> defaults(
      Path manifest, ManifestFile current, Path root, WorkspaceTable table, List<Path> listed)
      throws ProblemException, BuildException, InterruptedException {
    if (!manifest.equals(root) || table.defaultMembers().isEmpty()) {
      return current.member().isEmpty() ? List.copyOf(members) : List.of(manifest);
    }
    var defaults = new ArrayList<Path>();
    Path base = root.resolve("..").normalize();
    for (Path directory : expand(root, table.defaultMembers().get())) {
      Path normal = directory.normalize();
      Path each = normal.resolve(WorkspaceSearch.FILE);
      if (members.contains(each)) {
        defaults.add(each);
      } else if (!(listed.contains(normal)
          && WorkspaceSearch.isExcluded(
              table.exclude(), table.members().orElse(List.of()), base, normal))) {
        throw Fields.problem(
            new Fields(table.table()).place("default-members"),
            "package `"
                + directory
                + "` is listed in default-members but is not a member\nfor workspace at `"
                + root
                + "`.");
      }
    }
    return defaults;
  }

  private List<Package> packages(Iterable<Path> manifests)
      throws ProblemException, BuildException, InterruptedException {
    var packages = new ArrayList<Package>();
    for (Path manifest : manifests) {
      load(manifest).member().ifPresent(packages::add);
    }
    return packages;
  }

  private RootTables withConfig(RootTables root, Path rootManifest)
      throws ProblemException, BuildException, InterruptedException {
    Map<String, List<Dependency>> configured =
        PatchReading.ofConfig(files, config, registries, rootManifest, warnings);
    List<Dependency> overrides = overrides();
    if (configured.isEmpty() && overrides.isEmpty()) {
      return root;
    }
    var all = new LinkedHashMap<>(configured);
    root.patches()
        .forEach((url, patches) -> {
          var list = new ArrayList<>(all.getOrDefault(url, List.of()));
          for (Dependency d : patches) {
            if (list.stream().noneMatch(c -> c.nameInToml().equals(d.nameInToml()))) {
              list.add(d);
            }
          }
          all.put(url, List.copyOf(list));
        });
    return new RootTables(
        root.workspace(),
        root.workspacePointer(),
        root.resolver(),
        root.profiles(),
        all,
        root.replacements(),
        overrides);
  }

  /** The packages of the configuration's {@code paths}: in each directory, or right below it. */
  private List<Dependency> overrides()
      throws ProblemException, BuildException, InterruptedException {
    var overrides = new ArrayList<Dependency>();
    for (Setting<String> each : config.texts(true, "paths")) {
      Path folder = config.resolve(each).normalize();
      var folders = new ArrayList<>(List.of(folder));
      if (!files.exists(folder.resolve(WorkspaceSearch.FILE))) {
        folders.clear();
        files.list(folder).orElse(Map.of()).keySet().stream()
            .sorted(Bytewise.ORDER)
            .forEach(name -> folders.add(folder.resolve(name)));
      }
      for (Path at : folders) {
        Path manifest = at.resolve(WorkspaceSearch.FILE);
        if (files.exists(manifest)) {
          // The source of all of them is the directory that is listed.
          manifests
              .read(manifest, SourceId.path(folder), Optional.empty())
              .member()
              .ifPresent(p -> {
                overriding.put(at, p);
                overrides.add(overriding(p.name(), folder, each.origin().place()));
              });
        }
      }
    }
    return overrides;
  }

  private static Dependency overriding(String name, Path folder, Place place) {
    return new Dependency(
        name,
        Optional.empty(),
        VersionReq.ANY,
        SourceId.path(folder),
        DependencyKind.NORMAL,
        Optional.empty(),
        false,
        true,
        List.of(),
        Optional.empty(),
        place);
  }

  /** The packages in directories that members, patches and replacements lead to. */
  private Map<Path, Package> pathPackages(List<Package> packages, RootTables tables)
      throws ProblemException, BuildException, InterruptedException {
    var found = new LinkedHashMap<Path, Package>();
    var open = new ArrayList<Dependency>();
    for (Package p : packages) {
      open.addAll(p.manifest().dependencies());
    }
    tables.patches().values().forEach(open::addAll);
    tables.replacements().forEach(r -> open.add(r.dependency()));
    overriding.forEach((directory, p) -> {
      found.put(directory, p);
      p.manifest().dependencies().stream().filter(Dependency::isTransitive).forEach(open::add);
    });
    for (int i = 0; i < open.size(); i++) {
      Dependency d = open.get(i);
      if (!d.source().isPath()) {
        continue;
      }
      Path directory = d.source().folder();
      Path manifest = directory.resolve(WorkspaceSearch.FILE);
      if (members.contains(manifest) || found.containsKey(directory)) {
        continue;
      }
      checkExists(d, manifest);
      Optional<Package> member = load(manifest).member();
      if (member.isPresent()) {
        found.put(directory, member.get());
        for (Dependency next : member.get().manifest().dependencies()) {
          if (next.isTransitive()) {
            open.add(next);
          }
        }
      }
    }
    return found;
  }
}
