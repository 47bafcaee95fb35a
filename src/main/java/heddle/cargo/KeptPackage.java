package heddle.cargo;

import heddle.text.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A package as {@link KeptText}; {@link KeptPackageReader} reads it. */
record KeptPackage(KeptText out) {
  private static final String OWN = "heddle";

  /**
   * What is needed of a package once the plan is made: no dependencies, of the features the names,
   * of the metadata Heddle's own.
   */
  void planned(Package pkg) {
    write(pkg);
    Optional<Toml> own = pkg.manifest().metadata().flatMap(KeptPackage::own);
    out.flag(own.isPresent());
    own.ifPresent(metadata -> KeptToml.write(out, metadata));
  }

  private static Optional<Toml> own(Toml metadata) {
    if (!(metadata instanceof Toml.Table table)) {
      return Optional.empty();
    }
    return Optional.ofNullable(table.entries().get(OWN))
        .map(own -> new Toml.Table(Map.of(OWN, own), table.place()));
  }

  /** All but places, warnings and faults. */
  void whole(Package pkg) {
    write(pkg);
    Manifest m = pkg.manifest();
    out.flag(m.metadata().isPresent());
    m.metadata().ifPresent(metadata -> KeptToml.write(out, metadata));
    out.flag(m.hints().isPresent());
    m.hints().ifPresent(hints -> KeptToml.write(out, hints));
    m.features()
        .values()
        .forEach(values -> out.texts(values.stream().map(FeatureValue::toString).toList()));
    out.number(m.dependencies().size());
    m.dependencies().forEach(this::write);
  }

  private void write(Dependency d) {
    out.text(d.packageName()).optional(d.rename());
    out.text(d.requirement().said() ? d.requirement().toString() : "");
    out.text(d.source().asUrl()).text(d.kind().name());
    out.optional(d.condition().map(TargetCondition::toString));
    out.flag(d.optional()).flag(d.defaultFeatures()).texts(d.features());
    out.optional(d.registry().map(SourceId::asUrl));
  }

  private void write(Package pkg) {
    Manifest m = pkg.manifest();
    out.text(pkg.id().name()).text(pkg.id().version().toString());
    out.text(pkg.id().source().asUrl());
    out.text(pkg.root().toString());
    path(m.file(), pkg.root());
    out.text(m.edition().year());
    write(m.about());
    out.optional(m.links()).optionalTexts(m.publish()).optional(m.defaultRun());
    out.number(m.features().size());
    m.features().keySet().forEach(out::text);
    out.number(m.targets().size());
    m.targets().forEach(target -> target(target, pkg.root()));
    out.texts(m.lints().rustcArguments());
  }

  private void write(About about) {
    out.texts(about.authors());
    for (var each :
        List.of(
            about.description(),
            about.homepage(),
            about.documentation(),
            about.repository(),
            about.license(),
            about.licenseFile(),
            about.readme(),
            about.rustVersion())) {
      out.optional(each);
    }
    out.texts(about.keywords()).texts(about.categories());
  }

  void target(CargoTarget t, Path root) {
    out.text(t.kind().name());
    out.texts(t.crateTypes().stream().map(CrateType::name).toList());
    out.text(t.name()).flag(t.nameInferred());
    path(t.path(), root);
    out.optionalTexts(t.requiredFeatures());
    out.flag(t.tested()).flag(t.benched()).flag(t.documented()).flag(t.doctested());
    out.flag(t.harness()).flag(t.forHost()).flag(t.procMacro()).text(t.edition().year());
  }

  /** A path below the root by its names: it is the same names in many packages. */
  private void path(Path path, Path root) {
    boolean below = path.startsWith(root);
    out.flag(below).text(below ? root.relativize(path).toString() : path.toString());
  }
}
