package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.DependencyKind;
import heddle.cargo.TreeOptions;
import heddle.rust.Workshop;
import heddle.text.Problem;
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
    var options = new ArrayList<>(BuildOptions.all(List.of()));
    // Of these names cargo's tree has options of its own.
    options.removeIf(each -> each.name().equals("all") || each.name().equals("all-targets"));
    options.addAll(
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
            Option.choice(
                "prefix", List.of("depth", "indent", "none"), "What stands before a package"),
            Option.flag("no-dedupe", "Show what was shown before again"),
            Option.flag("duplicates", 'd', "Show packages of several versions only"),
            Option.flag("duplicate", "Another name for --duplicates"),
            Option.flag("all", 'a', "Deprecated: use --no-dedupe"),
            Option.flag("all-targets", "Deprecated: use --target=all"),
            Option.flag("no-indent", "Deprecated: use --prefix=none"),
            Option.flag("prefix-depth", "Deprecated: use --prefix=depth"),
            Option.flag("no-dev-dependencies", "Deprecated: use -e=no-dev"),
            Option.choice("charset", List.of("utf8", "ascii"), "The letters of the branches"),
            Option.value(
                "format", 'f', "FORMAT", "How a package is shown: {p} {l} {r} {f} {lib}")));
    return new Usage("", 0, 0, false, options);
  }

  private static List<Option> options(Option... own) {
    var all = new ArrayList<>(List.of(own));
    all.addAll(Option.saying());
    return all;
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    TreeOptions options = options(given);
    if (!given.has("quiet")) {
      session.terminal().warn(deprecated(given));
    }
    try (Workshop shop = Workshops.look(session, given, request(given))) {
      session.onEnd(shop::interrupt);
      String text = shop.planning().tree(options);
      if (!given.has("quiet")) {
        session.terminal().warn(shop.planning().unusedPatches());
      }
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

  /** Old spellings that cargo still takes, in its order and its words. */
  private static List<Problem> deprecated(Arguments given) {
    var warnings = new ArrayList<Problem>();
    if (given.has("no-indent")) {
      warnings.add(Problem.of("the --no-indent flag has been changed to --prefix=none"));
    } else if (given.has("prefix-depth")) {
      warnings.add(Problem.of("the --prefix-depth flag has been changed to --prefix=depth"));
    }
    if (given.has("all")) {
      warnings.add(
          Problem.of(
                  "the `cargo tree` --all flag has been changed to --no-dedupe, and may be removed in"
                      + " a future version")
              .withHelp(
                  "if you are looking to display all workspace members, use the --workspace flag"));
    }
    if (given.has("all-targets")) {
      warnings.add(Problem.of("the --all-targets flag has been changed to --target=all"));
    }
    if (given.has("no-dev-dependencies")) {
      warnings.add(Problem.of("the --no-dev-dependencies flag has changed to -e=no-dev"));
    }
    return warnings;
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
    boolean duplicates = given.has("duplicates") || given.has("duplicate");
    if (duplicates && isFeatures(given)) {
      throw UsageException.behindParser("the `-e features` flag does not support `--duplicates`");
    }
    var invert = new ArrayList<>(given.values("invert"));
    invert.removeIf(String::isEmpty);
    if (given.has("invert") && invert.isEmpty()) {
      invert.addAll(given.values("package"));
      if (invert.isEmpty()) {
        throw UsageException.behindParser(
            "The `-i` flag requires a package name.\n\n"
                + "`heddle tree -i SPEC` shows what depends on SPEC in the trees of the selected"
                + " packages;\nwith `--workspace` in those of all members.");
      }
    }
    return new TreeOptions(
        invert,
        kinds(words(given)),
        isFeatures(given),
        !words(given).contains("no-proc-macro"),
        given.has("all-targets") || given.values("target").contains("all"),
        duplicates,
        prefix(given),
        !given.has("no-dedupe") && !given.has("all"),
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
    if (given.has("no-dev-dependencies")) words.add("no-dev");
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
        case "no-proc-macro", "features", "public" -> {}
        default ->
            throw new UsageException(
                "invalid value '" + word + "' for '--edges <KINDS>'",
                Optional.of(
                    "possible values: all, normal, build, dev, features, public, no-normal, no-build,"
                        + " no-dev, no-proc-macro"));
      }
    }
    if (words.contains("public")) {
      throw UsageException.behindParser("`--edges public` requires `-Zunstable-options`");
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

  private static TreeOptions.Prefix prefix(Arguments given) {
    if (given.has("no-indent")) return TreeOptions.Prefix.NONE;
    if (given.has("prefix-depth")) return TreeOptions.Prefix.DEPTH;
    return TreeOptions.Prefix.valueOf(
        given.value("prefix").orElse("indent").toUpperCase(Locale.ROOT));
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
