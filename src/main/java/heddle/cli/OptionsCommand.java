package heddle.cli;

import heddle.contract.Node;
import heddle.contract.OptionRequests;
import heddle.contract.OptionType;
import heddle.contract.Origin;
import heddle.contract.ScriptReport;
import heddle.contract.Setting;
import heddle.rust.ContractView;
import heddle.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code heddle options}: every option that a package of the graph declares, with its value and who
 * decided it, and the variables that build scripts watch and nobody declared.
 */
final class OptionsCommand implements Command {
  private static final ContractListing LISTING =
      new ContractListing("options-1.json", "Options", "none: no package here declares any");

  @Override
  public Usage usage() {
    return LISTING.usage();
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    return LISTING.run(session, given, Listed::new);
  }

  private record Listed(ContractView view) implements ContractListing.Entries {
    @Override
    public List<String> lines(int node) {
      var lines = new ArrayList<String>();
      ScriptReport report = view.reports().get(node);
      for (Setting each : view.graph().settings().get(node).values())
        lines.addAll(option(each, report));
      List<String> undeclared = undeclared(view, node);
      if (!undeclared.isEmpty()) {
        lines.add("  undeclared variables that its build script watches:");
        lines.add("    " + String.join(", ", undeclared));
      }
      return lines;
    }

    @Override
    public Map<String, Json> members(int node) {
      var options = new ArrayList<Json>();
      for (Setting each : view.graph().settings().get(node).values())
        options.add(json(view, view.graph().nodes().get(node), each, view.reports().get(node)));
      List<String> undeclared = undeclared(view, node);
      if (options.isEmpty() && undeclared.isEmpty()) return Map.of();
      return JsonForm.object(
              Map.entry("options", new Json.Arr(options)),
              Map.entry("undeclared", JsonForm.texts(undeclared)))
          .members();
    }
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
  static List<String> undeclared(ContractView view, int node) {
    var names = new TreeSet<>(view.reports().get(node).watched());
    var declared = new TreeSet<String>();
    for (Setting each : view.graph().settings().get(node).values()) {
      declared.addAll(each.option().env().keySet());
      declared.addAll(each.option().compileEnv().keySet());
    }
    // Many scripts look for a variable of their target first: TRIPLE_NAME, then NAME.
    String triple = view.graph().nodes().get(node).triple();
    String prefix = triple.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
    var watched = Set.copyOf(names);
    names.removeIf(name -> {
      String own = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      return declared.contains(own)
          || ToolVariables.has(own)
          || (!own.equals(name) && watched.contains(own));
    });
    return List.copyOf(names);
  }

  private static Json json(ContractView view, Node node, Setting setting, ScriptReport report) {
    var wishes = new ArrayList<Json>();
    for (Setting.Wished each : setting.wishes())
      wishes.add(
          JsonForm.object(
              Map.entry("package", new Json.Str(each.origin().pkg())),
              Map.entry(
                  "place",
                  new Json.Str(ContractSession.local(view, each.origin().place().toString()))),
              Map.entry("value", each.value())));
    String name = setting.option().name();
    Json asked = setting.value().orElse(new Json.Nil());
    return JsonForm.object(
        Map.entry("name", new Json.Str(name)),
        Map.entry("type", new Json.Str(setting.option().type().toString())),
        Map.entry("doc", new Json.Str(setting.option().doc())),
        Map.entry("default", setting.option().fallback().orElse(new Json.Nil())),
        Map.entry("requested", asked),
        Map.entry("effective", Optional.ofNullable(report.effective().get(name)).orElse(asked)),
        Map.entry("decided", new Json.Str(kind(setting.origin()))),
        Map.entry("by", new Json.Str(ContractSession.local(view, setting.origin().toString()))),
        Map.entry("wishes", new Json.Arr(wishes)),
        Map.entry("variables", JsonForm.texts(List.copyOf(setting.option().env().keySet()))),
        Map.entry(
            "environment",
            new Json.Str(OptionRequests.PREFIX + OptionRequests.variable(node.pkg(), name))));
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
}
