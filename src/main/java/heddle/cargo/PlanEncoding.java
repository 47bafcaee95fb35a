package heddle.cargo;

import heddle.text.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A unit graph as {@link KeptText}, which {@link PlanDecoding} reads: the packages, targets and
 * profiles once each, then the units. What only planning needs is not kept.
 */
final class PlanEncoding {
  private final KeptText out = new KeptText();

  static String encode(UnitGraph graph) {
    var encoding = new PlanEncoding();
    encoding.write(graph);
    return encoding.out.text();
  }

  private void write(UnitGraph graph) {
    Map<PackageId, Integer> packages = new LinkedHashMap<>();
    Map<PackageId, Package> all = new LinkedHashMap<>();
    Map<Profile, Integer> profiles = new LinkedHashMap<>();
    for (Unit unit : graph.units()) {
      packages.putIfAbsent(unit.pkg().id(), packages.size());
      all.putIfAbsent(unit.pkg().id(), unit.pkg());
      profiles.putIfAbsent(unit.profile(), profiles.size());
    }
    out.number(all.size());
    var packagesOut = new KeptPackage(out);
    all.values().forEach(packagesOut::planned);
    out.number(profiles.size());
    profiles.keySet().forEach(this::write);
    out.number(graph.units().size());
    for (Unit unit : graph.units()) {
      out.number(packages.getOrDefault(unit.pkg().id(), -1));
      // 0: a target with other crate types than the manifest's
      int target = unit.pkg().manifest().targets().indexOf(unit.target()) + 1;
      out.number(target);
      if (target == 0) {
        new KeptPackage(out).target(unit.target(), unit.pkg().root());
      }
      out.number(profiles.getOrDefault(unit.profile(), -1));
      out.text(
          switch (unit.platform()) {
            case Platform.Host _ -> "";
            case Platform.Target(String triple) -> triple;
          });
      out.text(unit.mode().name()).texts(unit.features()).number(unit.deps().size());
      for (UnitDep dep : unit.deps()) {
        out.number(dep.unit()).text(dep.externCrateName());
      }
      out.flag(unit.forHost());
    }
    out.number(graph.roots().size());
    graph.roots().forEach(out::number);
    out.number(graph.notices().size());
    for (Problem each : graph.notices()) {
      out.text(each.message()).texts(each.notes()).texts(each.helps());
    }
  }

  private void write(Profile p) {
    out.text(p.name()).text(p.optLevel()).text(p.root().name());
    out.text(
        switch (p.lto()) {
          case Profile.Lto.Off _ -> "off";
          case Profile.Lto.Flag(boolean value) -> value ? "=true" : "=false";
          case Profile.Lto.Named(String name) -> "=" + name + "=";
        });
    out.optional(p.codegenBackend()).flag(p.codegenUnits().isPresent());
    p.codegenUnits().ifPresent(out::number);
    out.text(p.debuginfo().level().name()).flag(p.debuginfo().deferred());
    out.optional(p.splitDebuginfo());
    out.flag(p.debugAssertions()).flag(p.overflowChecks()).flag(p.rpath()).flag(p.incremental());
    out.text(p.panic().name()).optional(p.strip().what()).flag(p.strip().deferred());
    out.texts(p.rustflags()).flag(p.trimPaths().isPresent());
    p.trimPaths().ifPresent(t -> out.flag(t.all()).texts(t.scopes()));
    out.number(p.hintMostlyUnused().map(hint -> hint ? 2 : 1).orElse(0));
  }
}
