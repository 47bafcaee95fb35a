package heddle.cargo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The identity of a plan in all processes, with the version of its rules and encoding: equal
 * exactly where manifest, configuration and request are.
 */
final class PlanKey {
  private static final String VERSION = "build plan 4";

  private final KeptText out = new KeptText();

  private PlanKey() {}

  static String of(Path manifest, ReadConfig config, BuildRequest request) {
    var key = new PlanKey();
    key.out.text(VERSION).text(manifest.toString());
    key.write(config);
    key.write(request);
    return key.out.text();
  }

  private void write(ReadConfig config) {
    out.text(config.directory().toString()).text(config.home().toString());
    out.number(config.environment().size());
    config.environment().forEach((name, value) -> out.text(name).text(value));
    out.texts(config.arguments());
  }

  private void write(BuildRequest request) {
    out.text(request.intent().name());
    if (request.packages() instanceof PackageSelection.Named(List<String> names)) {
      out.number(1).texts(names);
    } else if (request.packages() instanceof PackageSelection.AllBut(List<String> names)) {
      out.number(2).texts(names);
    } else if (request.packages() instanceof PackageSelection.All(List<String> names)) {
      out.number(3).texts(names);
    } else {
      out.number(4);
    }
    TargetSelection targets = request.selection();
    out.text(targets.lib().name()).flag(targets.allTargets());
    for (var names :
        List.of(targets.bins(), targets.examples(), targets.tests(), targets.benches())) {
      out.flag(names.all()).texts(names.names());
    }
    out.texts(request.features()).flag(request.allFeatures()).flag(request.noDefaultFeatures());
    out.text(request.profile()).texts(request.targets()).texts(request.crateTypes());
    out.flag(request.locked()).flag(request.ignoreRustVersion());
    for (var changes : List.of(request.policy().target(), request.policy().host())) {
      write(changes.turnsOn());
      write(changes.prunes());
    }
  }

  private void write(Map<String, List<String>> map) {
    out.number(map.size());
    map.forEach((name, list) -> out.text(name).texts(list));
  }
}
