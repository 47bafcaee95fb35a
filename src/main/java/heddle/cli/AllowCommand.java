package heddle.cli;

import heddle.contract.Node;
import heddle.contract.policy.PackageSpec;
import heddle.contract.policy.PolicyFile;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code heddle allow}: writes into heddle.toml the permissions that build scripts wanted when they
 * failed last, or those that are named.
 */
final class AllowCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "[PACKAGE [PERMISSION]...]",
        0,
        Integer.MAX_VALUE,
        false,
        ContractSession.options(Option.flag("dry-run", "Show the difference, and write nothing")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      ContractView view = shop.contracts();
      List<String> words = given.words();
      List<Integer> nodes =
          ContractSession.named(view, words.isEmpty() ? List.of() : List.of(words.getFirst()));
      var edits = new ContractSession(session.terminal(), shop);
      TomlEdit edit = edits.policy(view.root());
      boolean any = false;
      for (int i : nodes) {
        Node node = view.graph().nodes().get(i);
        List<String> wanted =
            words.size() > 1 ? words.subList(1, words.size()) : view.reports().get(i).wants();
        if (wanted.isEmpty()) continue;
        any = true;
        edit = allow(edit, node, local(view.root(), wanted));
      }
      if (!any) {
        session
            .terminal()
            .status("Nothing", "to allow: no build script failed here for want of permission");
        return 0;
      }
      PolicyFile.read(edit.source());
      edits.write(view.root(), edit.text(), given.has("dry-run"));
      return 0;
    }
  }

  /** Paths in the workspace are written relative to it. */
  private static List<String> local(Path root, List<String> wanted) {
    return wanted.stream().map(each -> each.replace("read:" + root + "/", "read:")).toList();
  }

  private static TomlEdit allow(TomlEdit edit, Node node, List<String> wanted) throws Exception {
    String key = node.pkg();
    List<Toml> there = List.of();
    for (var entry :
        edit.table(List.of("package")).stream()
            .flatMap(t -> t.entries().values().stream())
            .toList()) {
      if (PackageSpec.parse(entry.key()).names(node.pkg(), node.version())
          && entry.value() instanceof Toml.Table table) {
        key = entry.key();
        if (table.get("allow").isPresent() && table.get("allow").get() instanceof Toml.Array list)
          there = list.items();
      }
    }
    Set<String> all = new LinkedHashSet<>();
    for (Toml each : there) {
      if (each instanceof Toml.Text text) all.add(text.value());
    }
    all.addAll(wanted);
    var texts = new ArrayList<String>();
    all.forEach(each -> texts.add(TomlEdit.string(each)));
    return edit.set(List.of("package", key), "allow", "[" + String.join(", ", texts) + "]");
  }
}
