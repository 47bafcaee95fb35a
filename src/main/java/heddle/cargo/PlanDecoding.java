package heddle.cargo;

import heddle.text.Json;
import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link PlanEncoding} writes. Text of another version fails in some exception. */
final class PlanDecoding {
  private static final Place NOWHERE = new Source("", "").all();

  private final Map<String, SourceId> sources = new HashMap<>();
  private final Map<String, VersionReq> requirements = new HashMap<>();

  static UnitGraph decode(String text) throws ProblemException {
    return new PlanDecoding().graph(new Row(Json.parse(new Source("plan", text))));
  }

  /** The items of a JSON array, taken one after the other. */
  private static final class Row {
    private final List<Json> items;
    private int at;

    Row(Json json) {
      items = list(json);
    }

    Json next() {
      return items.get(at++);
    }

    boolean more() {
      return at < items.size();
    }

    String text() {
      return string(next());
    }

    boolean flag() {
      return next() instanceof Json.Bool(boolean value) && value;
    }

    int number() {
      return next() instanceof Json.Num(String n) ? Integer.parseInt(n) : -1;
    }

    Optional<String> optional() {
      Json value = next();
      return value instanceof Json.Str(String text) ? Optional.of(text) : Optional.empty();
    }

    List<String> texts() {
      return strings(next());
    }

    Optional<List<String>> optionalTexts() {
      Json value = next();
      return value instanceof Json.Nil ? Optional.empty() : Optional.of(strings(value));
    }

    Row row() {
      return new Row(next());
    }
  }

  private static List<Json> list(Json json) {
    if (json instanceof Json.Arr array) {
      return array.items();
    }
    throw new IllegalArgumentException("not an array");
  }

  private static String string(Json json) {
    if (json instanceof Json.Str text) {
      return text.value();
    }
    throw new IllegalArgumentException("not a string");
  }

  private static List<String> strings(Json json) {
    return list(json).stream().map(PlanDecoding::string).toList();
  }

