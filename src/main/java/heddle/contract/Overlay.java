package heddle.contract;

import heddle.contract.policy.Keys;
import heddle.contract.policy.PolicyFile;
import heddle.contract.policy.SoundText;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contract for a package that does not have one: which versions it is for, and the digests of the
 * build scripts it was written against.
 *
 * @param from the first version it is for; before it are those it knows nothing of
 * @param before the first version it is not for
 * @param replacement what it says in the place of the script
 */
public record Overlay(
    String pkg,
    Optional<String> from,
    Optional<String> before,
    Optional<Script> script,
    Contract contract,
    Optional<ScriptReplacement> replacement,
    Place place) {
  private static final List<String> KEYS = List.of("package", "from", "before", "script");

  /** A build script: its path in the package, and the SHA-256 of its bytes in known versions. */
  public record Script(String path, List<String> sha256, Place place) {
    public Script {
      sha256 = List.copyOf(sha256);
    }
  }

  /** Reads the file of one overlay. */
  public static Overlay read(Source source) throws ProblemException {
    var problems = new ArrayList<Problem>();
    Toml.Table table = Toml.parse(source);
    SoundText.check(table, problems);
    var known = new ArrayList<>(ContractReader.KEYS);
    known.add("overlay");
    known.add("allow");
    known.add("replace");
    Keys root = new Keys("the overlay", table, problems).known(known);
    Contract words = new ContractReader(problems, directory(source)).contract(root);
    Contract contract =
        new Contract(
            words.options(),
            words.downloads(),
            words.requirements(),
            words.publications(),
            words.suggestions(),
            PolicyFile.permissions(root, "allow"),
            words.caches());
    Optional<Overlay> overlay = Optional.empty();
    if (table.get("overlay").isPresent() && table.get("overlay").get() instanceof Toml.Table head) {
      Keys keys = new Keys("[overlay]", head, problems).known(KEYS);
      if (!keys.has("package")) keys.missing("package", "write whose contract this is");
      Optional<String> from = version(keys, "from");
      Optional<String> before = version(keys, "before");
      if (empty(from, before))
        keys.problem(
            Problem.at(keys.place("before"), "this overlay is for no version")
                .withHelp("`before` must be a later version than `from`"));
      Optional<Script> script = script(keys, problems);
      Optional<ScriptReplacement> replacement = ScriptReplacement.read(root, contract, problems);
      overlay =
          keys.text("package")
              .map(pkg ->
                  new Overlay(pkg, from, before, script, contract, replacement, source.all()));
    } else {
      root.missing("overlay", "write [overlay] with `package` in it");
    }
    if (!problems.isEmpty()) throw new ProblemException(problems);
    return overlay.orElseThrow();
  }

  /** An overlay's file is named by its path. */
  private static Path directory(Source source) {
    return Path.of(source.name()).resolveSibling("");
  }

  private static Optional<String> version(Keys keys, String key) {
    Optional<String> text = keys.text(key);
    if (text.isPresent() && Release.parse(text.get()).isEmpty()) {
      keys.problem(
          Problem.at(keys.place(key), "`" + text.get() + "` is no version")
              .withHelp("write numbers and dots, as 0.9 or 1.2.3"));
      return Optional.empty();
    }
    return text;
  }

  private static boolean empty(Optional<String> from, Optional<String> before) {
    Optional<Release> first = from.flatMap(Release::parse);
    Optional<Release> end = before.flatMap(Release::parse);
    return first.isPresent() && end.isPresent() && end.get().compareTo(first.get()) <= 0;
  }

  private static Optional<Script> script(Keys keys, List<Problem> problems) {
    Optional<Toml> value = keys.value("script");
    if (value.isEmpty()) return Optional.empty();
    if (!(value.get() instanceof Toml.Table table)) {
      problems.add(
          Problem.at(value.get().place(), "`script` must be a table")
              .withHelp("write { path = \"build.rs\", sha256 = \"…\" }"));
      return Optional.empty();
    }
    Keys script = new Keys("overlay.script", table, problems).known(List.of("path", "sha256"));
    List<String> sums = PolicyFile.sha256s(script, "sha256");
    if (!script.has("sha256")) script.missing("sha256", "write that of the script's file");
    return Optional.of(new Script(script.text("path").orElse("build.rs"), sums, table.place()));
  }

  /** Whether it is for this version of its package. A build's metadata does not count. */
  public boolean covers(String version) {
    Optional<Release> release = Release.parse(version);
    if (release.isEmpty()) return false;
    return from.flatMap(Release::parse).filter(f -> f.compareTo(release.get()) > 0).isEmpty()
        && before.flatMap(Release::parse).filter(b -> b.compareTo(release.get()) <= 0).isEmpty();
  }

  /**
   * Says where the script is not the one that the overlay was written against.
   *
   * @param sha256 that of the package's file at the script's path; empty if there is none
   */
  public Optional<Problem> stale(String version, Optional<String> sha256) {
    if (script.isEmpty() || sha256.filter(script.get().sha256()::contains).isPresent())
      return Optional.empty();
    Problem problem =
        Problem.at(
            script.get().place(),
            "the overlay for `"
                + pkg
                + "` was written against another "
                + script.get().path()
                + " than that of version "
                + version);
    return Optional.of(
        sha256
            .map(now -> problem.withNote("its SHA-256 is now " + now))
            .orElse(problem.withNote("the package has no such file"))
            .withHelp("see whether the script still reads the same variables, then add its hash"));
  }
}
