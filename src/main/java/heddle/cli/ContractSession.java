package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.contract.Node;
import heddle.contract.policy.PackageSpec;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import heddle.text.TomlEdit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the commands around contracts share: the view of a graph, which is the whole workspace's
 * unless packages are named, and edits of the root's heddle.toml.
 */
final class ContractSession {
  private final Terminal terminal;
  private final Workshop shop;

  ContractSession(Terminal terminal, Workshop shop) {
    this.terminal = terminal;
    this.shop = shop;
  }

  static List<Option> options(Option... more) {
    var all = new ArrayList<>(List.of(more));
    all.addAll(OrderOptions.policy());
    return BuildOptions.all(all);
  }

  /** Opens a workshop whose order is the whole workspace, or the packages named. */
  static Workshop open(Session session, Arguments given) throws Exception {
    Map<String, List<String>> options = new HashMap<>(given.options());
    if (!given.has("package")) options.putIfAbsent("workspace", List.of(""));
    var all = new Arguments(options, given.words(), given.trailing());
    return Workshops.open(session, all, BuildOptions.request(BuildRequest.Intent.BUILD, all));
  }

  /** Nodes of these packages; all where none is named. */
  static List<Integer> named(ContractView view, List<String> specs) throws ProblemException {
    List<Node> nodes = view.graph().nodes();
    var all = new ArrayList<Integer>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (specs.isEmpty()
          || specs.stream().anyMatch(s -> PackageSpec.parse(s).names(node.pkg(), node.version())))
        all.add(i);
    }
    for (String spec : specs) {
      PackageSpec wanted = PackageSpec.parse(spec);
      if (nodes.stream().noneMatch(n -> wanted.names(n.pkg(), n.version()))) {
        Problem problem = Problem.of("this build has no package `" + spec + "`");
        throw new ProblemException(
            Suggestion.among(nodes.stream().map(Node::pkg).toList(), wanted.name())
                .map(near -> problem.withHelp(near.help("package")))
                .orElse(problem));
      }
    }
    return all;
  }

  /** An edit of heddle.toml as it stands; of an empty text where there is none. */
  TomlEdit policy(Path root) throws IOException, ProblemException {
    Path file = root.resolve("heddle.toml");
    return TomlEdit.of(new Source(file.toString(), shop.read(file).orElse("")));
  }

  /** Shows what changes in heddle.toml, and writes it unless it is only asked for. */
  void write(Path root, String text, boolean dryRun) throws IOException {
    Path file = root.resolve("heddle.toml");
    write(file, "heddle.toml", text, dryRun);
  }

  /** Shows what changes in a file, and writes it unless it is only asked for. */
  void write(Path file, String name, String text, boolean dryRun) throws IOException {
    String old = shop.read(file).orElse("");
    if (old.equals(text)) {
      terminal.status("Unchanged", name);
      return;
    }
    new Difference(old, text).lines(name).forEach(terminal.out()::println);
    terminal.out().flush();
    if (!dryRun) shop.write(file, text);
  }

  /** Without the path of the workspace. */
  static String local(ContractView view, String text) {
    return text.replace(view.root() + "/", "");
  }
}
