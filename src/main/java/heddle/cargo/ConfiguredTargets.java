package heddle.cargo;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code build.target} names, as written: a string or an array. A variable takes the place of
 * a string, and joins an array.
 */
public record ConfiguredTargets(List<String> names) {
  public ConfiguredTargets {
    names = List.copyOf(names);
  }

  public static ConfiguredTargets of(Config config) throws ProblemException {
    Optional<ConfigValue> set = config.any("build", "target");
    List<ConfigValue> items =
        set.isPresent() && set.get() instanceof ConfigValue.Items list
            ? list.items()
            : set.map(List::of).orElse(List.of());
    var names = new ArrayList<String>();
    for (ConfigValue each : items) {
      if (!(each instanceof ConfigValue.Text(String name, Origin origin))) {
        throw Config.expected("a string or array of strings", each, "build", "target");
      }
      boolean file = name.endsWith(".json");
      names.add(file ? config.resolve(new Setting<>(name, origin)).toString() : name);
    }
    return new ConfiguredTargets(names);
  }
}
