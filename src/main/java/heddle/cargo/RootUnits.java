package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The units that were asked for: targets of the selected packages in the mode of the command, less
 * those whose required features are off, unless they were named. Source of the rule: cargo's {@code
 * ops/cargo_compile/unit_generator.rs}.
 */
final class RootUnits {
  /** A target that may become a unit; one that is needed must have its features on. */
  private record Proposal(int pkg, CargoTarget target, boolean needed, Mode mode) {}

  private final BuildRequest request;
  private final TargetSelection selection;
  private final List<Integer> packages;
  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final RequiredFeatures required;
  private final Platforms platforms;
  private final DraftGraph graph;
  private final List<Proposal> proposals = new ArrayList<>();

  RootUnits(
      BuildRequest request,
      List<Integer> packages,
      Resolution resolution,
      ResolvedFeatures features,
      RequiredFeatures required,
      Platforms platforms,
      DraftGraph graph) {
    this.request = request;
    this.packages = packages;
    this.resolution = resolution;
    this.features = features;
    this.required = required;
    this.platforms = platforms;
    this.graph = graph;
    this.selection = selection(request, packages, resolution);
  }

  /** {@code run} without a name takes the default binary, if exactly one package has one. */
  private static TargetSelection selection(
      BuildRequest request, List<Integer> packages, Resolution resolution) {
    TargetSelection asked = request.selection();
    if (request.intent() == BuildRequest.Intent.DOCTEST) {
      return TargetSelection.LIB;
    }
    if (request.intent() != BuildRequest.Intent.RUN
        || asked.bins().isAsked()
        || asked.examples().isAsked()) {
      return asked;
    }
    List<String> defaults =
        packages.stream().flatMap(p -> resolution.pkg(p).manifest().defaultRun().stream()).toList();
    return defaults.size() == 1
        ? new TargetSelection(
            TargetSelection.Library.NO,
            new TargetSelection.Names(false, defaults),
            TargetSelection.Names.NONE,
            TargetSelection.Names.NONE,
            TargetSelection.Names.NONE,
            false)
        : TargetSelection.DEFAULT;
  }

  /** The roots in cargo's order, as drafts of the graph. */
  List<Integer> roots(PlanNotices notices) throws ProblemException {
    if (selection.isDefault()) {
      proposeDefaults();
    } else {
      proposeSelected(notices);
    }
    Set<Integer> units = new LinkedHashSet<>();
    for (Proposal p : proposals) {
      checkRequired(p);
      List<String> off =
          required.missing(p.pkg, p.target, request.hasDevUnits(), platforms.requested());
      if (p.target.isLibrary() || off.isEmpty()) {
        units.addAll(units(p));
      } else if (p.needed) {
        throw new ProblemException(
            Problem.of(
                    "target `"
                        + p.target.name()
                        + "` in package `"
                        + resolution.pkg(p.pkg).name()
                        + "` requires the features: `"
                        + String.join("`, `", off)
                        + "`")
                .withHelp("turn them on: `--features=\"" + String.join(" ", off) + "\"`"));
      }
    }
    if (units.isEmpty() && !selection.isDefault()) {
      notices.nothingSelected(selection);
    }
    List<Integer> roots =
        units.stream()
            .sorted(Comparator.comparing(i -> graph.table().draft(i), UnitTable.ORDER))
            .toList();
    return request.crateTypes().isEmpty() ? roots : withCrateTypes(roots);
  }

  /** Forms that the features of a target's own package may have, and these may not. */
  private void checkRequired(Proposal p) throws ProblemException {
    for (String text : p.target.requiredFeatures().orElse(List.of())) {
      FeatureValue value = FeatureValue.parse(text);
      String wrong =
          switch (value) {
            case FeatureValue.Dep _ -> "`dep:` prefixed feature values are not allowed";
            case FeatureValue.DepFeature d when d.weak() ->
                "optional dependency with `?` is not allowed";
            case FeatureValue.DepFeature _, FeatureValue.Feature _ -> "";
          };
      if (!wrong.isEmpty()) {
        throw new ProblemException(
            Problem.at(
                resolution.pkg(p.pkg).manifest().place(),
                "invalid feature `"
                    + value
                    + "` in required-features of target `"
                    + p.target.name()
                    + "`: "
                    + wrong
                    + " in required-features"));
      }
    }
  }

