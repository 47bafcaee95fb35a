package heddle.rust;

import heddle.cargo.About;
import heddle.cargo.CargoTarget;
import heddle.cargo.CrateType;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.Platform;
import heddle.cargo.Profile;
import heddle.cargo.SourceId;
import heddle.cargo.TargetKind;
import heddle.cargo.Unit;
import heddle.cargo.UnitDep;
import heddle.cargo.UnitGraph;
import heddle.cargo.Version;
import heddle.text.JsonWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The crates of a planned graph, index by index: what rustc and build scripts need of each unit,
 * and nothing of how it was planned.
 */
record CrateGraph(List<Crate> crates, List<Integer> roots) {
  /**
   * What the crates depend on beyond the graph: members, the lock's checksums, what vendored
   * packages hold, the rustflags and rustdocflags by triple (the host's under the empty one), the
   * scripts that the configuration replaces by triple and {@code links}, and whether
   * RUSTC_BOOTSTRAP lets crates use unstable features.
   */
  record Facts(
      Path workspace,
      Set<PackageId> members,
      Map<PackageId, String> checksums,
      Map<PackageId, String> vendored,
      Map<String, List<String>> rustflags,
      Map<String, List<String>> rustdocflags,
      Map<String, ScriptOutput> overrides,
      boolean bootstrap) {
    Facts {
      members = Set.copyOf(members);
      checksums = Map.copyOf(checksums);
      vendored = Map.copyOf(vendored);
      rustflags = Map.copyOf(rustflags);
      rustdocflags = Map.copyOf(rustdocflags);
      overrides = Map.copyOf(overrides);
    }
  }

  CrateGraph {
    crates = List.copyOf(crates);
    roots = List.copyOf(roots);
  }

  static CrateGraph of(UnitGraph graph, Facts facts) {
    Set<PackageId> primary = new HashSet<>();
    graph.roots().forEach(root -> primary.add(graph.unit(root).pkg().id()));
    Map<PackageId, CratePackage> packages = new HashMap<>();
    List<Crate> crates = new ArrayList<>(graph.units().size());
    for (Unit unit : graph.units()) {
      CratePackage pkg =
          packages.computeIfAbsent(
              unit.pkg().id(), id -> pkg(unit.pkg(), primary.contains(id), facts));
      crates.add(crate(crates.size(), unit, pkg, facts));
    }
    return new CrateGraph(crates, graph.roots());
  }

  private static Crate crate(int index, Unit unit, CratePackage pkg, Facts facts) {
    CargoTarget target = unit.target();
    String triple = unit.platform() instanceof Platform.Target(String name) ? name : "";
    Crate.Kind kind =
        switch (target.kind()) {
          case LIB -> Crate.Kind.LIB;
          case BIN -> Crate.Kind.BIN;
          case TEST -> Crate.Kind.TEST;
          case BENCH -> Crate.Kind.BENCH;
          case EXAMPLE -> Crate.Kind.EXAMPLE;
          case CUSTOM_BUILD -> Crate.Kind.SCRIPT;
        };
    Crate.Work work =
        switch (unit.mode()) {
          case BUILD -> Crate.Work.BUILD;
          case TEST -> Crate.Work.TEST;
          case CHECK -> Crate.Work.CHECK;
          case CHECK_TEST -> Crate.Work.CHECK_TEST;
          case DOCTEST, DOC -> Crate.Work.DOC_TEST;
          case RUN_CUSTOM_BUILD -> Crate.Work.RUN_SCRIPT;
        };
    List<String> types =
        kind == Crate.Kind.LIB || kind == Crate.Kind.EXAMPLE
            ? target.crateTypes().stream().map(CrateType::name).toList()
            : List.of("bin");
    List<Crate.Dependency> dependencies = new ArrayList<>();
    for (UnitDep dep : unit.deps()) {
      dependencies.add(new Crate.Dependency(dep.unit(), dep.externCrateName(), dep.noprelude()));
    }
    Optional<ScriptOutput> override =
        work == Crate.Work.RUN_SCRIPT
            ? pkg.links()
                .flatMap(links -> Optional.ofNullable(facts.overrides().get(triple + " " + links)))
            : Optional.empty();
    return new Crate(
        index,
        pkg,
        target.name(),
        kind,
        types,
        target.path(),
        target.edition().toString(),
        target.harness(),
        target.doctested(),
        work,
        triple,
        unit.features(),
        codegen(unit.profile()),
        (work == Crate.Work.DOC_TEST ? facts.rustdocflags() : facts.rustflags())
            .getOrDefault(triple, List.of()),
        dependencies,
        override,
        json(target));
  }

  private static String json(CargoTarget target) {
    StringBuilder text = new StringBuilder();
    JsonWriter json = new JsonWriter(text).beginObject();
    json.key("kind").strings(target.kindWords());
    boolean library = target.isLibrary() || target.isExample();
    json.key("crate_types")
        .strings(
            library ? target.crateTypes().stream().map(CrateType::name).toList() : List.of("bin"));
    json.key("name").string(target.name()).key("src_path").string(target.path().toString());
    json.key("edition").string(target.edition().toString());
    target
        .requiredFeatures()
        .ifPresent(features -> json.key("required-features").strings(features));
    json.key("doc")
        .bool(target.documented())
        .key("doctest")
        .bool(target.doctested() && target.isDoctestable())
        .key("test")
        .bool(target.tested());
    json.endObject();
    return text.toString();
  }

