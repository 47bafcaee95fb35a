package heddle.cli;

import heddle.cargo.Package;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.edit.DependencyTables;
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
      var words = new ArrayList<>(given.words());
      if (words.isEmpty()) {
        words.add(unnamed(session, given, locks));
      }
      for (String word : words) {
        Adding adding = adding(session, given, locks, pkg, edit, path, word);
        adding.tell(session.terminal(), path);
        edit = adding.text().write(edit, path, adding.key());
        edit = features(session, pkg, edit, adding);
      }
      if (given.has("dry-run")) {
        session.terminal().warning("aborting add due to dry run");
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

  /** Of a path alone, the name is that of the package there. */
  private static String unnamed(Session session, Arguments given, Locks locks) throws Exception {
    if (given.value("path").isEmpty()) {
      throw new UsageException(
          given.has("git")
              ? "name the package of the repository that is to be added"
              : "the following required arguments were not provided:\n"
                  + "  <DEP_ID|--path <PATH>|--git <URI>>");
    }
    return there(session, locks, given.value("path").get()).name();
  }

  /** A package in a directory, seen from where the user stands. */
  private record There(Path directory, String name, Optional<String> version) {}

  private static There there(Session session, Locks locks, String path) throws Exception {
    Path directory = session.invocation().directory().resolve(path).normalize();
    for (Package member : locks.workspace().members()) {
      if (member.root().equals(directory)) {
        return new There(directory, member.name(), Optional.of(member.version().toString()));
      }
    }
    Toml.Table table = Toml.parse(locks.read(directory.resolve("Cargo.toml")));
    if (table.get("package").orElse(table) instanceof Toml.Table pkg
        && pkg.get("name").orElse(pkg) instanceof Toml.Text(String name, var _)) {
      Optional<String> version =
          pkg.get("version").filter(v -> v instanceof Toml.Text).map(v -> ((Toml.Text) v).value());
      return new There(directory, name, version);
    }
    throw new ProblemException(Problem.of("`" + directory + "` holds no package"));
  }

  private static Adding adding(
      Session session,
      Arguments given,
      Locks locks,
      Package pkg,
      TomlEdit edit,
      List<String> path,
      String word)
      throws Exception {
    int at = word.indexOf('@');
    String written = at < 0 ? word : word.substring(0, at);
    checkName(written, word);
    String name = translated(session, given, locks, edit, path, written, at >= 0);
    Optional<String> version = at < 0 ? Optional.empty() : Optional.of(word.substring(at + 1));
    String key = given.value("rename").orElse(name);
    boolean dev = path.getLast().equals("dev-dependencies");
    DependencyText source = DependencyText.NOTHING;
    Optional<SourceId> registry = Optional.empty();
    if (given.has("path")) {
      source = ofPath(session, locks, pkg, given.value("path").get(), name, version, dev);
    } else if (given.has("git")) {
      for (String each : List.of("git", "branch", "tag", "rev")) {
        if (given.has(each)) {
          source = source.with(each, TomlEdit.string(given.value(each).get()));
        }
      }
      if (version.isPresent()) {
        source = source.with("version", TomlEdit.string(version.get()));
      }
    } else if (version.isPresent()) {
      source = source.with("version", TomlEdit.string(version.get()));
    }
    DependencyText text = existing(edit, path, key);
    boolean known = !text.fields().isEmpty();
    text = source.hasSource() ? text.from(source) : text;
    text = options(text, given, name, key);
    if (!text.hasSource()) {
      Optional<DependencyText> inherited = inherited(locks, key);
      Optional<Package> member =
          locks.workspace().members().stream().filter(m -> m.name().equals(name)).findFirst();
      if (inherited.isPresent() && !given.has("registry")) {
        text = text.with("workspace", "true");
      } else if (member.isPresent() && !given.has("registry")) {
        text = text.from(member(pkg, member.get(), dev));
      } else {
        registry = Optional.of(locks.registry(given.value("registry")));
        Latest latest = locks.latest(registry.get(), key, name, pkg);
        latest.warning(key, pkg).ifPresent(session.terminal()::warning);
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
    Optional<Summary> summary = known(locks, text, key, name);
    if (text.get("path").isPresent() && isOwn(pkg, text)) {
      session
          .terminal()
          .status("Adding", Adding.shown(text, name) + " to " + ManifestChoice.shown(path));
      throw new ProblemException(Problem.of("cannot add `" + name + "` as a dependency to itself"));
    }
    return new Adding(key, name, text, summary);
  }

  /**
   * The name, or the one that differs from it by {@code -} and {@code _} where only that is in the
   * manifest or, without a version, in the registry ({@code fuzzy_lookup}).
   */
  private static String translated(
      Session session,
      Arguments given,
      Locks locks,
      TomlEdit edit,
      List<String> path,
      String name,
      boolean versioned)
      throws Exception {
    List<String> names = List.of(name, name.replace('-', '_'), name.replace('_', '-'));
    boolean elsewhere = given.has("path") || given.has("git");
    boolean similar = names.stream().distinct().count() > 1;
    if (!similar || elsewhere || given.has("rename") || isMember(locks, name)) {
      return name;
    }
    for (String each : names) {
      DependencyText there = existing(edit, path, each);
      if (there.fields().isEmpty() && !given.has("registry")) {
        there = inherited(locks, each).orElse(there);
      }
      boolean ofRegistry =
          there.get("version").isPresent()
              && there.get("path").isEmpty()
              && there.get("git").isEmpty();
      if (each.equals(name) ? !there.fields().isEmpty() : ofRegistry) {
        return told(session, name, each);
      }
    }
    if (!versioned) {
      SourceId registry = locks.registry(given.value("registry"));
      for (String each : names) {
        if (locks.oldest(registry, each, "*").isPresent()) {
          return told(session, name, each);
        }
      }
    }
    return name;
  }

  private static boolean isMember(Locks locks, String name) {
    return locks.workspace().members().stream().anyMatch(member -> member.name().equals(name));
  }

  private static String told(Session session, String name, String found) {
    if (!found.equals(name)) {
      session.terminal().warning("translating `" + name + "` to `" + found + "`");
    }
    return found;
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
      Session session,
      Locks locks,
      Package pkg,
      String path,
      String name,
      Optional<String> version,
      boolean dev)
      throws Exception {
    There there = there(session, locks, path);
    if (!there.name.equals(name)) {
      throw new ProblemException(
          Problem.of("the crate `" + name + "` could not be found at `" + there.directory + "`"));
    }
    DependencyText text =
        DependencyText.NOTHING.with("path", TomlEdit.string(relative(pkg.root(), there.directory)));
    Optional<String> shown = version.isPresent() || dev ? version : there.version;
    return shown.isPresent()
        ? text.with("version", TomlEdit.string(Adding.release(shown.get())))
        : text;
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

  /** What the manifest has under this key: here, or of another table where it comes from. */
  private static DependencyText existing(TomlEdit edit, List<String> path, String key) {
    Optional<Toml> here = edit.table(path).flatMap(table -> table.get(key));
    if (here.isPresent()) {
      return DependencyText.of(here.get());
    }
    for (List<String> other : DependencyTables.of(edit)) {
      Optional<Toml> there = edit.table(other).flatMap(table -> table.get(key));
      if (there.isPresent()) {
        return DependencyText.of(there.get()).source();
      }
    }
    return DependencyText.NOTHING;
  }

  private static DependencyText options(
      DependencyText text, Arguments given, String name, String key) throws ProblemException {
    DependencyText changed = text.withFeatures(features(given));
    if (given.has("no-default-features")) {
      changed = changed.with("default-features", "false");
    }
    if (given.has("default-features")) {
      changed = changed.without("default-features");
    }
    if (given.has("optional")) {
      changed = changed.with("optional", "true");
    }
    if (given.has("no-optional")) {
      changed = changed.without("optional");
    }
    return key.equals(name) ? changed : changed.with("package", TomlEdit.string(name));
  }

  private static List<String> features(Arguments given) {
    var features = new ArrayList<String>();
    for (String list : given.values("features")) {
      for (String feature : list.replace(',', ' ').split(" ", -1)) {
        if (!feature.isEmpty()) {
          features.add(feature);
        }
      }
    }
    return features;
  }

  private static Optional<DependencyText> inherited(Locks locks, String key) throws Exception {
    return TomlEdit.of(locks.read(locks.workspace().rootManifest()))
        .table(List.of("workspace", "dependencies"))
        .flatMap(table -> table.get(key))
        .map(DependencyText::of);
  }

  private static void refuseOverrides(Arguments given, String key) throws ProblemException {
    var refused = new ArrayList<List<String>>();
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
  private static Optional<Summary> known(Locks locks, DependencyText text, String key, String name)
      throws Exception {
    DependencyText meant =
        text.get("workspace").isPresent() ? inherited(locks, key).orElse(text) : text;
    if (meant.get("path").isPresent()) {
      for (Package member : locks.workspace().members()) {
        if (member.name().equals(name)) {
          return Optional.of(Summary.of(member));
        }
      }
      return Optional.empty();
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