  private void proposeDefaults() throws ProblemException {
    boolean needed = request.intent() == BuildRequest.Intent.RUN;
    for (int pkg : packages) {
      List<CargoTarget> targets = resolution.pkg(pkg).manifest().targets();
      for (CargoTarget t : targets) {
        boolean wanted =
            switch (request.intent()) {
              case BENCH -> t.benched();
              case TEST -> t.tested() || t.isExample();
              case BUILD, CHECK, CHECK_TEST, RUN, DOCTEST -> t.isBinary() || t.isLibrary();
            };
        if (wanted) {
          proposals.add(new Proposal(pkg, t, needed, request.intent().mode()));
        }
      }
      if (request.intent() == BuildRequest.Intent.TEST) {
        targets.stream()
            .filter(t -> t.doctested() && isDoctestable(t))
            .findFirst()
            .ifPresent(t -> proposals.add(new Proposal(pkg, t, false, Mode.DOCTEST)));
      }
    }
    if (needed) {
      program().checkDefaults();
    }
  }

  private OneProgram program() {
    return new OneProgram(
        proposals.stream()
            .map(p -> new OneProgram.Proposed(p.target, resolution.pkg(p.pkg).name()))
            .toList());
  }

  private static boolean isDoctestable(CargoTarget t) {
    return t.isLibrary()
        && t.crateTypes().stream()
            .anyMatch(c ->
                c.equals(CrateType.LIB)
                    || c.equals(CrateType.RLIB)
                    || c.equals(CrateType.PROC_MACRO));
  }

  private void proposeSelected(PlanNotices notices) throws ProblemException {
    Mode mode = request.intent().mode();
    if (selection.lib() != TargetSelection.Library.NO) {
      int before = proposals.size();
      propose(
          t ->
              t.isLibrary()
                  && (request.intent() != BuildRequest.Intent.DOCTEST || isDoctestable(t)),
          false,
          mode);
      if (request.intent() == BuildRequest.Intent.DOCTEST) {
        for (int pkg : packages) {
          Package each = resolution.pkg(pkg);
          each.manifest()
              .library()
              .filter(t -> !isDoctestable(t))
              .ifPresent(t -> notices.noDocumentationTests(each, t));
        }
      }
      if (selection.lib() == TargetSelection.Library.NEEDED && proposals.size() == before) {
        throw new ProblemException(
            Problem.of(
                "no library targets found in "
                    + (packages.size() == 1 ? "package `" : "packages: `")
                    + String.join(
                        "`, `", packages.stream().map(p -> resolution.pkg(p).name()).toList())
                    + "`"));
      }
    }
    Mode testMode =
        switch (request.intent()) {
          case BUILD, RUN -> Mode.TEST;
          case CHECK, CHECK_TEST -> Mode.CHECK_TEST;
          case TEST, BENCH, DOCTEST -> mode;
        };
    propose(selection.bins(), "bin", CargoTarget::isBinary, CargoTarget::isBinary, mode);
    propose(selection.examples(), "example", CargoTarget::isExample, CargoTarget::isExample, mode);
    propose(
        selection.tests(), "test", t -> t.kind() == TargetKind.TEST, CargoTarget::tested, testMode);
    propose(
        selection.benches(),
        "bench",
        t -> t.kind() == TargetKind.BENCH,
        CargoTarget::benched,
        testMode);
    if (request.intent() == BuildRequest.Intent.RUN) {
      program().checkSelected(selection);
    }
  }

  private void propose(Predicate<CargoTarget> wanted, boolean needed, Mode mode) {
    for (int pkg : packages) {
      for (CargoTarget t : resolution.pkg(pkg).manifest().targets()) {
        if (wanted.test(t)) {
          proposals.add(new Proposal(pkg, t, needed, mode));
        }
      }
    }
  }

