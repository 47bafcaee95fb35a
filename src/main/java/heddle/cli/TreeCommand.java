package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.DependencyKind;
import heddle.cargo.TreeOptions;
import heddle.rust.Workshop;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code heddle tree}: what depends on what, with cargo tree's options. */
final class TreeCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "",
        0,
        0,
        false,
        BuildOptions.all(
            options(
                Option.value(
                        "edges",
                        'e',
                        "KINDS",
                        "normal, build, dev, features, all, no-normal, no-build, no-dev,"
                            + " no-proc-macro")
                    .repeated(),
                Option.value("invert", 'i', "SPEC", "Show what depends on this package")
                    .repeated()
                    .withOptionalValue(),
                Option.value("prune", "SPEC", "Leave this package out").repeated(),
                Option.value("depth", "DEPTH", "How deep to go, or `workspace`"),
                Option.value("prefix", "PREFIX", "indent, depth or none"),
                Option.flag("no-dedupe", "Show what was shown before again"),
                Option.flag("duplicates", 'd', "Show packages of several versions only"),
                Option.choice("charset", List.of("utf8", "ascii"), "The letters of the branches"),
                Option.value(
                    "format", 'f', "FORMAT", "How a package is shown: {p} {l} {r} {f} {lib}"))));
  }

  private static List<Option> options(Option... own) {
    var all = new ArrayList<>(List.of(own));
    all.addAll(Option.saying());
    return all;
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    TreeOptions options = options(given);
    try (Workshop shop = Workshops.look(session, given, request(given))) {
      session.onEnd(shop::interrupt);
      String text = shop.planning().tree(options);
      if (text.isEmpty()) {
        session
            .terminal()
            .warning(
                "nothing to print.\n\n"
                    + "To find dependencies that require specific target platforms, try to use"
                    + " option `--target all` first, and then narrow your search scope"
                    + " accordingly.");
      }
      session.terminal().out().print(text);
      session.terminal().out().flush();
      return 0;
    }
  }

  private static TreeOptions options(Arguments given) throws UsageException {
    String depth = given.value("depth").orElse("");
    boolean members = depth.equals("workspace");
    int levels = Integer.MAX_VALUE;
    if (!depth.isEmpty() && !members) {
      try {
        levels = Integer.parseUnsignedInt(depth);
      } catch (NumberFormatException _) {
        throw new UsageException(
            "supported values for --depth are non-negative integers and `workspace`, but `"
                + depth
                + "` is unknown");
      }
    }
    if (given.has("duplicates") && isFeatures(given)) {
      throw UsageException.behindParser("the `-e features` flag does not support `--duplicates`");
    }
    var invert = new ArrayList<>(given.values("invert"));
    invert.removeIf(String::isEmpty);
    if (given.has("invert") && invert.isEmpty()) {
      invert.addAll(given.values("package"));
      if (invert.isEmpty()) {
        throw UsageException.behindParser(
            "The `-i` flag requires a package name: `heddle tree -i SPEC` shows what depends on"
                + " it");
      }
    }
    return new TreeOptions(
        invert,
        kinds(words(given)),
        isFeatures(given),
        !words(given).contains("no-proc-macro"),
        given.values("target").contains("all"),
        given.has("duplicates"),
        prefix(given.value("prefix").orElse("indent")),
        !given.has("no-dedupe"),
        levels,
        members,
        given.values("prune"),
        given.value("format").orElse("{p}"),
        given.value("charset").equals(Optional.of("ascii")));
  }

  private static boolean isFeatures(Arguments given) {
    return words(given).stream().anyMatch(word -> word.equals("features") || word.equals("all"));
  }

  private static List<String> words(Arguments given) {
    var words = new ArrayList<String>();
    given.values("edges").forEach(list -> words.addAll(List.of(list.split(",", -1))));
    return words;
  }

  private static final Set<String> NAMED = Set.of("normal", "build", "dev", "all");

  private static Set<DependencyKind> kinds(List<String> words) throws UsageException {
    var kinds = EnumSet.noneOf(DependencyKind.class);
    var without = EnumSet.noneOf(DependencyKind.class);
    for (String word : words) {
      switch (word) {
        case "all" -> kinds.addAll(EnumSet.allOf(DependencyKind.class));
        case "normal" -> kinds.add(DependencyKind.NORMAL);
        case "build" -> kinds.add(DependencyKind.BUILD);
        case "dev" -> kinds.add(DependencyKind.DEVELOPMENT);
        case "no-normal" -> without.add(DependencyKind.NORMAL);
        case "no-build" -> without.add(DependencyKind.BUILD);
        case "no-dev" -> without.add(DependencyKind.DEVELOPMENT);
        case "no-proc-macro", "features" -> {}
        default ->
            throw new UsageException(
                "invalid value '" + word + "' for '--edges <KINDS>'",
                Optional.of(
                    "possible values: all, normal, build, dev, features, no-normal, no-build, no-dev,"
                        + " no-proc-macro"));
      }
    }
    if (!without.isEmpty() && !kinds.isEmpty()) {
      throw UsageException.behindParser(
          "`"
              + words.stream().filter(NAMED::contains).findFirst().orElse("")
              + "` dependency kind cannot be mixed with \"no-normal\", \"no-build\", or \"no-dev\""
              + " dependency kinds");
    }
    return kinds.isEmpty() ? EnumSet.complementOf(without) : kinds;
  }

  private static TreeOptions.Prefix prefix(String word) throws UsageException {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "indent" -> TreeOptions.Prefix.INDENT;
      case "depth" -> TreeOptions.Prefix.DEPTH;
      case "none" -> TreeOptions.Prefix.NONE;
      default -> throw new UsageException("unknown prefix `" + word + "`: indent, depth or none");
    };
  }

  private static BuildRequest request(Arguments given) throws UsageException {
    BuildRequest asked = BuildOptions.request(Intent.BUILD, given);
    return new BuildRequest(
        asked.intent(),
        asked.packages(),
        asked.selection(),
        asked.features(),
        asked.allFeatures(),
        asked.noDefaultFeatures(),
        asked.profile(),
        asked.targets().stream().filter(target -> !target.equals("all")).toList(),
        asked.crateTypes(),
        asked.locked(),
        true,
        asked.policy());
  }
}
