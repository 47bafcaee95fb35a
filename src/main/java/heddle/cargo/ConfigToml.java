package heddle.cargo;

import heddle.text.Toml;
import java.util.LinkedHashMap;

/** A value of the configuration as TOML, at the places where its parts were set. */
final class ConfigToml {
  private ConfigToml() {}

  static Toml of(ConfigValue value) {
    return switch (value) {
      case ConfigValue.Text text -> new Toml.Text(text.value(), text.origin().place());
      case ConfigValue.Whole whole -> new Toml.Whole(whole.value(), whole.origin().place());
      case ConfigValue.Flag flag -> new Toml.Flag(flag.value(), flag.origin().place());
      case ConfigValue.Items items ->
          new Toml.Array(
              items.items().stream().map(ConfigToml::of).toList(), items.origin().place());
      case ConfigValue.Table table -> table(table);
    };
  }

  static Toml.Table table(ConfigValue.Table table) {
    var entries = new LinkedHashMap<String, Toml.Entry>();
    table
        .entries()
        .forEach((key, value) ->
            entries.put(key, new Toml.Entry(key, value.origin().place(), of(value))));
    return new Toml.Table(entries, table.origin().place());
  }
}
