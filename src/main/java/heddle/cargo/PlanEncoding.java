package heddle.cargo;

import heddle.text.JsonWriter;
import heddle.text.Toml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A unit graph as text, which {@link PlanDecoding} reads: JSON, each record an array of its
 * components in order, packages, targets and profiles once each. Places are not kept, nor warnings.
 */
final class PlanEncoding {
  private final StringBuilder out = new StringBuilder(1 << 16);
  private final JsonWriter json = new JsonWriter(out);

  static String encode(UnitGraph graph) {
    var encoding = new PlanEncoding();
    encoding.write(graph);
    return encoding.out.toString();
  }

  private void write(UnitGraph graph) {
    Map<PackageId, Integer> packages = new LinkedHashMap<>();
    Map<Profile, Integer> profiles = new LinkedHashMap<>();
    json.beginArray().beginArray();
    for (Unit unit : graph.units()) {
      if (packages.putIfAbsent(unit.pkg().id(), packages.size()) == null) {
        write(unit.pkg());
      }
    }
    json.endArray().beginArray();
    for (Unit unit : graph.units()) {
      if (profiles.putIfAbsent(unit.profile(), profiles.size()) == null) {
        write(unit.profile());
      }
    }
    json.endArray().beginArray();
    for (Unit unit : graph.units()) {
      json.beginArray();
      json.number(packages.getOrDefault(unit.pkg().id(), -1));
      int target = unit.pkg().manifest().targets().indexOf(unit.target());
      json.number(target);
      if (target < 0) { // other crate types than the manifest's
        write(unit.target());
      }
      json.number(profiles.getOrDefault(unit.profile(), -1));
      json.string(
          switch (unit.platform()) {
            case Platform.Host _ -> "";
            case Platform.Target(String triple) -> triple;
          });
      json.string(unit.mode().name()).strings(unit.features()).beginArray();
      for (UnitDep dep : unit.deps()) {
        json.number(dep.unit()).string(dep.externCrateName());
      }
      json.endArray().bool(unit.forHost()).endArray();
    }
    json.endArray().beginArray();
    graph.roots().forEach(json::number);
    json.endArray().endArray();
  }

  private void write(Package pkg) {
    Manifest m = pkg.manifest();
    json.beginArray();
    json.string(pkg.id().name()).string(pkg.id().version().toString());
    json.string(pkg.id().source().asUrl());
    json.string(pkg.root().toString()).string(m.file().toString()).string(m.edition().year());
    write(m.about());
    text(m.links());
    texts(m.publish());
    text(m.defaultRun());
    json.beginArray();
    m.dependencies().forEach(this::write);
    json.endArray().beginObject();
    m.features()
        .forEach((name, values) ->
            json.key(name).strings(values.stream().map(FeatureValue::toString).toList()));
    json.endObject().beginArray();
    m.targets().forEach(this::write);
    json.endArray().strings(m.lints().rustcArguments());
    m.metadata().ifPresentOrElse(this::write, json::nil);
    json.endArray();
  }

  private void write(About about) {
    json.beginArray().strings(about.authors());
    text(about.description());
    text(about.homepage());
    text(about.documentation());
    text(about.repository());
    text(about.license());
    text(about.licenseFile());
    text(about.readme());
    text(about.rustVersion());
    json.strings(about.keywords()).strings(about.categories()).endArray();
  }

  private void write(Dependency d) {
    json.beginArray().string(d.packageName());
    text(d.rename());
    json.string(d.requirement().said() ? d.requirement().toString() : "");
    json.string(d.source().asUrl());
    json.string(d.kind().name());
    text(d.condition().map(TargetCondition::toString));
    json.bool(d.optional()).bool(d.defaultFeatures()).strings(d.features());
    text(d.registry().map(SourceId::asUrl));
    json.endArray();
  }

  private void write(CargoTarget t) {
    json.beginArray().string(t.kind().name());
    json.strings(t.crateTypes().stream().map(CrateType::name).toList());
    json.string(t.name()).bool(t.nameInferred()).string(t.path().toString());
    texts(t.requiredFeatures());
    json.bool(t.tested()).bool(t.benched()).bool(t.documented()).bool(t.doctested());
    json.bool(t.harness()).bool(t.forHost()).bool(t.procMacro());
    json.string(t.edition().year()).endArray();
  }

  private void write(Profile p) {
    json.beginArray().string(p.name()).string(p.optLevel()).string(p.root().name());
    json.string(
        switch (p.lto()) {
          case Profile.Lto.Off _ -> "off";
          case Profile.Lto.Flag(boolean value) -> value ? "=true" : "=false";
          case Profile.Lto.Named(String name) -> "=" + name + "=";
        });
    text(p.codegenBackend());
    p.codegenUnits().ifPresentOrElse(json::number, json::nil);
    json.string(p.debuginfo().level().name()).bool(p.debuginfo().deferred());
    text(p.splitDebuginfo());
    json.bool(p.debugAssertions()).bool(p.overflowChecks()).bool(p.rpath()).bool(p.incremental());
    json.string(p.panic().name());
    text(p.strip().what());
    json.bool(p.strip().deferred()).strings(p.rustflags()).endArray();
  }

  /**
   * TOML as JSON; what JSON has no type for is an object with one key that begins with a dollar.
   */
  private void write(Toml toml) {
    switch (toml) {
      case Toml.Text text -> json.string(text.value());
      case Toml.Whole whole -> json.number(whole.value());
      case Toml.Flag flag -> json.bool(flag.value());
      case Toml.Real real ->
          json.beginObject().key("$real").string(Double.toString(real.value())).endObject();
      case Toml.Moment moment ->
          json.beginObject().key("$moment").string(moment.value()).endObject();
      case Toml.Array array -> {
        json.beginArray();
        array.items().forEach(this::write);
        json.endArray();
      }
      case Toml.Table table -> {
        json.beginObject().key("$table").beginObject();
        for (Toml.Entry entry : table.entries().values()) {
          json.key(entry.key());
          write(entry.value());
        }
        json.endObject().endObject();
      }
    }
  }

  private void text(Optional<String> value) {
    value.ifPresentOrElse(json::string, json::nil);
  }

  private void texts(Optional<List<String>> values) {
    values.ifPresentOrElse(json::strings, json::nil);
  }
}
