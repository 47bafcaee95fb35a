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
  private final WorkspaceSearch search;
  private final Manifests manifests;
  private final Map<Path, ManifestFile> loaded = new HashMap<>();
  private final Set<Path> members = new LinkedHashSet<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** Reads a manifest of a package from a source. */
  @FunctionalInterface
  interface Manifests {
    ManifestFile read(Path file, SourceId source)
        throws ProblemException, BuildException, InterruptedException;
  }

  WorkspaceReading(FileTree files, Config config, Manifests manifests) throws ProblemException {
    this.manifests = manifests;
    this.files = files;
    this.config = config;
    this.registries = Registries.of(config);
    this.search = new WorkspaceSearch(files, config.home());
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
    ManifestFile rootFile = load(root);
    List<Path> defaults;
    if (found.isEmpty()) {
      members.add(manifest);
      defaults = List.of(manifest);
    } else {
      WorkspaceTable table =
          rootFile.root().workspace().orElseThrow(() -> notRoot(manifest, current, root));
      List<Path> listed = findMembers(root, table);
      defaults = defaults(manifest, current, root, table, listed);
      check(manifest, root, rootFile);
    }
    List<Package> packages = packages(members);
    for (Package p : packages) {
      if (!p.manifest().faults().isEmpty()) {
        throw new ProblemException(p.manifest().faults());
      }
    }
    RootTables tables = withConfig(rootFile.root(), root);
    var warned = new TreeSet<Path>(members);
    warned.add(root);
    for (Path file : warned) {
      warnings.addAll(load(file).warnings());
    }
    return new Workspace(
        root,
        current.member(),
        packages,
        packages(defaults),
        pathPackages(packages, tables),
        resolver(rootFile),
        tables,
        rootFile.root().workspace().flatMap(WorkspaceTable::metadata),
        warnings);
  }

  private static ResolverVersion resolver(ManifestFile root) {
    return root.root()
        .resolver()
        .flatMap(text -> ResolverVersion.of(text.value()))
        .orElse(
            root.member()
                .map(p -> ResolverVersion.of(p.manifest().edition()))
                .orElse(ResolverVersion.V1));
  }

  private static ProblemException notRoot(Path manifest, ManifestFile current, Path root) {
    String message =
        "`package.workspace` configuration points to a crate which is not configured with"
            + " [workspace]:\nconfiguration at: "
            + manifest
            + "\npoints to: "
            + root;
    return new ProblemException(
        current
            .root()
            .workspacePointer()
            .map(p -> Problem.at(p.place(), message))
            .orElse(Problem.of(message)));
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
      known = manifests.read(manifest, source);
      loaded.put(manifest, known);
    }
    return known;
  }

  /** Adds the members in cargo's order; gives the directories that {@code members} lists. */
  private List<Path> findMembers(Path root, WorkspaceTable table)
      throws ProblemException, BuildException, InterruptedException {
    List<Path> listed = expand(root, table.members().orElse(List.of()));
    for (Path directory : listed) {
      Path manifest = directory.resolve(WorkspaceSearch.FILE).normalize();
      if (files.toml(manifest).isEmpty()) {
        throw new ProblemException(
            Problem.at(
                    memberPlace(table, root, directory),
                    "failed to load manifest for workspace member `" + directory + "`")
                .withNote("there is no file `" + manifest + "`"));
      }
      addMember(manifest, root, table, false);
    }
    addMember(root, root, table, false);
    return listed;
  }

  private static Place memberPlace(WorkspaceTable table, Path root, Path directory) {
    Place place = new Fields(table.table()).place("members");
    if (table.table().get("members").orElse(table.table()) instanceof Toml.Array array) {
      for (Toml item : array.items()) {
        if (item instanceof Toml.Text text
            && WorkspaceSearch.join(root.resolve("..").normalize(), text.value())
                .equals(directory)) {
          place = text.place();
        }
      }
    }
    return place;
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
    if (WorkspaceSearch.isExcluded(
        table.exclude(), table.members().orElse(List.of()), base, manifest)) {
      return;
    }
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

  private void check(Path manifest, Path root, ManifestFile rootFile)
      throws ProblemException, BuildException, InterruptedException {
    var names = new HashMap<String, Package>();
    for (Package p : packages(members)) {
      Package other = names.put(p.name(), p);
      if (other != null) {
        throw new ProblemException(
            Problem.at(
                    p.manifest().place(), "two packages named `" + p.name() + "` in this workspace")
                .withLabel(other.manifest().place(), "the other one"));
      }
    }
    for (Path member : members) {
      if (!member.equals(root) && load(member).root().workspace().isPresent()) {
        throw Fields.problem(
            load(member).root().workspace().get().table().place(),
            "multiple workspace roots found in the same workspace:\n  "
                + member.getParent()
                + "\n  "
                + root.getParent());
      }
      Optional<Path> own = search.root(member, toml(member));
      if (!own.equals(Optional.of(root))) {
        throw new ProblemException(
            Problem.of(
                own.isPresent()
                    ? "package `"
                        + member
                        + "` is a member of the wrong workspace\nexpected: "
                        + root
                        + "\nactual:   "
                        + own.get()
                    : "workspace member `"
                        + member
                        + "` is not hierarchically below the workspace root `"
                        + root
                        + "`"));
      }
    }
    if (!members.contains(manifest)) {
      throw notMember(manifest, root, rootFile);
    }
    warnOfIgnored(root, rootFile);
  }

  private ProblemException notMember(Path manifest, Path root, ManifestFile rootFile)
      throws ProblemException, BuildException, InterruptedException {
    boolean listed =
        rootFile.member().isEmpty()
            || rootFile.root().workspace().flatMap(WorkspaceTable::members).isPresent();
    Path relative = root.resolve("..").normalize().relativize(manifest.resolve("..").normalize());
    return new ProblemException(
        Problem.of(
                "current package believes it's in a workspace when it's not:\ncurrent:   "
                    + manifest
                    + "\nworkspace: "
                    + root)
            .withHelp(
                listed
                    ? "this may be fixable by adding `"
                        + relative
                        + "` to the `workspace.members` array of the manifest located at: "
                        + root
                    : "this may be fixable by ensuring that this crate is depended on by the"
                        + " workspace root: "
                        + root)
            .withHelp(
                "alternatively, to keep it out of the workspace, add the package to the"
                    + " `workspace.exclude` array, or add an empty `[workspace]` table to the"
                    + " package's manifest"));
  }

  private void warnOfIgnored(Path root, ManifestFile rootFile)
      throws ProblemException, BuildException, InterruptedException {
    var newest = Edition.E2015;
    for (Path member : members) {
      ManifestFile file = load(member);
      if (member.equals(root) || file.member().isEmpty()) {
        continue;
      }
      Edition edition = file.member().get().manifest().edition();
      newest = edition.isAtLeast(newest) ? edition : newest;
      RootTables own = file.root();
      var ignored = new ArrayList<String>();
      if (!own.profiles().isEmpty()) {
        ignored.add("profiles");
      }
      if (!own.replacements().isEmpty()) {
        ignored.add("replace");
      }
      if (!own.patches().isEmpty()) {
        ignored.add("patch");
      }
      if (own.resolver().isPresent()
          && !own.resolver().get().value().equals(resolver(rootFile).toString())) {
        ignored.add("resolver");
      }
      for (String what : ignored) {
        warnings.add(
            Problem.of(
                what
                    + " for the non root package will be ignored, specify "
                    + what
                    + " at the workspace root:\npackage:   "
                    + member
                    + "\nworkspace: "
                    + root));
      }
    }
    if (rootFile.member().isEmpty()
        && rootFile.root().resolver().isEmpty()
        && newest.isAtLeast(Edition.E2021)) {
      warnings.add(
          Problem.of(
                  "virtual workspace defaulting to `resolver = \"1\"` despite one or more workspace"
                      + " members being on edition "
                      + newest
                      + " which implies `resolver = \""
                      + ResolverVersion.of(newest)
                      + "\"`")
              .withNote(
                  "to keep the current resolver, specify `workspace.resolver = \"1\"` in the"
                      + " workspace root's manifest")
              .withNote(
                  "to use the edition "
                      + newest
                      + " resolver, specify `workspace.resolver = \""
                      + ResolverVersion.of(newest)
                      + "\"` in the workspace root's manifest"));
    }
  }

  private RootTables withConfig(RootTables root, Path rootManifest) throws ProblemException {
    Map<String, List<Dependency>> configured =
        PatchReading.ofConfig(files, config, registries, rootManifest, warnings);
    if (configured.isEmpty()) {
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
        root.replacements());
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
