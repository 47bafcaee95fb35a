package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The targets of a package: those its manifest lists, those its directories hold. Source of the
 * rules: cargo's {@code util/toml/targets.rs}.
 */
final class TargetReading {
  private static final Comparator<TargetDraft> BY_NAME =
      (one, other) -> Bytewise.ORDER.compare(one.name(), other.name());

  private final TargetDiscovery discovery;
  private final Path root;
  private final Edition edition;
  private final String packageName;
  private final Fields manifest;
  private final Fields fields;
  private final boolean local;
  private final List<Problem> warnings;
  private final List<Problem> faults = new ArrayList<>();
  private final TargetPaths paths;
  private final TargetChecks checks;

  /** With {@code local}, warnings are wanted: they may cost a look at more directories. */
  TargetReading(
      FileTree files,
      Path root,
      Edition edition,
      String packageName,
      Fields manifest,
      Fields fields,
      boolean local,
      List<Problem> warnings) {
    this.discovery = new TargetDiscovery(files, root);
    this.paths = new TargetPaths(discovery, edition, warnings, faults);
    this.checks = new TargetChecks(edition, warnings, faults);
    this.root = root;
    this.edition = edition;
    this.packageName = packageName;
    this.manifest = manifest;
    this.fields = fields;
    this.local = local;
    this.warnings = warnings;
  }

  /** What is wrong only of a member of the workspace. */
  List<Problem> faults() {
    return faults;
  }

  List<CargoTarget> read() throws ProblemException, BuildException, InterruptedException {
    var targets = new ArrayList<CargoTarget>();
    library().ifPresent(targets::add);
    boolean library = !targets.isEmpty();
    for (TargetKind kind :
        List.of(TargetKind.BIN, TargetKind.EXAMPLE, TargetKind.TEST, TargetKind.BENCH)) {
      targets.addAll(many(kind, library));
    }
    buildScript().ifPresent(targets::add);
    return targets;
  }

  private Optional<CargoTarget> library()
      throws ProblemException, BuildException, InterruptedException {
    Optional<Fields> given = manifest.table("lib");
    boolean off = fields.flag("autolib").equals(Optional.of(false));
    if (given.isEmpty() && (off || !discovery.exists("src/lib.rs"))) {
      return Optional.empty();
    }
    Fields lib = given.orElse(new Fields(new Toml.Table(Map.of(), fields.table().place())));
    Optional<String> named = lib.text("name");
    String name = named.orElse(packageName.replace('-', '_'));
    Place place = lib.place("name");
    TargetChecks.checkName(name, TargetKind.LIB, place);
    if (name.indexOf('-') >= 0) {
      throw Fields.problem(place, "library target names cannot contain hyphens: " + name);
    }
    checks.checkUnderscores(lib, TargetKind.LIB);
    Optional<String> path = lib.text("path");
    if (path.isEmpty()) {
      path = Optional.of(paths.library(name, place));
    }
    var draft = new TargetDraft(name, path.get(), lib);
    List<String> types = draft.types().orElse(List.of());
    if (types.contains("dylib") && types.contains("cdylib")) {
      throw Fields.problem(
          draft.typesPlace(),
          "library `" + name + "` cannot set the crate type of both `dylib` and `cdylib`");
    }
    if (types.contains("proc-macro")) {
      warnings.add(
          Problem.at(
              draft.typesPlace(),
              "library `"
                  + name
                  + "` should only specify `proc-macro = true` instead of setting `crate-type`"));
      if (types.size() > 1) {
        throw Fields.problem(draft.typesPlace(), "cannot mix `proc-macro` crate type with others");
      }
    }
    List<CrateType> crateTypes =
        draft.types().isPresent()
            ? types.stream().map(CrateType::new).toList()
            : List.of(draft.procMacro() ? CrateType.PROC_MACRO : CrateType.LIB);
    return Optional.of(target(draft, TargetKind.LIB, crateTypes, named.isEmpty()));
  }