  private void propose(
      TargetSelection.Names names,
      String what,
      Predicate<CargoTarget> ofKind,
      Predicate<CargoTarget> all,
      Mode mode)
      throws ProblemException {
    if (names.all()) {
      propose(all, false, mode);
      return;
    }
    for (String name : names.names()) {
      if (name.isEmpty()) throw UnnamedTarget.problem(what, targets(ofKind));
      int before = proposals.size();
      if (GlobPattern.isPattern(name)) {
        GlobPattern pattern = GlobPattern.parse(name);
        propose(t -> ofKind.test(t) && pattern.matches(t.name()), true, mode);
      } else {
        propose(t -> ofKind.test(t) && t.name().equals(name), true, mode);
      }
      if (proposals.size() == before) {
        throw unknown(name, what, ofKind);
      }
    }
  }

  /** The names of the targets of this kind, sorted. */
  private List<String> targets(Predicate<CargoTarget> ofKind) {
    return packages.stream()
        .flatMap(pkg -> resolution.pkg(pkg).manifest().targets().stream())
        .filter(ofKind)
        .map(CargoTarget::name)
        .sorted()
        .toList();
  }

  private ProblemException unknown(String name, String what, Predicate<CargoTarget> ofKind) {
    var known = new TreeSet<>(targets(ofKind));
    Problem problem =
        Problem.of(
            "no "
                + what
                + " target "
                + (GlobPattern.isPattern(name) ? "matches pattern" : "named")
                + " `"
                + name
                + "`"
                + where());
    return new ProblemException(
        Suggestion.among(known, name)
            .map(s -> problem.withHelp(s.help("target")))
            .orElse(
                known.isEmpty()
                    ? problem
                    : problem.withHelp(
                        "available " + what + " targets: " + String.join(", ", known))));
  }

  private String where() {
    return request.packages() instanceof PackageSelection.Named(List<String> specs)
        ? specs.size() == 1
            ? " in `" + specs.getFirst() + "` package"
            : " in `" + specs.getFirst() + "`, ... packages"
        : " in default-run packages";
  }

  private List<Integer> units(Proposal p) throws ProblemException {
    // Examples are built as programs by `test`, to see that they compile.
    Mode mode =
        p.mode == Mode.TEST && p.target.isExample() && selection.isDefault() && !p.target.tested()
            ? Mode.BUILD
            : p.mode;
    boolean unwind = p.mode.isAnyTest() || p.target.forHost();
    Optional<List<String>> own = features.known(p.pkg, p.target.procMacro());
    if (own.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              "package `"
                  + resolution.pkg(p.pkg)
                  + "` is only needed to build others: its target `"
                  + p.target.name()
                  + "` cannot be built by itself"));
    }
    var units = new ArrayList<Integer>(1);
    for (Platform asked : platforms.requested()) {
      Platform named = asked.isHost() ? platforms.hostByName() : asked;
      UnitFor unitFor = unwind ? UnitFor.test(named) : UnitFor.normal(named);
      Profile profile = graph.profile(p.pkg, unitFor, named);
      Platform platform = p.target.forHost() ? Platform.host() : named;
      units.add(
          graph
              .table()
              .intern(
                  new UnitTable.Draft(p.pkg, p.target, profile, platform, mode, own.get()),
                  List.of()));
    }
    return units;
  }

  /** The one root, an example library or a library, with the crate types of the command line. */
  private List<Integer> withCrateTypes(List<Integer> roots) throws ProblemException {
    if (roots.size() != 1) {
      throw new ProblemException(
          Problem.of("crate types to rustc can only be passed to one target")
              .withHelp("filter by passing, for example, `--lib` or `--example NAME`"));
    }
    UnitTable.Draft d = graph.table().draft(roots.getFirst());
    CargoTarget t = d.target();
    if (!t.isLibrary() && !t.isExampleLibrary()) {
      throw new ProblemException(
          Problem.of("crate types can only be specified for libraries and example libraries")
              .withNote("binaries, tests and benchmarks always have the crate type `bin`"));
    }
    var changed =
        new CargoTarget(
            t.kind(),
            request.crateTypes().stream().map(CrateType::new).toList(),
            t.name(),
            t.nameInferred(),
            t.path(),
            t.requiredFeatures(),
            t.tested(),
            t.benched(),
            t.documented(),
            t.doctested(),
            t.harness(),
            t.forHost(),
            t.procMacro(),
            t.edition());
    var draft =
        new UnitTable.Draft(d.pkg(), changed, d.profile(), d.platform(), d.mode(), d.features());
    return List.of(graph.table().intern(draft, List.of()));
  }
}
