package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.Setting;
import heddle.text.ProblemException;
import java.util.HashMap;
import java.util.Map;

/** The table {@code [env]} of cargo's configuration. */
final class ConfiguredVariables {
  private ConfiguredVariables() {}

  /**
   * The variables of {@code [env]}: a forced one counts always, others where the user has not set
   * them.
   */
  static Map<String, String> of(Order order, Config config) throws ProblemException {
    Map<String, String> variables = new HashMap<>();
    var table = config.table("env");
    if (table.isEmpty()) {
      return variables;
    }
    for (String name : table.get().entries().keySet()) {
      boolean plain = !(table.get().entries().get(name) instanceof ConfigValue.Table);
      boolean force = !plain && config.flag("env", name, "force").map(Setting::value).orElse(false);
      if (!force && order.environment().containsKey(name)) {
        continue;
      }
      if (plain) {
        config.text("env", name).ifPresent(set -> variables.put(name, set.value()));
      } else if (config.flag("env", name, "relative").map(Setting::value).orElse(false)) {
        config
            .path("env", name, "value")
            .ifPresent(set -> variables.put(name, set.value().toString()));
      } else {
        config.text("env", name, "value").ifPresent(set -> variables.put(name, set.value()));
      }
    }
    return variables;
  }
}
