package heddle.cargo;

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

/** Reads what {@link KeptPackage} writes. Places lead to the manifest and to no line of it. */
final class KeptPackageReader {
  private final KeptTextReader in;
  private final Map<String, SourceId> sources = new HashMap<>();
  private final Map<String, List<CrateType>> crateTypes = new HashMap<>();

  KeptPackageReader(KeptTextReader in) {
    this.in = in;
  }

  Package planned() throws ProblemException {
    return pkg(false);
  }

  Package whole() throws ProblemException {
    return pkg(true);
  }

  private Package pkg(boolean whole) throws ProblemException {
    var id = new PackageId(in.text(), Version.parse(in.text()), source(in.text()));
    Path root = Path.of(in.text());
    Path file = path(root);
    Edition edition = edition(in.text());
    About about = about();
    Optional<String> links = in.optional();
    Optional<List<String>> publish = in.optionalTexts();
    Optional<String> defaultRun = in.optional();
    var features = new LinkedHashMap<String, List<FeatureValue>>();
    for (int left = in.number(); left > 0; left--) {
      features.put(in.text(), List.of());
    }
    var targets = new ArrayList<CargoTarget>();
    for (int left = in.number(); left > 0; left--) {
      targets.add(target(root));
    }
    var lints = new Lints(in.texts());
    Optional<Toml> metadata = toml();
    Optional<Toml> hints = whole ? toml() : Optional.empty();
    Place place = new Source(file.toString(), "").all();
    if (whole) {
      features.replaceAll((_, _) -> in.texts().stream().map(FeatureValue::parse).toList());
    }
    var dependencies = new ArrayList<Dependency>();
    for (int left = whole ? in.number() : 0; left > 0; left--) {
      dependencies.add(dependency(place));
    }
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
            metadata,
            hints,
            List.of(),
            List.of(),
            place));
  }

  private Optional<Toml> toml() {
    return in.flag() ? Optional.of(KeptToml.read(in)) : Optional.empty();
  }

  private Dependency dependency(Place place) throws ProblemException {
    String name = in.text();
    Optional<String> rename = in.optional();
    String text = in.text();
    VersionReq requirement = text.isEmpty() ? VersionReq.ANY : VersionReq.parse(text);
    SourceId source = source(in.text());
    DependencyKind kind = DependencyKind.valueOf(in.text());
    Optional<String> key = in.optional();
    Optional<TargetCondition> condition =
        key.isEmpty() ? Optional.empty() : Optional.of(TargetCondition.parse(key.get(), place));
    boolean optional = in.flag();
    boolean defaults = in.flag();
    List<String> features = in.texts();
    Optional<String> registry = in.optional();
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
        place);
  }

  private About about() {
    return new About(
        in.texts(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.optional(),
        in.texts(),
        in.texts());
  }

  CargoTarget target(Path root) {
    return new CargoTarget(
        TargetKind.valueOf(in.text()),
        crateTypes(),
        in.text(),
        in.flag(),
        path(root),
        in.optionalTexts(),
        in.flag(),
        in.flag(),
        in.flag(),
        in.flag(),
        in.flag(),
        in.flag(),
        in.flag(),
        edition(in.text()));
  }

  private List<CrateType> crateTypes() {
    List<String> names = in.texts();
    if (names.size() != 1) {
      return names.stream().map(CrateType::new).toList();
    }
    return crateTypes.computeIfAbsent(names.getFirst(), name -> List.of(new CrateType(name)));
  }

  private Path path(Path root) {
    return in.flag() ? root.resolve(in.text()) : Path.of(in.text());
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
}
