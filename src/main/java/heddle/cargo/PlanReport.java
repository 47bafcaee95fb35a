package heddle.cargo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A unit graph for a person: a tree below each root, where what was shown already ends in {@code
 * (*)}, then counts, and how much runs only while building.
 */
public record PlanReport(UnitGraph graph) {
  public List<String> lines() {
    var lines = new ArrayList<String>();
    var shown = new BitSet();
    for (int root : graph.roots()) {
      add(lines, shown, root, "", "");
    }
    lines.add("");
    lines.add(counts());
    hostCount().ifPresent(lines::add);
    return lines;
  }

  private void add(List<String> lines, BitSet shown, int index, String lead, String below) {
    Unit unit = graph.unit(index);
    boolean again = shown.get(index) && !unit.deps().isEmpty();
    lines.add(lead + describe(unit) + (again ? " (*)" : ""));
    shown.set(index);
    if (again) {
      return;
    }
    for (int i = 0; i < unit.deps().size(); i++) {
      boolean last = i == unit.deps().size() - 1;
      add(
          lines,
          shown,
          unit.deps().get(i).unit(),
          below + (last ? "└── " : "├── "),
          below + (last ? "    " : "│   "));
    }
  }

  /** {@code serde v1.0.0 [derive, std]}, with what is out of the ordinary: mode, target, host. */
  private static String describe(Unit unit) {
    var out = new StringBuilder(unit.pkg().name()).append(" v").append(unit.pkg().version());
    CargoTarget target = unit.target();
    String what =
        switch (unit.mode()) {
          case RUN_CUSTOM_BUILD -> "run of the build script";
          case DOCTEST -> "documentation tests";
          case TEST, CHECK_TEST -> "test of " + named(target);
          case BUILD, CHECK, DOC -> target.isLibrary() ? "" : named(target);
        };
    if (target.procMacro() && target.isLibrary()) {
      what = what.isEmpty() ? "procedural macro" : what;
    }
    var notes = new ArrayList<String>();
    if (!what.isEmpty()) {
      notes.add(what);
    }
    if (unit.mode().isCheck()) {
      notes.add("check");
    }
    if (unit.platform() instanceof Platform.Target(String triple)) {
      notes.add(triple);
    } else if (unit.forHost()) {
      notes.add("for the host");
    }
    if (!notes.isEmpty()) {
      out.append(" (").append(String.join(", ", notes)).append(')');
    }
    if (!unit.features().isEmpty()) {
      out.append(" [").append(String.join(", ", unit.features())).append(']');
    }
    return out.toString();
  }

  private static String named(CargoTarget target) {
    return target.isCustomBuild()
        ? "build script"
        : (target.isLibrary() ? "library" : target.kind().word()) + " `" + target.name() + "`";
  }

  private String counts() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (Unit unit : graph.units()) {
      kinds.merge(kind(unit), 1, Integer::sum);
    }
    var parts = new ArrayList<String>();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(e -> parts.add(e.getValue() + " " + e.getKey() + (e.getValue() == 1 ? "" : "s")));
    long packages = graph.units().stream().map(u -> u.pkg().id()).distinct().count();
    return graph.units().size()
        + (graph.units().size() == 1 ? " unit" : " units")
        + " of "
        + packages
        + (packages == 1 ? " package: " : " packages: ")
        + String.join(", ", parts);
  }

  private static String kind(Unit unit) {
    CargoTarget target = unit.target();
    return switch (unit.mode()) {
      case RUN_CUSTOM_BUILD -> "build script run";
      case DOCTEST -> "documentation test";
      case TEST, CHECK_TEST -> "test program";
      case DOC -> "documentation page";
      case BUILD, CHECK ->
          target.isCustomBuild()
              ? "build script"
              : target.procMacro()
                  ? "procedural macro"
                  : target.isLibrary() ? "crate" : target.isExample() ? "example" : "program";
    };
  }

  private Optional<String> hostCount() {
    long host = graph.units().stream().filter(Unit::forHost).count();
    return host == 0
        ? Optional.empty()
        : Optional.of(
            host + " only to build the rest: build scripts, procedural macros and what they use");
  }
}
