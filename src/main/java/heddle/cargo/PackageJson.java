package heddle.cargo;

import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.Toml;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Packages in the form of {@code cargo metadata --format-version 1}. Source of the form: cargo's
 * {@code core/package.rs}, {@code SerializedPackage}.
 */
record PackageJson(JsonWriter json) {
  void write(Package p) {
    Manifest manifest = p.manifest();
    About about = manifest.about();
    json.beginObject().key("name").string(p.name());
    json.key("version").string(p.version().toString());
    json.key("id").string(p.id().spec());
    text("license", about.license());
    text("license_file", about.licenseFile());
    text("description", about.description());
    json.key("source");
    source(p.id().source());
    json.key("dependencies").beginArray();
    for (Dependency d : manifest.dependencies()) {
      dependency(d);
    }
    json.endArray().key("targets").beginArray();
    for (CargoTarget t : manifest.targets()) {
      target(t);
    }
    json.endArray().key("features").beginObject();
    for (Map.Entry<String, List<FeatureValue>> e : manifest.features().entrySet()) {
      json.key(e.getKey()).strings(e.getValue().stream().map(FeatureValue::toString).toList());
    }
    json.endObject().key("manifest_path").string(manifest.file().toString());
    json.key("metadata").value(manifest.metadata().map(PackageJson::of).orElseGet(Json.Nil::new));
    json.key("publish");
    if (manifest.publish().isPresent()) {
      json.strings(manifest.publish().get());
    } else {
      json.nil();
    }
    json.key("authors").strings(about.authors());
    json.key("categories").strings(about.categories());
    json.key("keywords").strings(about.keywords());
    text("readme", about.readme());
    text("repository", about.repository());
    text("homepage", about.homepage());
    text("documentation", about.documentation());
    json.key("edition").string(manifest.edition().year());
    text("links", manifest.links());
    text("default_run", manifest.defaultRun());
    text("rust_version", about.rustVersion());
    if (manifest.hints().isPresent()) {
      json.key("hints").beginObject().key("mostly-unused").value(of(manifest.hints().get()));
      json.endObject();
    }
    json.endObject();
  }

  private void source(SourceId source) {
    if (source.isPath()) {
      json.nil();
    } else {
      json.string(source.asUrl(false));
    }
  }

  private void dependency(Dependency d) {
    json.beginObject().key("name").string(d.packageName()).key("source");
    source(d.source());
    json.key("req").string(d.requirement().toString()).key("kind");
    switch (d.kind()) {
      case NORMAL -> json.nil();
      case DEVELOPMENT -> json.string("dev");
      case BUILD -> json.string("build");
    }
    text("rename", d.rename());
    json.key("optional").bool(d.optional());
    json.key("uses_default_features").bool(d.defaultFeatures());
    json.key("features").strings(d.features());
    text("target", d.condition().map(TargetCondition::toString));
    text("registry", d.registry().map(SourceId::url));
    if (d.source().isPath()) {
      json.key("path").string(d.source().folder().toString());
    }
    json.endObject();
  }

  private void target(CargoTarget t) {
    json.beginObject().key("kind").strings(t.kindWords());
    json.key("crate_types").strings(names(t.crateTypes()));
    json.key("name").string(t.name());
    json.key("src_path").string(t.path().toString());
    json.key("edition").string(t.edition().year());
    if (t.requiredFeatures().isPresent()) {
      json.key("required-features").strings(t.requiredFeatures().get());
    }
    json.key("doc").bool(t.documented());
    json.key("doctest").bool(t.doctested() && t.isDoctestable());
    json.key("test").bool(t.tested()).endObject();
  }

  private static List<String> names(Collection<CrateType> types) {
    return types.stream().map(CrateType::name).toList();
  }

  private void text(String key, Optional<String> value) {
    json.key(key);
    if (value.isPresent()) {
      json.string(value.get());
    } else {
      json.nil();
    }
  }

  /** TOML as serde_json writes it: keys sorted, dates as strings within their own object. */
  static Json of(Toml toml) {
    return switch (toml) {
      case Toml.Text text -> new Json.Str(text.value());
      case Toml.Whole whole -> Json.Num.of(whole.value());
      case Toml.Real real ->
          Double.isFinite(real.value()) ? new Json.Num(number(real.value())) : new Json.Nil();
      case Toml.Flag flag -> new Json.Bool(flag.value());
      case Toml.Moment moment ->
          new Json.Obj(Map.of("$__toml_private_datetime", new Json.Str(moment.value())));
      case Toml.Array array -> new Json.Arr(array.items().stream().map(PackageJson::of).toList());
      case Toml.Table table -> {
        var members = new TreeMap<String, Json>(Bytewise.ORDER);
        table.entries().forEach((key, e) -> members.put(key, of(e.value())));
        yield new Json.Obj(members);
      }
    };
  }

  /** The shortest text that reads back as the number, with an exponent only where Rust has one. */
  private static String number(double value) {
    double size = Math.abs(value);
    String text = Double.toString(value);
    if (size != 0 && (size < 1e-5 || size >= 1e16)) {
      return text.replace(".0E", "e").replace('E', 'e');
    }
    return text.indexOf('E') < 0 ? text : withPoint(new java.math.BigDecimal(text).toPlainString());
  }

  private static String withPoint(String text) {
    return text.indexOf('.') < 0 ? text + ".0" : text;
  }
}
