package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/** The lines of {@code tree}, as cargo draws them ({@code ops/tree/mod.rs}). */
final class TreeText {
  private final TreeGraph graph;
  private final TreeOptions options;
  private final IntFunction<Package> packages;
  private final Set<PackageId> members;
  private final List<PackageIdSpec> prune = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final Set<Integer> seen = new HashSet<>();
  private final List<Integer> path = new ArrayList<>();
  private final List<Boolean> more = new ArrayList<>();

  TreeText(
      TreeGraph graph, TreeOptions options, IntFunction<Package> packages, Set<PackageId> members)
      throws ProblemException {
    this.graph = graph;
    this.options = options;
    this.packages = packages;
    this.members = members;
    for (String spec : options.prune()) {
      prune.add(PackageIdSpec.parse(spec));
    }
  }

  String text(List<Integer> roots) throws ProblemException {
    for (int i = 0; i < roots.size(); i++) {
      if (i > 0) {
        out.append('\n');
      }
      node(roots.get(i));
    }
    return out.toString();
  }

  private void node(int node) throws ProblemException {
    boolean isNew = !options.dedupe() || seen.add(node);
    switch (options.prefix()) {
      case DEPTH -> out.append(more.size());
      case INDENT -> {
        if (!more.isEmpty()) {
          indent(more.subList(0, more.size() - 1));
          out.append(symbol(more.getLast() ? "├" : "└", more.getLast() ? "|" : "`"));
          out.append(symbol("── ", "-- "));
        }
      }
      case NONE -> {}
    }
    boolean cycle = path.contains(node);
    format(node);
    out.append((isNew && !cycle) || graph.isLeaf(node) ? "\n" : " (*)\n");
    if (!isNew || cycle) {
      return;
    }
    path.add(node);
    for (TreeNode.Edge kind : TreeNode.Edge.values()) {
      below(node, kind);
    }
    path.removeLast();
  }

  private void below(int node, TreeNode.Edge kind) throws ProblemException {
    List<Integer> all = graph.below(node, kind);
    if (all.isEmpty()) {
      return;
    }
    String title =
        switch (kind) {
          case NORMAL, FEATURE -> "";
          case BUILD -> "[build-dependencies]\n";
          case DEVELOPMENT -> "[dev-dependencies]\n";
        };
    if (options.prefix() == TreeOptions.Prefix.INDENT && !title.isEmpty()) {
      indent(more);
      out.append(title);
    }
    if (more.size() + 1 > options.depth()) {
      return;
    }
    List<Integer> shown = all.stream().filter(this::isShown).toList();
    for (int i = 0; i < shown.size(); i++) {
      more.add(i + 1 < shown.size());
      node(shown.get(i));
      more.removeLast();
    }
  }

  private boolean isShown(int number) {
    return switch (graph.node(number)) {
      case TreeNode.Built node ->
          (!options.membersOnly() || members.contains(node.id()))
              && prune.stream().noneMatch(spec -> spec.matches(node.id()));
      case TreeNode.Feature _ -> true;
    };
  }

  private void indent(List<Boolean> levels) {
    for (boolean continues : levels) {
      out.append(continues ? symbol("│", "|") : " ").append("   ");
    }
  }

  private String symbol(String unicode, String ascii) {
    return options.ascii() ? ascii : unicode;
  }

  private void format(int number) throws ProblemException {
    switch (graph.node(number)) {
      case TreeNode.Built node -> format(node);
      case TreeNode.Feature(int of, String name) -> {
        String pkg = graph.node(of) instanceof TreeNode.Built built ? built.id().name() : "";
        out.append(pkg).append(" feature \"").append(name).append('"');
        out.append(graph.isAsked(number) ? " (command-line)" : "");
      }
    }
  }

  private void format(TreeNode.Built node) throws ProblemException {
    String format = options.format();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if ((c == '{' || c == '}') && format.startsWith(String.valueOf(c).repeat(2), at)) {
        out.append(c);
        at += 2;
        continue;
      }
      if (c != '{') {
        out.append(c);
        at++;
        continue;
      }
      int end = format.indexOf('}', at);
      if (end < 0) {
        throw new ProblemException(
            Problem.of("the format `" + format + "` has a `{` without its `}`"));
      }
      argument(format.substring(at + 1, end), node);
      at = end + 1;
    }
  }

  private void argument(String name, TreeNode.Built node) throws ProblemException {
    Package pkg = packages.apply(node.pkg());
    About about = pkg.manifest().about();
    switch (name.toLowerCase(Locale.ROOT)) {
      case "p", "package" -> {
        out.append(pkg.name()).append(" v").append(pkg.version());
        out.append(pkg.hasProcMacro() ? " (proc-macro)" : "");
        if (!pkg.id().source().isCratesIo()) {
          out.append(" (").append(source(pkg.id().source())).append(')');
        }
      }
      case "l", "license" -> out.append(about.license().orElse(""));
      case "r", "repository" -> out.append(about.repository().orElse(""));
      case "f", "features" -> out.append(String.join(",", node.features()));
      case "lib" ->
          pkg.manifest().library().ifPresent(lib -> out.append(lib.name().replace('-', '_')));
      default ->
          throw new ProblemException(
              Problem.of("tree format `" + options.format() + "` not valid")
                  .withNote("unsupported pattern `" + name + "`"));
    }
  }

  private static String source(SourceId source) {
    return switch (source.kind()) {
      case PATH -> source.toString();
      case GIT ->
          source.url()
              + source.reference().query(false)
              + source.precise().map(p -> "#" + p.substring(0, Math.min(8, p.length()))).orElse("");
      default -> "registry `" + source.url() + "`";
    };
  }
}
