package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest of a package after inheritance and target discovery. Targets stand in cargo's order
 * (library, binaries, examples, tests, benchmarks, build script; each by name), dependencies in
 * cargo's too (normal, development, build, then those of each {@code [target]}; each by name).
 * Features are sorted by name and hold the implicit ones of optional dependencies. {@code publish}
 * is absent where every registry will do, and empty where none will. Faults are wrong only of a
 * member of the workspace (a test without a file): in other packages the target is left out.
 */
public record Manifest(
    Path file,
    PackageId id,
    Edition edition,
    About about,
    Optional<String> links,
    Optional<List<String>> publish,
    Optional<String> defaultRun,
    List<Dependency> dependencies,
    Map<String, List<FeatureValue>> features,
    List<CargoTarget> targets,
    Lints lints,
    Optional<Toml> metadata,
    Optional<Toml> hints,
    List<Problem> warnings,
    List<Problem> faults,
    Place place) {
  public Manifest {
    publish = publish.map(List::copyOf);
    dependencies = List.copyOf(dependencies);
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    targets = List.copyOf(targets);
    warnings = List.copyOf(warnings);
    faults = List.copyOf(faults);
  }

  /** The library, if there is one. */
  public Optional<CargoTarget> library() {
    return targets.stream().filter(CargoTarget::isLibrary).findFirst();
  }

  /** The build script, if there is one. */
  public Optional<CargoTarget> buildScript() {
    return targets.stream().filter(CargoTarget::isCustomBuild).findFirst();
  }
}
