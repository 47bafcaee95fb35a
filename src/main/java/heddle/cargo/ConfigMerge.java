package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How two values of one key become one (cargo's {@code config_value.rs}): tables key by key, lists
 * joined from weak to strong, of all else the stronger. With {@code force} the second is stronger
 * where both have one priority, else the first.
 */
record ConfigMerge(boolean force) {
  ConfigValue.Table tables(ConfigValue.Table first, ConfigValue.Table second)
      throws ProblemException {
    return tables(first, second, List.of());
  }

  private ConfigValue.Table tables(
      ConfigValue.Table first, ConfigValue.Table second, List<String> key) throws ProblemException {
    var entries = new LinkedHashMap<>(first.entries());
    for (Map.Entry<String, ConfigValue> e : second.entries().entrySet()) {
      ConfigValue old = entries.get(e.getKey());
      var path = new ArrayList<>(key);
      path.add(e.getKey());
      entries.put(e.getKey(), old == null ? e.getValue() : merge(old, e.getValue(), path));
    }
    return new ConfigValue.Table(entries, first.origin());
  }

  private ConfigValue merge(ConfigValue first, ConfigValue second, List<String> key)
      throws ProblemException {
    boolean replace = force || second.origin().priority() > first.origin().priority();
    if (first instanceof ConfigValue.Table a && second instanceof ConfigValue.Table b) {
      return tables(a, b, key);
    }
    if (first instanceof ConfigValue.Items a && second instanceof ConfigValue.Items b) {
      if (isReplaced(key)) {
        return replace ? b : a;
      }
      return new ConfigValue.Items(
          force ? joined(a.items(), b.items()) : joined(b.items(), a.items()), a.origin());
    }
    if (isScalar(first) && isScalar(second)) {
      return replace ? second : first;
    }
    throw new ProblemException(
        Problem.at(
                second.origin().place(),
                "failed to merge key `"
                    + String.join(".", key)
                    + "`: expected "
                    + first.kind()
                    + ", but found "
                    + second.kind())
            .withLabel(first.origin().place(), "also set here"));
  }

  /** The items of both, those of weak origins first. */
  static List<ConfigValue> joined(List<ConfigValue> first, List<ConfigValue> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    all.sort((one, other) -> Integer.compare(one.origin().priority(), other.origin().priority()));
    return all;
  }

  private static boolean isScalar(ConfigValue value) {
    return !(value instanceof ConfigValue.Table) && !(value instanceof ConfigValue.Items);
  }

  /** Lists that mean a command: the strongest replaces the others. */
  static boolean isReplaced(List<String> key) {
    String first = key.getFirst();
    String last = key.getLast();
    return switch (key.size()) {
      case 2 ->
          first.equals("credential-alias")
              || (first.equals("doc") && last.equals("browser"))
              || (first.equals("host") && last.equals("runner"))
              || (first.equals("registry") && last.equals("credential-provider"));
      case 3 ->
          (first.equals("target") && last.equals("runner"))
              || (first.equals("host") && last.equals("runner"))
              || (first.equals("registries") && last.equals("credential-provider"));
      default -> false;
    };
  }
}
