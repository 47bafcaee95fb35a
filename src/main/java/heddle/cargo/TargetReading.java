package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
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
  private static final Comparator<Draft> BY_NAME =
      Comparator.comparing(draft -> draft.name, Bytewise.ORDER);

  private final TargetDiscovery discovery;
  private final Path root;
  private final Edition edition;
  private final String packageName;
  private final Fields manifest;
  private final Fields fields;
  private final boolean local;
  private final List<Problem> warnings;
  private final List<Problem> faults = new ArrayList<>();

  /** A target that is not checked yet; an empty path is not known. */
  private record Draft(String name, String path, Fields fields) {}

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
    checkName(name, TargetKind.LIB, place);
    if (name.indexOf('-') >= 0) {
      throw Fields.problem(place, "library target names cannot contain hyphens: " + name);
    }
    checkUnderscores(lib, TargetKind.LIB);
    Optional<String> path = lib.text("path");
    if (path.isEmpty()) {
      path = Optional.of(libraryPath(name, place));
    }
    List<String> types = types(lib).orElse(List.of());
    if (types.contains("dylib") && types.contains("cdylib")) {
      throw Fields.problem(
          typesPlace(lib),
          "library `" + name + "` cannot set the crate type of both `dylib` and `cdylib`");
    }
    if (types.contains("proc-macro")) {
      warnings.add(
          Problem.at(
              typesPlace(lib),
              "library `"
                  + name
                  + "` should only specify `proc-macro = true` instead of setting `crate-type`"));
      if (types.size() > 1) {
        throw Fields.problem(typesPlace(lib), "cannot mix `proc-macro` crate type with others");
      }
    }
    List<CrateType> crateTypes =
        types(lib).isPresent()
            ? types.stream().map(CrateType::new).toList()
            : List.of(procMacro(lib) ? CrateType.PROC_MACRO : CrateType.LIB);
    return Optional.of(
        target(new Draft(name, path.get(), lib), TargetKind.LIB, crateTypes, named.isEmpty()));
  }

  private String libraryPath(String name, Place place)
      throws ProblemException, BuildException, InterruptedException {
    if (discovery.exists("src/lib.rs")) {
      return "src/lib.rs";
    }
    String old = "src/" + name + ".rs";
    if (edition == Edition.E2015 && discovery.exists(old)) {
      accepted(old, "library", name, "rename the file to `src/lib.rs` or set lib.path", place);
      return old;
    }
    throw Fields.problem(
        place,
        "can't find library `" + name + "`, rename file to `src/lib.rs` or specify lib.path");
  }

  private void accepted(String path, String kind, String name, String advice, Place place) {
    warnings.add(
        Problem.at(
            place,
            "path `"
                + path
                + "` was erroneously implicitly accepted for "
                + kind
                + " `"
                + name
                + "`,\nplease "
                + advice
                + " in Cargo.toml"));
  }

  private List<CargoTarget> many(TargetKind kind, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    String word = kind.word();
    boolean given = manifest.has(word);
    List<Fields> tables = manifest.tables(word);
    Optional<Boolean> auto = fields.flag(autoKey(kind));
    boolean off = auto.equals(Optional.of(false));
    boolean complete = true;
    var drafts = new ArrayList<Draft>();
    for (Fields each : tables) {
      Optional<String> name = each.text("name");
      Optional<String> path = each.text("path");
      complete &= name.isPresent() && path.isPresent();
      if (name.isEmpty()) {
        throw Fields.problem(
            each.table().place(), human(kind) + " target " + word + ".name is required");
      }
      var draft = new Draft(name.get(), path.orElse(""), each);
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
    for (Draft draft : drafts) {
      Place place = draft.fields.place("name");
      checkName(draft.name, kind, place);
      checkTypes(draft, kind);
      Optional<String> path =
          draft.path.isEmpty() && !draft.fields.has("path")
              ? path(draft, kind, found, library)
              : Optional.of(draft.path);
      if (path.isPresent()) {
        targets.add(
            target(
                new Draft(draft.name, path.get(), draft.fields),
                kind,
                kind == TargetKind.EXAMPLE ? exampleTypes(draft) : List.of(),
                false));
      }
    }
    checkUnique(targets, drafts, kind);
    return targets;
  }

  private static List<CrateType> exampleTypes(Draft draft) throws ProblemException {
    return types(draft.fields).orElse(List.of()).stream().map(CrateType::new).toList();
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
      List<Draft> drafts) {
    var names = new HashSet<String>();
    var paths = new HashSet<Path>();
    for (Draft draft : drafts) {
      names.add(draft.name);
      if (!draft.path.isEmpty()) {
        paths.add(place(draft.path));
      }
    }
    var rest = new ArrayList<Draft>();
    var none = new Fields(new Toml.Table(Map.of(), fields.table().place()));
    for (TargetDiscovery.Found f : found) {
      if (!names.contains(f.name()) && !paths.contains(place(f.path()))) {
        rest.add(new Draft(f.name(), f.path(), none));
      }
    }
    if (auto.orElse(!given || edition != Edition.E2015)) {
      drafts.addAll(rest);
    } else if (auto.isEmpty() && local && !rest.isEmpty()) {
      warnings.add(noInference(kind, rest));
    }
  }

  private Problem noInference(TargetKind kind, List<Draft> rest) {
    var list = new StringBuilder();
    rest.stream().map(Draft::path).sorted().forEach(p -> list.append("* ").append(p).append('\n'));
    return Problem.at(
        manifest.place(kind.word()),
        "An explicit [["
            + kind.word()
            + "]] section is specified in Cargo.toml which currently\n"
            + "disables Cargo from automatically inferring other "
            + human(kind)
            + " targets.\nThis inference behavior will change in the Rust 2018 edition and the"
            + " following\nfiles will be included as a "
            + human(kind)
            + " target:\n\n"
            + list
            + "\nYou can disable this warning by adding `"
            + autoKey(kind)
            + " = false` to your [package]\nsection.");
  }

  private Path place(String path) {
    Path at = root;
    for (Path name : Path.of(path)) {
      at = name.toString().equals(".") ? at : at.resolve(name);
    }
    return Path.of(path).isAbsolute() ? Path.of(path) : at;
  }

  private Optional<String> path(
      Draft draft, TargetKind kind, List<TargetDiscovery.Found> found, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    List<String> matching =
        found.stream()
            .filter(f -> f.name().equals(draft.name))
            .map(TargetDiscovery.Found::path)
            .sorted()
            .toList();
    if (matching.size() == 1) {
      return Optional.of(matching.getFirst());
    }
    if (edition == Edition.E2015) {
      Optional<String> old = oldPath(draft, kind, library);
      if (old.isPresent()) {
        accepted(
            old.get(),
            human(kind),
            draft.name,
            "set " + kind.word() + ".path",
            draft.fields.place("name"));
        return old;
      }
    }
    Problem problem =
        matching.isEmpty()
            ? notFound(draft, kind, found)
            : Problem.at(
                draft.fields.place("name"),
                "cannot infer path for `"
                    + draft.name
                    + "` "
                    + kind.word()
                    + "\nCargo doesn't know which to use because multiple target files found at `"
                    + matching.get(0)
                    + "` and `"
                    + matching.get(1)
                    + "`.");
    if (kind == TargetKind.BIN) {
      throw new ProblemException(problem);
    }
    faults.add(problem);
    return Optional.empty();
  }

  private Problem notFound(Draft draft, TargetKind kind, List<TargetDiscovery.Found> found)
      throws ProblemException, BuildException, InterruptedException {
    String word = kind.word();
    String wrong = kind == TargetKind.BIN ? "src/bins/" : word + "/";
    String right =
        switch (kind) {
          case BIN -> "src/bin/";
          case EXAMPLE -> "examples/";
          case TEST -> "tests/";
          default -> "benches/";
        };
    Problem problem =
        Problem.at(
            draft.fields.place("name"),
            "can't find `"
                + draft.name
                + "` "
                + word
                + " at `"
                + right
                + draft.name
                + ".rs` or `"
                + right
                + draft.name
                + "/main.rs`. Please specify "
                + word
                + ".path if you want to use a non-default path.");
    for (String end : List.of(".rs", "/main.rs")) {
      if (discovery.exists(wrong + draft.name + end)) {
        problem =
            Problem.at(
                draft.fields.place("name"),
                "can't find `"
                    + draft.name
                    + "` "
                    + word
                    + " at default paths, but found a file at `"
                    + wrong
                    + draft.name
                    + end
                    + "`.\nPerhaps rename the file to `"
                    + right
                    + draft.name
                    + end
                    + "` for target auto-discovery, or specify "
                    + word
                    + ".path if you want to use a non-default path.");
        break;
      }
    }
    Optional<Suggestion> near =
        Suggestion.among(
            found.stream().map(TargetDiscovery.Found::name).sorted().toList(), draft.name);
    return near.isPresent() ? problem.withHelp(near.get().help(word)) : problem;
  }

  private Optional<String> oldPath(Draft draft, TargetKind kind, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    List<String> candidates =
        switch (kind) {
          case BIN ->
              library
                  ? List.of("src/main.rs", "src/bin/main.rs")
                  : List.of("src/" + draft.name + ".rs", "src/main.rs", "src/bin/main.rs");
          case BENCH -> draft.name.equals("bench") ? List.of("src/bench.rs") : List.of();
          default -> List.of();
        };
    for (String path : candidates) {
      if (discovery.exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private CargoTarget target(
      Draft draft, TargetKind kind, List<CrateType> types, boolean nameInferred)
      throws ProblemException {
    Fields f = draft.fields;
    if (f.has("filename")) {
      throw Fields.problem(
          f.place("filename"),
          "`filename` requires the unstable feature `different-binary-name` of cargo");
    }
    boolean lib = kind == TargetKind.LIB;
    boolean bin = kind == TargetKind.BIN;
    boolean macro = procMacro(f);
    boolean plain =
        !lib && (kind != TargetKind.EXAMPLE || types.stream().allMatch(CrateType.BIN::equals));
    Edition own = edition;
    Optional<Toml.Text> given = f.placedText("edition");
    if (given.isPresent()) {
      warnings.add(
          Problem.at(
              given.get().place(),
              "`edition` is set on " + human(kind) + " `" + draft.name + "` which is deprecated"));
      own = ManifestReading.edition(given.get());
    }
    return new CargoTarget(
        kind,
        plain ? List.of(CrateType.BIN) : types,
        draft.name,
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

  private Path path(Draft draft) throws ProblemException {
    try {
      return root.resolve(Path.of(draft.path).normalize());
    } catch (InvalidPathException _) {
      throw Fields.problem(draft.fields.place("path"), "`" + draft.path + "` is not a path");
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
    var draft = new Draft("", path, fields);
    Path source = path(draft);
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

  private static void checkName(String name, TargetKind kind, Place place) throws ProblemException {
    if (name.isBlank()) {
      throw Fields.problem(place, human(kind) + " target names cannot be empty");
    }
    if (kind == TargetKind.BIN) {
      switch (name) {
        case "deps", "examples", "build", "incremental" ->
            throw Fields.problem(
                place,
                "the binary target name `"
                    + name
                    + "` is forbidden, it conflicts with cargo's build directory names");
        default -> {}
      }
    }
  }

  private void checkTypes(Draft draft, TargetKind kind) throws ProblemException {
    checkUnderscores(draft.fields, kind);
    if (kind != TargetKind.BIN) {
      return;
    }
    List<String> types = types(draft.fields).orElse(List.of());
    String named = "the target `" + draft.name + "` is a binary and can't have ";
    if (!types.isEmpty()) {
      faults.add(
          Problem.at(
              typesPlace(draft.fields),
              named + "any crate-types set (currently \"" + String.join(", ", types) + "\")"));
    }
    if (procMacro(draft.fields)) {
      faults.add(Problem.at(draft.fields.place("proc-macro"), named + "`proc-macro` set `true`"));
    }
  }

  private void checkUnderscores(Fields target, TargetKind kind) throws ProblemException {
    for (String key : new String[] {"proc-macro", "crate-type"}) {
      String old = key.replace('-', '_');
      if (target.has(old)) {
        Underscores.check(
            target.place(old), key, target.has(key), human(kind) + " target", edition, warnings);
      }
    }
  }

  private static void checkUnique(List<CargoTarget> targets, List<Draft> drafts, TargetKind kind)
      throws ProblemException {
    var seen = new HashSet<String>();
    for (CargoTarget target : targets) {
      if (!seen.add(target.name())) {
        Place place =
            drafts.stream()
                .filter(d -> d.name.equals(target.name()))
                .map(d -> d.fields.place("name"))
                .reduce((_, last) -> last)
                .orElseThrow();
        throw Fields.problem(
            place,
            "found duplicate "
                + (kind == TargetKind.BIN ? "binary" : kind.word())
                + " name "
                + target.name()
                + ", but all "
                + (kind == TargetKind.BIN ? "binary" : kind.word())
                + " targets must have a unique name");
      }
    }
  }

  private static Optional<List<String>> types(Fields target) throws ProblemException {
    Optional<List<String>> types = target.texts("crate-type");
    return types.isPresent() ? types : target.texts("crate_type");
  }

  private static Place typesPlace(Fields target) {
    return target.has("crate-type") ? target.place("crate-type") : target.place("crate_type");
  }

  private static boolean procMacro(Fields target) throws ProblemException {
    Optional<Boolean> flag = target.flag("proc-macro", "proc_macro");
    return flag.isPresent() ? flag.get() : types(target).orElse(List.of()).contains("proc-macro");
  }

  private static String autoKey(TargetKind kind) {
    return switch (kind) {
      case BENCH -> "autobenches";
      default -> "auto" + kind.word() + "s";
    };
  }

  private static String human(TargetKind kind) {
    return switch (kind) {
      case LIB -> "library";
      case BIN -> "binary";
      case BENCH -> "benchmark";
      default -> kind.word();
    };
  }
}
