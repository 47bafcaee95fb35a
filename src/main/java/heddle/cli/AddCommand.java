package heddle.cli;

import heddle.cargo.Package;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.edit.DependencyText;
import heddle.cargo.edit.FeatureCleanup;
import heddle.cargo.resolve.Latest;
import heddle.cargo.resolve.MemberRust;
import heddle.cargo.resolve.Summary;
import heddle.rust.Locks;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle add}: writes dependencies into the manifest of a package as cargo writes them, and
 * leaves all other text as it is. Source of the rules: cargo's {@code ops/cargo_add}.
 */
final class AddCommand implements Command {
  @Override
  public Usage usage() {
    var options = new ArrayList<>(ManifestChoice.options());
    options.addAll(
        List.of(
            Option.value("features", 'F', "FEATURES", "Features to turn on").repeated(),
            Option.flag("default-features", "Turn on the feature `default` again"),
            Option.flag("no-default-features", "Do not turn on the feature `default`"),
            Option.flag("optional", "Let features turn it on"),
            Option.flag("no-optional", "Have it in any case"),
            Option.value("rename", "NAME", "Give it another name"),
            Option.value("path", "PATH", "Take it from a directory"),
            Option.value("git", "URL", "Take it from a git repository"),
            Option.value("branch", "BRANCH", "Of the repository, this branch"),
            Option.value("tag", "TAG", "Of the repository, this tag"),
            Option.value("rev", "REV", "Of the repository, this revision"),
            Option.value("registry", "NAME", "Take it from this registry")));
    options.addAll(LockSession.options());
    return new Usage("NAME[@VERSION]...", 0, Integer.MAX_VALUE, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (LockSession open = LockSession.open(session, given)) {
      Locks locks = open.locks();
      Package pkg = ManifestChoice.pkg(locks.workspace(), given.value("package"));
      Path file = pkg.manifest().file();
      List<String> path = ManifestChoice.path(given);
      Source before = locks.read(file);
      TomlEdit edit = TomlEdit.of(before);
      AskedFeatures asked = AskedFeatures.of(given);
      var words = new LinkedHashSet<>(given.words());
      if (words.isEmpty()) {
        words.add(unnamed(session, given, locks));
      }
      refuseTogether(given, words.size());
      var all = new ArrayList<Adding>();
      for (String word : words) {
        all.add(adding(session, given, locks, pkg, edit, path, word, asked.of(word)));
      }
      for (Adding adding : all) {
        adding.tell(session.terminal(), path);
        edit = adding.text().write(edit, path, adding.key());
        edit = features(session, pkg, edit, adding);
      }
      if (given.has("dry-run")) {
        session.terminal().warning("aborting add due to dry run");
        open.tellWhatIsMissing();
        return 0;
      }
      locks.write(file, edit.text());
      try {
        open.relock(true);
      } catch (ProblemException e) {
        if (given.has("git")) {
          locks.write(file, before.text());
        }
        throw e;
      }
      return 0;
    }
  }

  /** Of a path alone, or a repository of one package, the name is that of the package there. */
  private static String unnamed(Session session, Arguments given, Locks locks) throws Exception {
    if (given.has("git")) {
      return AddedRepository.of(given).only(locks).name();
    }
    if (given.value("path").isEmpty()) {
      throw new UsageException(
          "the following required arguments were not provided:\n"
              + "  <DEP_ID|--path <PATH>|--git <URI>>");
    }
    return there(session, locks, given.value("path").get()).name();
  }

  /** What cargo does not take together. */
  private static void refuseTogether(Arguments given, int crates)
      throws ProblemException, UsageException {
    for (String each : List.of("optional", "no-optional")) {
      if (given.has("dev") && given.has(each)) {
        throw new UsageException("the argument `--dev` cannot be used with `--" + each + "`");
      }
    }
    if (crates > 1 && given.has("rename")) {
      throw new ProblemException(
          Problem.of("cannot specify multiple crates with `--rename`")
              .withHelp("add them one by one"));
    }
  }

  /** A package in a directory, seen from where the user stands. */
  private static Package there(Session session, Locks locks, String path) throws Exception {
    return locks.at(session.invocation().directory().resolve(path).normalize());
  }

  private static Adding adding(
      Session session,
      Arguments given,
      Locks locks,
      Package pkg,
      TomlEdit edit,
      List<String> path,
      String word,
      List<String> features)
      throws Exception {
    int at = word.indexOf('@');
    String written = at < 0 ? word : word.substring(0, at);
    checkName(written, word);
    var names = new NameSearch(session, given, locks, edit, path);
    String there = names.inManifests(written);
    String name = at < 0 ? names.inRegistry(there) : there;
    Optional<String> version = at < 0 ? Optional.empty() : Optional.of(word.substring(at + 1));
    if (version.isPresent() && (given.has("path") || given.has("git"))) {
      throw new ProblemException(
          Problem.of(
              (given.has("git")
                      ? "cannot specify a git URL (`" + given.value("git").get()
                      : "cannot specify a path (`" + given.value("path").orElse(""))
                  + "`) with a version (`"
                  + version.get()
                  + "`)."));
    }
    String key = given.value("rename").orElse(name);
    boolean dev = path.getLast().equals("dev-dependencies");
    DependencyText source = DependencyText.NOTHING;
    Optional<SourceId> registry = Optional.empty();
    if (given.has("path")) {
      source = ofPath(session, locks, pkg, given.value("path").get(), name, dev);
    } else if (given.has("git")) {
      source = AddedRepository.of(given).text(locks, name, dev);
    } else if (version.isPresent()) {
      source = source.with("version", TomlEdit.string(version.get()));
    }
    DependencyText text = names.existing(key);
    if (!text.string("package").orElse(key).equals(name)) {
      text = text.optionalOnly();
    }
    boolean known = !text.fields().isEmpty();
    text = source.hasSource() ? text.from(source) : text;
    text = options(session, text.withFeatures(features), given, name, key);
    if (!text.hasSource()) {
      Optional<DependencyText> inherited = names.inherited(key);
      Optional<Package> member =
          locks.workspace().members().stream().filter(m -> m.name().equals(name)).findFirst();
      if (inherited.isPresent()) {
        text = text.with("workspace", "true");
      } else if (member.isPresent() && !given.has("registry")) {
        text = text.from(member(pkg, member.get(), dev));
      } else {
        registry = Optional.of(locks.registry(given.value("registry")));
        Latest latest = locks.latest(registry.get(), key, name, pkg);
        latest
            .warning(given.value("rename").orElse(there), pkg)
            .ifPresent(session.terminal()::warning);
        names.told(there, name);
        String newest = latest.summary().id().version().toString();
        text =
            text.from(
                DependencyText.NOTHING.with("version", TomlEdit.string(Adding.release(newest))));
      }
    }
    if (text.get("workspace").isPresent()) {
      refuseOverrides(given, key);
    }
    if (given.has("registry")) {
      text = text.with("registry", TomlEdit.string(given.value("registry").get()));
    }
    if (dev && !known && text.get("path").isPresent() && version.isEmpty()) {
      text = text.without("version");
    }
    Optional<Summary> summary = known(names, pkg, text, key, name);
    if (text.get("path").isPresent() && isOwn(pkg, text)) {
      session
          .terminal()
          .status("Adding", Adding.shown(text, name) + " to " + ManifestChoice.shown(path));
      throw new ProblemException(Problem.of("cannot add `" + name + "` as a dependency to itself"));
    }
    return new Adding(key, name, text, summary);
  }

  private static void checkName(String name, String word) throws ProblemException {
    boolean plain =
        !name.isEmpty()
            && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    if (!plain) {
      throw new ProblemException(
          Problem.of("invalid character in package name: `" + word + "`")
              .withHelp(
                  "features are given as `--features " + name.replaceFirst("^[^/]*/", "") + "`"));
    }
  }

  private static boolean isOwn(Package pkg, DependencyText text) throws ProblemException {
    String path = text.string("path").orElse("");
    return pkg.root().resolve(path).normalize().equals(pkg.root());
  }

  private static DependencyText ofPath(
      Session session, Locks locks, Package pkg, String path, String name, boolean dev)
      throws Exception {
    Package there = there(session, locks, path);
    if (!there.name().equals(name)) {
      throw new ProblemException(
          Problem.of("the crate `" + name + "` could not be found at `" + there.root() + "`"));
    }
    return member(pkg, there, dev);
  }

  private static String relative(Path from, Path to) {
    String path = from.relativize(to).toString();
    return path.isEmpty() ? "." : path;
  }

  private static DependencyText member(Package pkg, Package member, boolean dev) {
    DependencyText text =
        DependencyText.NOTHING.with("path", TomlEdit.string(relative(pkg.root(), member.root())));
    return dev
        ? text
        : text.with("version", TomlEdit.string(Adding.release(member.version().toString())));
  }

  private static DependencyText options(
      Session session, DependencyText text, Arguments given, String name, String key) {
    DependencyText changed = text;
    if (given.has("no-default-features")) {
      changed = changed.with("default-features", "false");
    }
    if (counts(session, given, "default-features", "no-default-features")) {
      changed = changed.without("default-features");
    }
    if (given.has("optional")) {
      changed = changed.with("optional", "true");
    }
    if (counts(session, given, "no-optional", "optional")) {
      changed = changed.without("optional");
    }
    boolean renamed = given.has("rename") || !key.equals(name);
    return renamed ? changed.with("package", TomlEdit.string(name)) : changed;
  }

  /** Whether an option is given and not the other behind it, which takes its place. */
  private static boolean counts(Session session, Arguments given, String option, String other) {
    List<String> words = session.invocation().arguments();
    return given.has(option) && words.lastIndexOf("--" + option) > words.lastIndexOf("--" + other);
  }

  private static void refuseOverrides(Arguments given, String key) throws ProblemException {
    var refused = new ArrayList<List<String>>();
    if (given.has("registry")) {
      refused.add(List.of("registry", "registry"));
    }
    if (given.has("default-features") || given.has("no-default-features")) {
      refused.add(List.of("default-features", "default-features"));
    }
    if (given.has("rename")) {
      refused.add(List.of("rename", "package"));
    }
    for (List<String> each : refused) {
      throw new ProblemException(
          Problem.of(
              "cannot override workspace dependency with `--"
                  + each.getFirst()
                  + "`, either change `workspace.dependencies."
                  + key
                  + "."
                  + each.getLast()
                  + "` or define the dependency exclusively in the package's manifest"));
    }
  }

  /** What is known of the package's features: of the oldest version that will do. */
  private static Optional<Summary> known(
      NameSearch names, Package pkg, DependencyText text, String key, String name)
      throws Exception {
    Locks locks = names.locks();
    boolean shared = text.get("workspace").isPresent();
    DependencyText meant = shared ? names.inherited(key).orElse(text) : text;
    Optional<String> path = meant.string("path");
    if (path.isPresent()) {
      Path from = shared ? locks.workspace().rootManifest().resolveSibling("") : pkg.root();
      return Optional.of(Summary.of(locks.at(from.resolve(path.get()).normalize())));
    }
    if (meant.get("git").isPresent()) {
      return Optional.empty();
    }
    SourceId registry = locks.registry(meant.string("registry"));
    String version = meant.string("version").orElse("*");
    Optional<Summary> oldest =
        locks.oldest(registry, meant.string("package").orElse(name), version);
    if (oldest.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              "the crate `" + name + "@" + version + "` could not be found in registry index."));
    }
    return oldest;
  }

  /** The features of the manifest that a dependency needs, and without those it does not. */
  private static TomlEdit features(Session session, Package pkg, TomlEdit edit, Adding adding)
      throws ProblemException {
    if (!adding.text().get("optional").equals(Optional.of("true"))) {
      return new FeatureCleanup(adding.key()).clean(edit);
    }
    String own = "dep:" + adding.key();
    Optional<Toml.Table> table = edit.table(List.of("features"));
    boolean named =
        table.stream()
            .flatMap(t -> t.entries().values().stream())
            .filter(entry -> entry.value() instanceof Toml.Array)
            .flatMap(entry -> ((Toml.Array) entry.value()).items().stream())
            .anyMatch(item -> item instanceof Toml.Text(String text, var _) && text.equals(own));
    // A Rust that knows no `dep:` has only the feature that an optional dependency has by itself.
    Optional<String> rust = pkg.manifest().about().rustVersion();
    boolean old =
        rust.isPresent() && MemberRust.full(rust.get()).compareTo(Version.of(1, 60, 0)) < 0;
    if (old || named || table.flatMap(t -> t.get(adding.key())).isPresent()) {
      return edit;
    }
    session.terminal().status("Adding", "feature `" + adding.key() + "`");
    return edit.addLast(List.of("features"), adding.key(), "[" + TomlEdit.string(own) + "]");
  }
}