  private List<CargoTarget> many(TargetKind kind, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    String word = kind.word();
    boolean given = manifest.has(word);
    List<Fields> tables = manifest.tables(word);
    Optional<Boolean> auto = fields.flag(kind.autoKey());
    boolean off = auto.equals(Optional.of(false));
    boolean complete = true;
    var drafts = new ArrayList<TargetDraft>();
    for (Fields each : tables) {
      Optional<String> name = each.text("name");
      Optional<String> path = each.text("path");
      complete &= name.isPresent() && path.isPresent();
      if (name.isEmpty()) {
        throw Fields.problem(
            each.table().place(), kind.human() + " target " + word + ".name is required");
      }
      var draft = new TargetDraft(name.get(), path.orElse(""), each);
      if (path.isPresent()) {
        path(draft);
      }
      drafts.add(draft);
    }
    List<TargetDiscovery.Found> found = List.of();
    boolean settled = off && complete;
    if (!settled) {
      // An old edition's explicit targets turn discovery off; it is then wanted for paths and for a
      // warning.
      boolean unused =
          given && complete && (off || (auto.isEmpty() && edition == Edition.E2015)) && !local;
      found = unused ? List.of() : found(kind);
      discover(kind, given, auto, found, drafts);
      if (drafts.size() > 1) {
        drafts.sort(BY_NAME);
      }
    }
    var targets = new ArrayList<CargoTarget>();
    for (TargetDraft draft : drafts) {
      Place place = draft.fields().place("name");
      TargetChecks.checkName(draft.name(), kind, place);
      checks.checkTypes(draft, kind);
      Optional<String> path =
          draft.path().isEmpty() && !draft.fields().has("path")
              ? paths.of(draft, kind, found, library)
              : Optional.of(draft.path());
      if (path.isPresent()) {
        targets.add(
            target(
                new TargetDraft(draft.name(), path.get(), draft.fields()),
                kind,
                kind == TargetKind.EXAMPLE ? exampleTypes(draft) : List.of(),
                false));
      }
    }
    TargetChecks.checkUnique(targets, drafts, kind);
    return targets;
  }

  private static List<CrateType> exampleTypes(TargetDraft draft) throws ProblemException {
    return draft.types().orElse(List.of()).stream().map(CrateType::new).toList();
  }

  private List<TargetDiscovery.Found> found(TargetKind kind)
      throws ProblemException, BuildException, InterruptedException {
    return switch (kind) {
      case BIN -> discovery.binaries(packageName);
      case EXAMPLE -> discovery.in("examples");
      case TEST -> discovery.in("tests");
      case BENCH -> discovery.in("benches");
      case LIB, CUSTOM_BUILD -> List.of();
    };
  }

  private void discover(
      TargetKind kind,
      boolean given,
      Optional<Boolean> auto,
      List<TargetDiscovery.Found> found,
      List<TargetDraft> drafts) {
    var names = new HashSet<String>();
    var paths = new HashSet<Path>();
    for (TargetDraft draft : drafts) {
      names.add(draft.name());
      if (!draft.path().isEmpty()) {
        paths.add(place(draft.path()));
      }
    }
    var rest = new ArrayList<TargetDraft>();
    var none = new Fields(new Toml.Table(Map.of(), fields.table().place()));
    for (TargetDiscovery.Found f : found) {
      if (!names.contains(f.name()) && !paths.contains(place(f.path()))) {
        rest.add(new TargetDraft(f.name(), f.path(), none));
      }
    }
    if (auto.orElse(!given || edition != Edition.E2015)) {
      drafts.addAll(rest);
    } else if (auto.isEmpty() && local && !rest.isEmpty()) {
      warnings.add(noInference(kind, rest));
    }
  }

