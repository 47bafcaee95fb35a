package heddle.cli;

import heddle.cargo.PackageIdSpec;
import heddle.contract.Node;
import heddle.contract.Overlay;
import heddle.contract.policy.PolicyFile;
import heddle.rust.ContractView;
import heddle.rust.UnitTrace;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.TomlEdit;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code heddle overlay check} holds the overlays of a graph against its packages; {@code heddle
 * overlay new CRATE} writes a first draft for a crate from what its build script did last.
 */
final class OverlayCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "check|new [CRATE]",
        1,
        2,
        false,
        ContractSession.options(Option.flag("dry-run", "Print the draft, and write nothing")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    String verb = given.words().getFirst();
    if (!verb.equals("check") && !verb.equals("new"))
      throw new UsageException("`" + verb + "` is not a verb of `overlay`: check, new");
    List<String> touched =
        verb.equals("new") && given.words().size() > 1 ? trace(session, given) : List.of();
    try (Workshop shop = ContractSession.open(session, given)) {
      ContractView view = shop.contracts();
      if (verb.equals("check")) return check(session.terminal(), view, given);
      if (given.words().size() < 2)
        throw new UsageException("`overlay new` needs the name of a crate");
      List<Integer> nodes = ContractSession.named(view, given.words().subList(1, 2));
      return draft(session, shop, view, nodes.getFirst(), touched, given.has("dry-run"));
    }
  }

  /**
   * Runs the script once under strace, which leaves a report of it, and gives what it touched that
   * nobody declared. Without strace the report of the last build must do.
   */
  private static List<String> trace(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      UnitTrace trace = shop.trace(PackageIdSpec.parse(given.words().get(1)), false);
      return trace.touches().stream()
          .filter(each -> each.whose() == UnitTrace.Whose.UNDECLARED)
          .map(each -> each.deed().name().toLowerCase(Locale.ROOT) + " " + each.name())
          .sorted()
          .toList();
    } catch (ProblemException e) {
      session.terminal().warning("the script was not traced: " + e.problems().getFirst().message());
      return List.of();
    }
  }

  private static int check(Terminal terminal, ContractView view, Arguments given)
      throws ProblemException {
    PrintStream out = terminal.out();
    var stale = new ArrayList<Problem>();
    var lines = new LinkedHashSet<String>();
    for (int i : ContractSession.named(view, given.words().subList(1, given.words().size()))) {
      Node node = view.graph().nodes().get(i);
      List<Overlay> all =
          view.graph().overlays().all().stream().filter(o -> o.pkg().equals(node.pkg())).toList();
      if (all.isEmpty()) continue;
      Optional<Overlay> used = view.graph().overlays().of(node.pkg(), node.version());
      if (used.isEmpty()) {
        lines.add(
            node.shown()
                + ": the overlay is for versions "
                + String.join(" or ", all.stream().map(OverlayCommand::range).toList())
                + ", so it is not used");
        continue;
      }
      Optional<Problem> problem =
          used.get().script().isEmpty()
              ? Optional.empty()
              : used.get().stale(node.version(), view.scriptDigests().get(i));
      String file = ContractSession.local(view, used.get().place().source().name());
      lines.add(
          node.shown()
              + ": "
              + file
              + (problem.isPresent()
                  ? ", written against another build script"
                  : used.get().script().isEmpty() ? ", names no script" : ", fits"));
      problem.filter(each -> !stale.contains(each)).ifPresent(stale::add);
    }
    lines.forEach(out::println);
    out.flush();
    if (lines.isEmpty()) terminal.status("Overlays", "none for the packages of this build");
    for (Problem each : stale) each.lines("warning").forEach(terminal.err()::println);
    return stale.isEmpty() ? 0 : 1;
  }

  private static String range(Overlay overlay) {
    return (overlay.from().map(v -> "from " + v).orElse("")
            + overlay.before().map(v -> " before " + v).orElse(""))
        .strip();
  }

  private static int draft(
      Session session,
      Workshop shop,
      ContractView view,
      int node,
      List<String> touched,
      boolean dryRun)
      throws Exception {
    Node pkg = view.graph().nodes().get(node);
    if (view.scripts().get(node).isEmpty())
      throw new ProblemException(
          Problem.of(pkg.shown() + " has no build script, so there is nothing to overlay"));
    var edits = new ContractSession(session.terminal(), shop);
    TomlEdit policy = edits.policy(view.root());
    List<String> directories = PolicyFile.read(policy.source()).overlays();
    String directory = directories.isEmpty() ? "overlays" : directories.getFirst();
    Path file = view.root().resolve(directory).resolve(pkg.pkg() + ".toml");
    if (shop.read(file).isPresent() && !dryRun)
      throw new ProblemException(
          Problem.of("there is an overlay already: `" + file + "`")
              .withHelp("see a new draft with --dry-run"));
    String text = text(view, node, touched);
    if (dryRun) {
      session.terminal().out().print(text);
      session.terminal().out().flush();
      return 0;
    }
    edits.write(file, directory + "/" + pkg.pkg() + ".toml", text, false);
    if (directories.isEmpty()) {
      TomlEdit edit = policy.set(List.of(), "overlays", "[" + TomlEdit.string(directory) + "]");
      edits.write(view.root(), edit.text(), false);
    }
    return 0;
  }

  /** What the network is wanted for is known to people only. */
  private static String download(String pkg) {
    return """

    # What it takes from the network belongs here, and not into `allow`: then it is fetched before the
    # script runs, verified, listed and audited, and the script gets it by a variable that it reads.
    # [download.NAME]
    # url = "https://example.org/%s.tar.gz"      # or pkg:cargo/…, pkg:npm/…, pkg:pypi/…
    # sha256 = "…"
    # license = "…"
    # unpack = "tar.gz"
    # env = { VARIABLE = "{path}" }
    """
        .formatted(pkg);
  }

  private static String text(ContractView view, int node, List<String> touched)
      throws ProblemException {
    Node pkg = view.graph().nodes().get(node);
    var text = new StringBuilder("# A draft from what the build script did last. Give each option");
    text.append(" its type, its default and a word of what it does.\n");
    if (!touched.isEmpty()) {
      text.append("# It touched what nobody declared:\n");
      touched.stream().limit(40).forEach(each -> text.append("#   ").append(each).append('\n'));
    }
    List<String> wants = view.reports().get(node).wants();
    if (!wants.isEmpty()) {
      text.append("allow = [");
      text.append(String.join(", ", wants.stream().map(TomlEdit::string).toList()));
      text.append("]\n");
    }
    text.append("\n[overlay]\npackage = ").append(TomlEdit.string(pkg.pkg()));
    String[] numbers = pkg.version().split("[.+-]", -1);
    boolean zero = numbers[0].equals("0");
    String before =
        zero ? "0." + (Long.parseLong(numbers[1]) + 1) : "" + (Long.parseLong(numbers[0]) + 1);
    text.append("\nfrom = ")
        .append(TomlEdit.string(pkg.version().split("[+]", 2)[0]))
        .append("\nbefore = ")
        .append(TomlEdit.string(before));
    Path script = view.scripts().get(node).orElseThrow();
    text.append("\nscript = { path = ")
        .append(TomlEdit.string(view.packages().get(node).relativize(script).toString()))
        .append(", sha256 = ")
        .append(TomlEdit.string(view.scriptDigests().get(node).orElse("")))
        .append(" }\n");
    if (wants.contains("network")) text.append(download(pkg.pkg()));
    var names = new HashSet<String>();
    for (String variable : OptionsCommand.undeclared(view, node)) {
      String name = variable.toLowerCase(Locale.ROOT).replace('_', '-');
      String prefix = pkg.pkg().replace("-sys", "").replace('_', '-') + "-";
      if (name.startsWith(prefix) && name.length() > prefix.length())
        name = name.substring(prefix.length());
      if (!names.add(name)) name = variable;
      text.append("\n[option.").append(TomlEdit.key(name)).append("]\n");
      text.append("type = \"string\"\ndoc = \"\"\n");
      text.append("env = { ").append(TomlEdit.key(variable)).append(" = true }\n");
    }
    Overlay.read(new Source("the draft", text.toString()));
    return text.toString();
  }
}