  private static Codegen codegen(Profile profile) {
    Codegen.Lto lto =
        switch (profile.lto()) {
          case Profile.Lto.Off() -> new Codegen.Lto.Off();
          case Profile.Lto.Flag(boolean value) ->
              value ? new Codegen.Lto.Run("") : new Codegen.Lto.No();
          case Profile.Lto.Named(String name) -> new Codegen.Lto.Run(name);
        };
    return new Codegen(
        profile.name(),
        profile.root() == Profile.Root.RELEASE,
        profile.optLevel(),
        lto,
        profile.codegenUnits().map(Math::toIntExact),
        profile.debuginfo().isOn()
            ? Optional.of(profile.debuginfo().level().text())
            : Optional.empty(),
        profile.splitDebuginfo(),
        profile.debugAssertions(),
        profile.overflowChecks(),
        profile.rpath(),
        profile.incremental(),
        profile.panic().text(),
        profile.strip().what(),
        profile.rustflags());
  }

  private static CratePackage pkg(Package pkg, boolean primary, Facts facts) {
    PackageId id = pkg.id();
    SourceId source = id.source();
    Optional<String> content =
        source.isPath()
            ? Optional.empty()
            : facts.vendored().containsKey(id)
                ? Optional.of(id.spec() + " vendored " + facts.vendored().get(id))
                : source.isGit()
                    ? Optional.of(id.spec() + " " + source.precise().orElse(""))
                    : Optional.of(id.spec() + " " + facts.checksums().getOrDefault(id, ""));
    String stable =
        source.isPath()
            ? id.name() + " " + id.version() + " ./" + facts.workspace().relativize(pkg.root())
            : id.spec() + " " + source.precise().orElse("");
    return new CratePackage(
        id.name(),
        id.version().toString(),
        id.spec(),
        stable,
        source.isPath()
            ? CratePackage.Origin.PATH
            : source.isGit() ? CratePackage.Origin.GIT : CratePackage.Origin.REGISTRY,
        content,
        facts.members().contains(id),
        primary,
        pkg.root(),
        pkg.manifest().file(),
        variables(pkg),
        List.copyOf(pkg.manifest().features().keySet()),
        pkg.manifest().lints().rustcArguments(),
        pkg.manifest().links(),
        pkg.manifest().about().rustVersion(),
        pkg.manifest().library().isPresent(),
        scripted(pkg, facts.bootstrap()));
  }

  private static Map<String, String> variables(Package pkg) {
    About about = pkg.manifest().about();
    Version version = pkg.version();
    Map<String, String> variables = new TreeMap<>();
    variables.put("CARGO_PKG_NAME", pkg.name());
    variables.put("CARGO_PKG_VERSION", version.toString());
    variables.put("CARGO_PKG_VERSION_MAJOR", Long.toString(version.major()));
    variables.put("CARGO_PKG_VERSION_MINOR", Long.toString(version.minor()));
    variables.put("CARGO_PKG_VERSION_PATCH", Long.toString(version.patch()));
    variables.put("CARGO_PKG_VERSION_PRE", version.pre());
    variables.put("CARGO_PKG_AUTHORS", String.join(":", about.authors()));
    variables.put("CARGO_PKG_DESCRIPTION", about.description().orElse(""));
    variables.put("CARGO_PKG_HOMEPAGE", about.homepage().orElse(""));
    variables.put("CARGO_PKG_REPOSITORY", about.repository().orElse(""));
    variables.put("CARGO_PKG_LICENSE", about.license().orElse(""));
    variables.put("CARGO_PKG_LICENSE_FILE", about.licenseFile().orElse(""));
    variables.put("CARGO_PKG_README", about.readme().orElse(""));
    variables.put("CARGO_PKG_RUST_VERSION", about.rustVersion().orElse(""));
    return variables;
  }

  private static ScriptedPackage scripted(Package pkg, boolean bootstrap) {
    List<CargoTarget> targets = pkg.manifest().targets();
    return new ScriptedPackage(
        pkg.name() + " v" + pkg.version(),
        pkg.manifest().library().map(CargoTarget::crateName).orElse("1"),
        targets.stream()
            .filter(CargoTarget::isBinary)
            .map(CargoTarget::name)
            .collect(Collectors.toSet()),
        targets.stream().anyMatch(CargoTarget::isCdylib),
        targets.stream().anyMatch(target -> target.kind() == TargetKind.TEST),
        targets.stream().anyMatch(target -> target.kind() == TargetKind.BENCH),
        targets.stream().anyMatch(CargoTarget::isExample),
        pkg.manifest().about().rustVersion().filter(CrateGraph::before177).isPresent(),
        bootstrap);
  }

  /** Whether a {@code rust-version} is below 1.77, which brought the {@code cargo::} spelling. */
  private static boolean before177(String version) {
    String[] parts = version.split("[.\\-+]", 3);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return major < 1 || (major == 1 && minor < 77);
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
