package heddle.cli;

import heddle.contract.Node;
import heddle.contract.OptionType;
import heddle.contract.Options;
import heddle.contract.Origin;
import heddle.contract.ScriptReport;
import heddle.contract.Setting;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code heddle options}: every option that a package of the graph declares, with its value and who
 * decided it, and the variables that build scripts watch and nobody declared.
 */
final class OptionsCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "[PACKAGE]...",
        0,
        Integer.MAX_VALUE,
        false,
        ContractSession.options(
            Option.flag("json", "Print JSON; docs/schema/options-1.json says its form")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      ContractView view = shop.contracts();
      List<Integer> nodes = ContractSession.named(view, given.words());
      PrintStream out = session.terminal().out();
      if (given.has("json")) out.println(json(view, nodes).compact());
      else {
        List<String> lines = lines(view, nodes);
        lines.forEach(out::println);
        if (lines.isEmpty())
          session.terminal().status("Options", "none: no package here declares any");
      }
      out.flush();
      return 0;
    }
  }

  static List<String> lines(ContractView view, List<Integer> nodes) {
    var shown = new ArrayList<List<String>>();
    for (int i : nodes) {
      var lines = new ArrayList<String>();
      ScriptReport report = view.reports().get(i);
      for (Setting each : view.graph().settings().get(i).values())
        lines.addAll(option(each, report));
      List<String> undeclared = undeclared(view, i);
      if (!undeclared.isEmpty()) {
        lines.add("  undeclared variables that its build script watches:");
        lines.add("    " + String.join(", ", undeclared));
      }
      if (lines.isEmpty()) continue;
      lines.addFirst(view.graph().nodes().get(i).shown());
      if (!shown.contains(lines)) shown.add(lines);
    }
    var all = new ArrayList<String>();
    for (List<String> each : shown) {
      if (!all.isEmpty()) all.add("");
      each.forEach(line -> all.add(ContractSession.local(view, line)));
    }
    return all;
  }

  private static List<String> option(Setting setting, ScriptReport report) {
    var lines = new ArrayList<String>();
    String name = setting.option().name();
    lines.add(
        "  "
            + name
            + setting.value().map(value -> " = " + OptionType.shown(value)).orElse(" (unset)"));
    String doc = setting.option().doc();
    lines.add("    " + setting.option().type() + (doc.isEmpty() ? "" : ": " + doc));
    lines.add("    " + decided(setting.origin()));
    for (Setting.Wished wish : setting.wishes()) {
      if (!wish.origin().equals(setting.origin()))
        lines.add("    " + wish.origin() + " wished " + OptionType.shown(wish.value()));
    }
    Optional.ofNullable(report.effective().get(name))
        .ifPresent(
            value -> lines.add("    in effect in the last build: " + OptionType.shown(value)));
    return lines;
  }

  private static String decided(Origin origin) {
    return switch (origin) {
      case Origin.CommandLine line -> "set by " + line;
      case Origin.Variable variable -> "set by the " + variable;
      case Origin.File file -> "set in " + file;
      case Origin.Wish wish -> "wished by " + wish;
      case Origin.Follows follows ->
          "follows " + follows.policy() + ", " + decided(follows.origin());
      case Origin.Default _ -> "the default";
    };
  }

  /** What a script watches, without what an option sets and what its tools read. */
  private static List<String> undeclared(ContractView view, int node) {
    var names = new TreeSet<>(view.reports().get(node).watched());
    for (Setting each : view.graph().settings().get(node).values())
      names.removeAll(each.option().env().keySet());
    names.removeIf(ToolVariables::has);
    return List.copyOf(names);
  }

  static Json json(ContractView view, List<Integer> nodes) {
    var packages = new ArrayList<Json>();
    for (int i : nodes) {
      Node node = view.graph().nodes().get(i);
      var options = new ArrayList<Json>();
      for (Setting each : view.graph().settings().get(i).values())
        options.add(json(view, node, each, view.reports().get(i)));
      List<String> undeclared = undeclared(view, i);
      if (options.isEmpty() && undeclared.isEmpty()) continue;
      packages.add(
          object(
              Map.entry("name", new Json.Str(node.pkg())),
              Map.entry("version", new Json.Str(node.version())),
              Map.entry("triple", new Json.Str(node.triple())),
              Map.entry("options", new Json.Arr(options)),
              Map.entry("undeclared", texts(undeclared))));
    }
    return object(
        Map.entry("heddle", Json.Num.of(1)), Map.entry("packages", new Json.Arr(packages)));
  }

  private static Json json(ContractView view, Node node, Setting setting, ScriptReport report) {
    var wishes = new ArrayList<Json>();
    for (Setting.Wished each : setting.wishes())
      wishes.add(
          object(
              Map.entry("package", new Json.Str(each.origin().pkg())),
              Map.entry(
                  "place",
                  new Json.Str(ContractSession.local(view, each.origin().place().toString()))),
              Map.entry("value", each.value())));
    String name = setting.option().name();
    Json asked = setting.value().orElse(new Json.Nil());
    return object(
        Map.entry("name", new Json.Str(name)),
        Map.entry("type", new Json.Str(setting.option().type().toString())),
        Map.entry("doc", new Json.Str(setting.option().doc())),
        Map.entry("default", setting.option().fallback().orElse(new Json.Nil())),
        Map.entry("requested", asked),
        Map.entry("effective", Optional.ofNullable(report.effective().get(name)).orElse(asked)),
        Map.entry("decided", new Json.Str(kind(setting.origin()))),
        Map.entry("by", new Json.Str(ContractSession.local(view, setting.origin().toString()))),
        Map.entry("wishes", new Json.Arr(wishes)),
        Map.entry("variables", texts(List.copyOf(setting.option().env().keySet()))),
        Map.entry(
            "environment", new Json.Str("HEDDLE_OPTION_" + Options.variable(node.pkg(), name))));
  }

  private static String kind(Origin origin) {
    return switch (origin) {
      case Origin.CommandLine _ -> "command-line";
      case Origin.Variable _ -> "environment";
      case Origin.File _ -> "file";
      case Origin.Wish _ -> "wish";
      case Origin.Follows _ -> "policy";
      case Origin.Default _ -> "default";
    };
  }

  static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().map(text -> (Json) new Json.Str(text)).toList());
  }

  @SafeVarargs
  static Json.Obj object(Map.Entry<String, ? extends Json>... members) {
    var all = new LinkedHashMap<String, Json>();
    for (var each : members) all.put(each.getKey(), each.getValue());
    return new Json.Obj(all);
  }
}