  private Problem noInference(TargetKind kind, List<TargetDraft> rest) {
    var list = new StringBuilder();
    rest.stream()
        .map(TargetDraft::path)
        .sorted()
        .forEach(p -> list.append("* ").append(p).append('\n'));
    return Problem.at(
        manifest.place(kind.word()),
        "An explicit [["
            + kind.word()
            + "]] section is specified in Cargo.toml which currently\n"
            + "disables Cargo from automatically inferring other "
            + kind.human()
            + " targets.\nThis inference behavior will change in the Rust 2018 edition and the"
            + " following\nfiles will be included as a "
            + kind.human()
            + " target:\n\n"
            + list
            + "\nYou can disable this warning by adding `"
            + kind.autoKey()
            + " = false` to your [package]\nsection.");
  }

  private Path place(String path) {
    Path at = root;
    for (Path name : Path.of(path)) {
      at = name.toString().equals(".") ? at : at.resolve(name);
    }
    return Path.of(path).isAbsolute() ? Path.of(path) : at;
  }

  private CargoTarget target(
      TargetDraft draft, TargetKind kind, List<CrateType> types, boolean nameInferred)
      throws ProblemException {
    Fields f = draft.fields();
    if (kind == TargetKind.BIN && f.has("filename")) {
      throw Fields.problem(
          f.place("filename"),
          "`filename` requires the unstable feature `different-binary-name` of cargo");
    }
    boolean lib = kind == TargetKind.LIB;
    boolean bin = kind == TargetKind.BIN;
    boolean macro = draft.procMacro();
    boolean plain =
        !lib && (kind != TargetKind.EXAMPLE || types.stream().allMatch(CrateType.BIN::equals));
    Edition own = edition;
    Optional<Toml.Text> given = f.placedText("edition");
    if (given.isPresent()) {
      warnings.add(
          Problem.at(
              given.get().place(),
              "`edition` is set on "
                  + kind.human()
                  + " `"
                  + draft.name()
                  + "` which is deprecated"));
      own = ManifestReading.edition(given.get());
    }
    return new CargoTarget(
        kind,
        plain ? List.of(CrateType.BIN) : types,
        draft.name(),
        nameInferred,
        path(draft),
        lib ? Optional.empty() : f.texts("required-features"),
        f.flag("test").orElse(lib || bin || kind == TargetKind.TEST),
        f.flag("bench").orElse(lib || bin || kind == TargetKind.BENCH),
        f.flag("doc").orElse(lib || bin),
        f.flag("doctest").orElse(lib),
        f.flag("harness").orElse(true),
        macro,
        macro,
        own);
  }

  private Path path(TargetDraft draft) throws ProblemException {
    try {
      return root.resolve(Path.of(draft.path()).normalize());
    } catch (InvalidPathException _) {
      throw Fields.problem(draft.fields().place("path"), "`" + draft.path() + "` is not a path");
    }
  }

  private Optional<CargoTarget> buildScript()
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> given = fields.any("build");
    String path;
    if (given.isEmpty()) {
      path = discovery.isFile("build.rs") ? "build.rs" : "";
    } else {
      path =
          switch (given.get()) {
            case Toml.Flag flag -> flag.value() ? "build.rs" : "";
            case Toml.Text text -> text.value();
            case Toml.Array array ->
                throw Fields.problem(
                    array.place(),
                    "several build scripts require the unstable feature `multiple-build-scripts` of"
                        + " cargo");
            default -> throw Fields.wrongType(given.get(), "a boolean, a string or an array");
          };
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path source = path(new TargetDraft("", path, fields));
    String file = String.valueOf(source.getFileName());
    int dot = file.lastIndexOf('.');
    return Optional.of(
        new CargoTarget(
            TargetKind.CUSTOM_BUILD,
            List.of(CrateType.BIN),
            "build-script-" + (dot > 0 ? file.substring(0, dot) : file),
            false,
            source,
            Optional.empty(),
            false,
            false,
            false,
            false,
            true,
            true,
            false,
            edition));
  }
}