  private static Json.Obj object(Json json) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw new IllegalArgumentException("not an object");
  }

  private UnitGraph graph(Row top) throws ProblemException {
    var packages = new ArrayList<Package>();
    for (Row rows = top.row(); rows.more(); ) {
      packages.add(pkg(rows.row()));
    }
    var profiles = new ArrayList<Profile>();
    for (Row rows = top.row(); rows.more(); ) {
      profiles.add(profile(rows.row()));
    }
    var units = new ArrayList<Unit>();
    for (Row rows = top.row(); rows.more(); ) {
      units.add(unit(rows.row(), packages, profiles));
    }
    var roots = new ArrayList<Integer>();
    for (Row rows = top.row(); rows.more(); ) {
      roots.add(rows.number());
    }
    return new UnitGraph(units, roots);
  }

  private static Unit unit(Row row, List<Package> packages, List<Profile> profiles) {
    Package pkg = packages.get(row.number());
    int target = row.number();
    CargoTarget t = target < 0 ? target(row.row()) : pkg.manifest().targets().get(target);
    Profile profile = profiles.get(row.number());
    String triple = row.text();
    Platform platform = triple.isEmpty() ? Platform.host() : new Platform.Target(triple);
    Mode mode = Mode.valueOf(row.text());
    List<String> features = row.texts();
    var deps = new ArrayList<UnitDep>();
    for (Row edges = row.row(); edges.more(); ) {
      deps.add(new UnitDep(edges.number(), edges.text(), false, false));
    }
    return new Unit(pkg, t, profile, platform, mode, features, deps, row.flag());
  }

  private Package pkg(Row row) throws ProblemException {
    var id = new PackageId(row.text(), Version.parse(row.text()), source(row.text()));
    Path root = Path.of(row.text());
    Path file = Path.of(row.text());
    Edition edition = edition(row.text());
    About about = about(row.row());
    Optional<String> links = row.optional();
    Optional<List<String>> publish = row.optionalTexts();
    Optional<String> defaultRun = row.optional();
    var dependencies = new ArrayList<Dependency>();
    for (Row rows = row.row(); rows.more(); ) {
      dependencies.add(dependency(rows.row()));
    }
    var features = new LinkedHashMap<String, List<FeatureValue>>();
    object(row.next())
        .members()
        .forEach((name, values) ->
            features.put(name, strings(values).stream().map(FeatureValue::parse).toList()));
    var targets = new ArrayList<CargoTarget>();
    for (Row rows = row.row(); rows.more(); ) {
      targets.add(target(rows.row()));
    }
    var lints = new Lints(row.texts());
    Json metadata = row.next();
    return new Package(
        id,
        root,
        new Manifest(
            file,
            id,
            edition,
            about,
            links,
            publish,
            defaultRun,
            dependencies,
            features,
            targets,
            lints,
            metadata instanceof Json.Nil ? Optional.empty() : Optional.of(toml(metadata)),
            Optional.empty(),
            List.of(),
            List.of(),
            NOWHERE));
  }

  private static About about(Row row) {
    return new About(
        row.texts(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.optional(),
        row.texts(),
        row.texts());
  }

  private Dependency dependency(Row row) throws ProblemException {
    String name = row.text();
    Optional<String> rename = row.optional();
    String text = row.text();
    VersionReq requirement = requirements.get(text);
    if (requirement == null) {
      requirement = text.isEmpty() ? VersionReq.ANY : VersionReq.parse(text);
      requirements.put(text, requirement);
    }
    SourceId source = source(row.text());
    DependencyKind kind = DependencyKind.valueOf(row.text());
    Optional<String> key = row.optional();
    Optional<TargetCondition> condition =
        key.isEmpty() ? Optional.empty() : Optional.of(TargetCondition.parse(key.get(), NOWHERE));
    boolean optional = row.flag();
    boolean defaults = row.flag();
    List<String> features = row.texts();
    Optional<String> registry = row.optional();
    return new Dependency(
        name,
        rename,
        requirement,
        source,
        kind,
        condition,
        optional,
        defaults,
        features,
        registry.isEmpty() ? Optional.empty() : Optional.of(source(registry.get())),
        NOWHERE);
  }

  private static CargoTarget target(Row row) {
    return new CargoTarget(
        TargetKind.valueOf(row.text()),
        row.texts().stream().map(CrateType::new).toList(),
        row.text(),
        row.flag(),
        Path.of(row.text()),
        row.optionalTexts(),
        row.flag(),
        row.flag(),
        row.flag(),
        row.flag(),
        row.flag(),
        row.flag(),
        row.flag(),
        edition(row.text()));
  }

  private static Profile profile(Row row) {
    String name = row.text();
    String optLevel = row.text();
    Profile.Root root = Profile.Root.valueOf(row.text());
    Profile.Lto lto = lto(row.text());
    Optional<String> backend = row.optional();
    Optional<Long> units =
        row.next() instanceof Json.Num(String n)
            ? Optional.of(Long.parseLong(n))
            : Optional.empty();
    return new Profile(
        name,
        optLevel,
        root,
        lto,
        backend,
        units,
        new Profile.DebugInfo(Profile.Debug.valueOf(row.text()), row.flag()),
        row.optional(),
        row.flag(),
        row.flag(),
        row.flag(),
        row.flag(),
        Profile.Panic.valueOf(row.text()),
        new Profile.Strip(row.optional(), row.flag()),
        row.texts(),
        Optional.empty(),
        Optional.empty());
  }

  private static Profile.Lto lto(String text) {
    return switch (text) {
      case "off" -> new Profile.Lto.Off();
      case "=true", "=false" -> new Profile.Lto.Flag(text.equals("=true"));
      default -> new Profile.Lto.Named(text.substring(1, text.length() - 1));
    };
  }

  private SourceId source(String text) throws ProblemException {
    SourceId known = sources.get(text);
    if (known == null) {
      known = SourceId.parse(text);
      sources.put(text, known);
    }
    return known;
  }

  private static Edition edition(String year) {
    return Edition.of(year).orElseThrow();
  }

  private static Toml toml(Json json) {
    return switch (json) {
      case Json.Str(String value) -> new Toml.Text(value, NOWHERE);
      case Json.Num(String value) -> new Toml.Whole(Long.parseLong(value), NOWHERE);
      case Json.Bool(boolean value) -> new Toml.Flag(value, NOWHERE);
      case Json.Nil _ -> throw new IllegalArgumentException("no TOML value");
      case Json.Arr(List<Json> items) ->
          new Toml.Array(items.stream().map(PlanDecoding::toml).toList(), NOWHERE);
      case Json.Obj object -> {
        Map.Entry<String, Json> only = object.members().entrySet().iterator().next();
        yield switch (only.getKey()) {
          case "$real" -> new Toml.Real(Double.parseDouble(string(only.getValue())), NOWHERE);
          case "$moment" -> new Toml.Moment(string(only.getValue()), NOWHERE);
          default -> {
            var entries = new LinkedHashMap<String, Toml.Entry>();
            object(only.getValue())
                .members()
                .forEach(
                    (key, value) -> entries.put(key, new Toml.Entry(key, NOWHERE, toml(value))));
            yield new Toml.Table(entries, NOWHERE);
          }
        };
      }
    };
  }
}
