package heddle.cli;

import heddle.contract.Node;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists something of each package of a graph, or of those named: as text, where two triples that
 * say the same are told once, or as JSON of one schema. A package that has nothing is left out.
 *
 * @param schema the file of docs/schema that the JSON fits
 * @param title the word in front of {@code none}, where no package has anything
 */
record ContractListing(String schema, String title, String none) {
  /** What is listed of a node. */
  interface Entries {
    /** Lines below the name of the package; none if it has nothing. */
    List<String> lines(int node);

    /** Members of its JSON beside its name; none if it has nothing. */
    Map<String, Json> members(int node);
  }

  Usage usage() {
    return new Usage(
        "[PACKAGE]...",
        0,
        Integer.MAX_VALUE,
        false,
        ContractSession.options(
            Option.flag("json", "Print JSON; docs/schema/" + schema + " says its form")));
  }

  int run(Session session, Arguments given, Function<ContractView, Entries> of) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      ContractView view = shop.contracts();
      Entries entries = of.apply(view);
      List<Integer> nodes = ContractSession.named(view, given.words());
      PrintStream out = session.terminal().out();
      if (given.has("json")) out.println(json(view, nodes, entries).compact());
      else {
        List<String> lines = lines(view, nodes, entries);
        lines.forEach(out::println);
        if (lines.isEmpty()) session.terminal().status(title, none);
      }
      out.flush();
      return 0;
    }
  }

  private static List<String> lines(ContractView view, List<Integer> nodes, Entries entries) {
    var shown = new ArrayList<List<String>>();
    for (int i : nodes) {
      List<String> lines = new ArrayList<>(entries.lines(i));
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

  private static Json json(ContractView view, List<Integer> nodes, Entries entries) {
    var packages = new ArrayList<Json>();
    for (int i : nodes) {
      Map<String, Json> members = entries.members(i);
      if (members.isEmpty()) continue;
      Node node = view.graph().nodes().get(i);
      var all = new LinkedHashMap<String, Json>();
      all.put("name", new Json.Str(node.pkg()));
      all.put("version", new Json.Str(node.version()));
      all.put("triple", new Json.Str(node.triple()));
      all.putAll(members);
      packages.add(new Json.Obj(all));
    }
    return JsonForm.object(
        Map.entry("heddle", Json.Num.of(1)), Map.entry("packages", new Json.Arr(packages)));
  }
}
