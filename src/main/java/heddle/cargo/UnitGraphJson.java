package heddle.cargo;

import heddle.text.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * A unit graph in cargo's raw form, {@code version: 1} of {@code cargo build --unit-graph} (cargo's
 * {@code compiler/unit_graph.rs}). One line.
 */
public record UnitGraphJson(UnitGraph graph) {
  /** The JSON, with a line feed at its end. */
  public String text() {
    var out = new StringBuilder(graph.units().size() * 900 + 64);
    var json = new JsonWriter(out);
    json.beginObject().key("version").number(1).key("units").beginArray();
    for (Unit unit : graph.units()) {
      write(json, unit);
    }
    json.endArray().key("roots").beginArray();
    graph.roots().forEach(json::number);
    json.endArray().endObject();
    return out.append('\n').toString();
  }

  private static void write(JsonWriter json, Unit unit) {
    json.beginObject().key("pkg_id").string(unit.pkg().id().spec()).key("target");
    write(json, unit.target());
    json.key("profile");
    write(json, unit.profile());
    json.key("platform");
    switch (unit.platform()) {
      case Platform.Host _ -> json.nil();
      case Platform.Target(String triple) -> json.string(triple);
    }
    json.key("mode").string(unit.mode().text());
    json.key("features").strings(unit.features());
    json.key("dependencies").beginArray();
    for (UnitDep dep : unit.deps()) {
      json.beginObject()
          .key("index")
          .number(dep.unit())
          .key("extern_crate_name")
          .string(dep.externCrateName())
          .key("public")
          .bool(dep.isPublic())
          .key("noprelude")
          .bool(dep.noprelude())
          .endObject();
    }
    json.endArray().endObject();
  }

  private static void write(JsonWriter json, CargoTarget target) {
    json.beginObject().key("kind").strings(target.kindWords());
    List<String> types = target.crateTypes().stream().map(CrateType::name).toList();
    json.key("crate_types").strings(types.isEmpty() ? List.of("bin") : types);
    json.key("name").string(target.name());
    json.key("src_path").string(target.path().toString());
    json.key("edition").string(target.edition().year());
    target.requiredFeatures().ifPresent(f -> json.key("required-features").strings(f));
    boolean doctestable =
        types.contains("lib") || types.contains("rlib") || types.contains("proc-macro");
    json.key("doc").bool(target.documented());
    json.key("doctest").bool(target.doctested() && target.isLibrary() && doctestable);
    json.key("test").bool(target.tested());
    json.endObject();
  }

  private static void write(JsonWriter json, Profile p) {
    json.beginObject().key("name").string(p.name());
    json.key("opt_level").string(p.optLevel());
    json.key("lto").string(p.lto().text());
    text(json.key("codegen_backend"), p.codegenBackend());
    json.key("codegen_units");
    p.codegenUnits().ifPresentOrElse(json::number, json::nil);
    json.key("debuginfo");
    switch (p.debuginfo().level()) {
      case NONE -> json.number(0);
      case LIMITED -> json.number(1);
      case FULL -> json.number(2);
      case LINE_DIRECTIVES_ONLY, LINE_TABLES_ONLY -> json.string(p.debuginfo().level().text());
    }
    text(json.key("split_debuginfo"), p.splitDebuginfo());
    json.key("debug_assertions").bool(p.debugAssertions());
    json.key("overflow_checks").bool(p.overflowChecks());
    json.key("rpath").bool(p.rpath());
    json.key("incremental").bool(p.incremental());
    json.key("panic").string(p.panic().text());
    json.key("strip").beginObject().key(p.strip().deferred() ? "deferred" : "resolved");
    if (p.strip().what().isPresent()) {
      json.beginObject().key("Named").string(p.strip().what().get()).endObject();
    } else {
      json.string("None");
    }
    json.endObject();
    if (!p.rustflags().isEmpty()) {
      json.key("rustflags").strings(p.rustflags());
    }
    p.trimPaths()
        .ifPresent(t -> {
          json.key("trim_paths");
          if (t.all()) {
            json.string("all");
          } else {
            json.strings(t.scopes());
          }
        });
    p.hintMostlyUnused().ifPresent(hint -> json.key("hint_mostly_unused").bool(hint));
    json.endObject();
  }

  private static void text(JsonWriter json, Optional<String> value) {
    value.ifPresentOrElse(json::string, json::nil);
  }
}
