package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Reads the tools and lints of a {@code [lints]} table; warnings go to the list given. */
record LintTable(Toml.Table table, List<Problem> warnings) {
  private static final List<String> TOOLS = List.of("cargo", "clippy", "rust", "rustdoc");
  private static final Set<String> LEVELS = Set.of("forbid", "deny", "warn", "allow");

  private record Argument(long priority, String name, String text) {}

  Lints read() throws ProblemException {
    var arguments = new ArrayList<Argument>();
    var checks = new ArrayList<String>();
    for (Toml.Entry tool : table.entries().values()) {
      String toolName = tool.key();
      if (toolName.equals("workspace")) {
        continue;
      }
      Toml.Table lints = Fields.table(tool.value());
      boolean known = TOOLS.contains(toolName);
      if (!known) {
        warnings.add(
            Problem.at(
                    tool.keyPlace(),
                    "unrecognized lint tool `lints."
                        + toolName
                        + "`, specifying unrecognized tools may break in the future.")
                .withNote("supported tools: " + String.join(", ", TOOLS)));
      }
      if (toolName.equals("cargo")) {
        warnings.add(
            Problem.at(
                tool.keyPlace(),
                "unused manifest key `lints.cargo` (may be supported in a future version)"));
      }
      for (Toml.Entry lint : lints.entries().values()) {
        if (known) {
          checkName(toolName, lint.key(), lint.keyPlace());
        }
        Argument argument = argument(toolName, lint);
        if (!toolName.equals("cargo")) {
          arguments.add(argument);
        }
        if (known && lint.value() instanceof Toml.Table config) {
          readConfig(toolName, lint.key(), config, checks);
        }
      }
    }
    arguments.sort(
        Comparator.comparingLong(Argument::priority)
            .thenComparing(Argument::name, Bytewise.ORDER.reversed())
            .thenComparing(Argument::text, Bytewise.ORDER));
    var all = new ArrayList<String>();
    arguments.forEach(a -> all.add(a.text()));
    for (String check : checks) {
      all.add("--check-cfg");
      all.add(check);
    }
    return all.isEmpty() ? Lints.NONE : new Lints(all);
  }

  private void readConfig(String tool, String lint, Toml.Table config, List<String> checks)
      throws ProblemException {
    for (Toml.Entry e : config.entries().values()) {
      if (e.key().equals("level") || e.key().equals("priority")) {
        continue;
      }
      if (tool.equals("rust") && lint.equals("unexpected_cfgs") && e.key().equals("check-cfg")) {
        if (!(e.value() instanceof Toml.Array array)
            || !array.items().stream().allMatch(i -> i instanceof Toml.Text)) {
          throw Fields.problem(
              e.value().place(), "`lints.rust.unexpected_cfgs.check-cfg` must be a list of string");
        }
        checks.addAll(Fields.texts(array));
      } else {
        warnings.add(
            Problem.at(
                e.keyPlace(),
                "unused manifest key: `lints." + tool + "." + lint + "." + e.key() + "`"));
      }
    }
  }

  private static Argument argument(String tool, Toml.Entry lint) throws ProblemException {
    String level;
    long priority = 0;
    switch (lint.value()) {
      case Toml.Text text -> level = level(text);
      case Toml.Table config -> {
        Toml given =
            config
                .get("level")
                .orElseThrow(() -> Fields.problem(config.place(), "missing field `level`"));
        level = level(Fields.text(given));
        Toml order = config.get("priority").orElse(new Toml.Whole(0, config.place()));
        if (!(order instanceof Toml.Whole whole)) {
          throw Fields.wrongType(order, "i8");
        }
        if (whole.value() < Byte.MIN_VALUE || whole.value() > Byte.MAX_VALUE) {
          throw Fields.problem(
              order.place(), "invalid value: integer `" + whole.value() + "`, expected i8");
        }
        priority = whole.value();
      }
      default -> throw Fields.wrongType(lint.value(), "a string or a map");
    }
    String name = tool.equals("rust") ? lint.key() : tool + "::" + lint.key();
    return new Argument(priority, lint.key(), "--" + level + "=" + name);
  }

  private static String level(Toml.Text text) throws ProblemException {
    if (LEVELS.contains(text.value())) {
      return text.value();
    }
    throw Fields.problem(
        text.place(),
        "unknown variant `"
            + text.value()
            + "`, expected one of `forbid`, `deny`, `warn`, `allow`");
  }

  private static void checkName(String tool, String name, Place place) throws ProblemException {
    int colons = name.indexOf("::");
    if (colons < 0) {
      return;
    }
    String prefix = name.substring(0, colons);
    String shown = "`lints." + tool + "." + name + "` is not ";
    if (tool.equals(prefix) || (tool.equals("rust") && TOOLS.contains(prefix))) {
      throw Fields.problem(
          place,
          shown + "valid lint name; try `lints." + prefix + "." + name.substring(colons + 2) + "`");
    }
    throw Fields.problem(place, shown + "a valid lint name");
  }
}
