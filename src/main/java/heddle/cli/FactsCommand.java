package heddle.cli;

import heddle.contract.Contract.Publication;
import heddle.contract.Contract.Requirement;
import heddle.contract.Contract.Visibility;
import heddle.contract.Node;
import heddle.rust.ContractView;
import heddle.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code heddle facts}: who gives facts and who requires them, with the values of the last build.
 */
final class FactsCommand implements Command {
  private static final ContractListing LISTING =
      new ContractListing("facts-1.json", "Facts", "none: nobody here gives any");

  @Override
  public Usage usage() {
    return LISTING.usage();
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    return LISTING.run(session, given, Facts::new);
  }

  private record Facts(ContractView view) implements ContractListing.Entries {
    @Override
    public List<String> lines(int node) {
      return FactsCommand.lines(view, node);
    }

    @Override
    public Map<String, Json> members(int node) {
      return FactsCommand.members(view, node);
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

  private static List<String> lines(ContractView view, int i) {
    Node node = view.graph().nodes().get(i);
    var lines = new ArrayList<String>();
    for (Given each : given(view, i)) {
      String schema = each.schema() + ", " + each.how();
      String yet = each.value().isEmpty() ? ", not built yet" : "";
      lines.add("  gives " + each.name() + " (" + schema + ")" + yet);
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
    return lines;
  }

  private static void members(Json value, List<String> lines) {
    if (value instanceof Json.Obj object)
      object.members().forEach((name, each) -> lines.add("    " + name + " = " + each.compact()));
  }

  private static Optional<Node> provider(ContractView view, int node, Requirement requirement) {
    return Optional.ofNullable(view.graph().providers().get(node).get(requirement.fact()))
        .map(index -> view.graph().nodes().get(index));
  }

  private static Map<String, Json> members(ContractView view, int i) {
    var gives = new ArrayList<Json>();
    for (Given each : given(view, i))
      gives.add(
          JsonForm.object(
              Map.entry("name", new Json.Str(each.name())),
              Map.entry("schema", new Json.Str(each.schema())),
              Map.entry("visibility", new Json.Str(each.how())),
              Map.entry("value", each.value().orElse(new Json.Nil()))));
    var requires = new ArrayList<Json>();
    for (Requirement each : view.graph().nodes().get(i).contract().requirements().values())
      requires.add(
          JsonForm.object(
              Map.entry("name", new Json.Str(each.fact())),
              Map.entry("schema", new Json.Str(each.schema())),
              Map.entry(
                  "from",
                  provider(view, i, each)
                      .map(n -> (Json) new Json.Str(n.pkg() + "@" + n.version()))
                      .orElse(new Json.Nil()))));
    if (gives.isEmpty() && requires.isEmpty()) return Map.of();
    return JsonForm.object(
            Map.entry("gives", new Json.Arr(gives)), Map.entry("requires", new Json.Arr(requires)))
        .members();
  }
}
