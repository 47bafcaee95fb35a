package heddle.cargo;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** A file that a configuration file includes: a path ending in {@code .toml}, no pattern. */
record ConfigInclude(String path, boolean optional) {
  static List<ConfigInclude> list(ConfigValue include) throws ProblemException {
    if (!(include instanceof ConfigValue.Items items)) {
      throw Config.expected("a list of strings or a list of tables", include, "include");
    }
    var list = new ArrayList<ConfigInclude>();
    for (ConfigValue item : items.items()) {
      list.add(one(item));
    }
    return list;
  }

  private static ConfigInclude one(ConfigValue item) throws ProblemException {
    return switch (item) {
      case ConfigValue.Text text -> of(text, false);
      case ConfigValue.Table table -> {
        ConfigValue path = table.entries().get("path");
        ConfigValue optional = table.entries().get("optional");
        if (path == null) {
          throw Config.problem(table.origin(), "missing field `path` of an `include`");
        }
        if (!(path instanceof ConfigValue.Text text)) {
          throw Config.expected("a string", path, "include", "path");
        }
        if (optional != null && !(optional instanceof ConfigValue.Flag)) {
          throw Config.expected("a boolean", optional, "include", "optional");
        }
        yield of(text, optional instanceof ConfigValue.Flag flag && flag.value());
      }
      default -> throw Config.expected("a string or table", item, "include");
    };
  }

  private static ConfigInclude of(ConfigValue.Text path, boolean optional) throws ProblemException {
    String text = path.value();
    String wrong =
        !text.endsWith(".toml")
            ? "ending with `.toml`"
            : contains(text, "*?[]")
                ? "without glob patterns"
                : contains(text, "{}") ? "without template braces" : "";
    if (!wrong.isEmpty()) {
      throw Config.problem(
          path.origin(), "expected a config include path " + wrong + ", but found `" + text + "`");
    }
    return new ConfigInclude(text, optional);
  }

  private static boolean contains(String text, String any) {
    return any.chars().anyMatch(c -> text.indexOf(c) >= 0);
  }
}
