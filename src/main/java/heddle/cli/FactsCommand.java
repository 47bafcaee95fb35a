package heddle.cli;

import heddle.contract.Contract.Publication;
import heddle.contract.Contract.Requirement;
import heddle.contract.Contract.Visibility;
import heddle.contract.Node;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code heddle facts}: who gives facts and who requires them, with the values of the last build.
 */
final class FactsCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "[PACKAGE]...",
        0,
        Integer.MAX_VALUE,
        false,
        ContractSession.options(
            Option.flag("json", "Print JSON; docs/schema/facts-1.json says its form")));
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
        if (lines.isEmpty()) session.terminal().status("Facts", "none: nobody here gives any");
      }
      out.flush();
      return 0;
    }
  }

  /** A fact that a node gives: as its contract says, or over cargo's own channels. */
  private record Given(String name, String schema, String how, Optional<Json> value) {}

  private static List<Given> given(ContractView view, int node) {
    var all = new ArrayList<Given>();
    Map<String, Json> left = new LinkedHashMap<>(view.reports().get(node).facts());
    for (Publication each : view.graph().nodes().get(node).contract().publications().values())
      all.add(
          new Given(
              each.fact(),
              each.schema(),
              each.visibility() == Visibility.DIRECT ? "direct" : "transitive",
              Optional.ofNullable(left.remove(each.fact() + " " + each.schema()))));
    left.forEach((key, value) -> {
      int space = key.indexOf(' ');
      all.add(
          new Given(
              key.substring(0, space), key.substring(space + 1), "links", Optional.of(value)));
    });
    return all;
  }

  private static List<String> lines(ContractView view, List<Integer> nodes) {
    var shown = new ArrayList<List<String>>();
    for (int i : nodes) {
      Node node = view.graph().nodes().get(i);
      var lines = new ArrayList<String>();
      for (Given each : given(view, i)) {
        lines.add(
            "  gives "
                + each.name()
                + " ("
                + each.schema()
                + ", "
                + each.how()
                + ")"
                + (each.value().isEmpty() ? ", not built yet" : ""));
        each.value().ifPresent(value -> members(value, lines));
      }
      for (Requirement each : node.contract().requirements().values()) {
        Optional<Node> from = provider(view, i, each);
        lines.add(
            "  requires "
                + each.fact()
                + " ("
                + each.schema()
                + ") from "
                + from.map(Node::shown).orElse("nobody: it is optional"));
      }
      if (lines.isEmpty()) continue;
      lines.addFirst(node.shown());
      if (!shown.contains(lines)) shown.add(lines);
    }
    var all = new ArrayList<String>();
    for (List<String> each : shown) {
      if (!all.isEmpty()) all.add("");
      each.forEach(line -> all.add(ContractSession.local(view, line)));
    }
    return all;
  }

  private static void members(Json value, List<String> lines) {
    if (value instanceof Json.Obj object)
      object.members().forEach((name, each) -> lines.add("    " + name + " = " + each.compact()));
  }

  private static Optional<Node> provider(ContractView view, int node, Requirement requirement) {
    return Optional.ofNullable(view.graph().providers().get(node).get(requirement.fact()))
        .map(index -> view.graph().nodes().get(index));
  }

  private static Json json(ContractView view, List<Integer> nodes) {
    var packages = new ArrayList<Json>();
    for (int i : nodes) {
      Node node = view.graph().nodes().get(i);
      var gives = new ArrayList<Json>();
      for (Given each : given(view, i))
        gives.add(
            OptionsCommand.object(
                Map.entry("name", new Json.Str(each.name())),
                Map.entry("schema", new Json.Str(each.schema())),
                Map.entry("visibility", new Json.Str(each.how())),
                Map.entry("value", each.value().orElse(new Json.Nil()))));
      var requires = new ArrayList<Json>();
      for (Requirement each : node.contract().requirements().values())
        requires.add(
            OptionsCommand.object(
                Map.entry("name", new Json.Str(each.fact())),
                Map.entry("schema", new Json.Str(each.schema())),
                Map.entry(
                    "from",
                    provider(view, i, each)
                        .map(n -> (Json) new Json.Str(n.pkg() + "@" + n.version()))
                        .orElse(new Json.Nil()))));
      if (gives.isEmpty() && requires.isEmpty()) continue;
      packages.add(
          OptionsCommand.object(
              Map.entry("name", new Json.Str(node.pkg())),
              Map.entry("version", new Json.Str(node.version())),
              Map.entry("triple", new Json.Str(node.triple())),
              Map.entry("gives", new Json.Arr(gives)),
              Map.entry("requires", new Json.Arr(requires))));
    }
    return OptionsCommand.object(
        Map.entry("heddle", Json.Num.of(1)), Map.entry("packages", new Json.Arr(packages)));
  }
}
