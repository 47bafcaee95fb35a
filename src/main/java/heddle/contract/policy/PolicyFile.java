package heddle.contract.policy;

import heddle.fetch.Download;
import heddle.platform.toolchain.DeclaredToolchain;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code heddle.toml}. Unknown keys are errors: a policy that is misspelt must not be a
 * policy that is not there.
 */
public final class PolicyFile {
  /** The values of {@code native}. */
  public static final List<String> NATIVE = List.of("system", "bundled");

  private static final List<String> KEYS =
      List.of(
          "native",
          "python",
          "option",
          "package",
          "download",
          "provider",
          "overlays",
          "rules",
          "toolchain",
          "audit");

  private final List<Problem> problems = new ArrayList<>();

  private PolicyFile() {}

  public static Policy read(Source source) throws ProblemException {
    var file = new PolicyFile();
    Toml.Table table = Toml.parse(source);
    SoundText.check(table, file.problems);
    Policy policy = file.policy(table);
    if (!file.problems.isEmpty()) throw new ProblemException(file.problems);
    return policy;
  }

  private Policy policy(Toml.Table table) {
    Keys root = new Keys("heddle.toml", table, problems).known(KEYS);
    AuditPolicy.of(root, problems);
    try {
      // The tools themselves are looked for where they are needed.
      DeclaredToolchain.of(table);
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return new Policy(
        root.oneOf("native", NATIVE).map(value -> new Policy.Value(value, root.place("native"))),
        root.text("python").map(value -> new Policy.Value(value, root.place("python"))),
        options(root),
        permissions(root),
        replacements(root),
        providers(root),
        root.texts("overlays").stream().map(Toml.Text::value).toList());
  }

  private List<Policy.OptionSet> options(Keys root) {
    var all = new ArrayList<Policy.OptionSet>();
    root.tables("option")
        .forEach((pkg, set) -> {
          for (var entry : set.entries().values())
            all.add(
                new Policy.OptionSet(
                    PackageSpec.parse(pkg), entry.key(), entry.value(), entry.keyPlace()));
        });
    return all;
  }

  private Permissions permissions(Keys root) {
    var grants = new ArrayList<Permissions.Grant>();
    root.tables("package")
        .forEach((pkg, table) -> {
          Keys keys =
              new Keys("[package.\"" + pkg + "\"]", table, problems).known(List.of("allow"));
          grants.add(
              new Permissions.Grant(
                  PackageSpec.parse(pkg), permissions(keys, "allow"), table.place()));
        });
    return new Permissions(grants);
  }

  /** The permissions of an array. */
  public static List<Permission> permissions(Keys keys, String key) {
    var allowed = new ArrayList<Permission>();
    for (Toml.Text text : keys.texts(key)) {
      try {
        allowed.add(Permission.parse(text));
      } catch (ProblemException e) {
        e.problems().forEach(keys::problem);
      }
    }
    return allowed;
  }

  private List<Policy.Replacement> replacements(Keys root) {
    var all = new ArrayList<Policy.Replacement>();
    root.tables("download")
        .forEach((name, table) -> {
          int colon = name.indexOf(':');
          if (colon <= 0 || colon == name.length() - 1) {
            problems.add(
                Problem.at(table.place(), "`" + name + "` names no download")
                    .withHelp("write [download.\"PACKAGE:NAME\"]"));
            return;
          }
          Keys keys =
              new Keys("[download.\"" + name + "\"]", table, problems)
                  .known(List.of("file", "directory", "url", "sha256", "system"));
          replacement(keys)
              .ifPresent(by ->
                  all.add(
                      new Policy.Replacement(
                          PackageSpec.parse(name.substring(0, colon)),
                          name.substring(colon + 1),
                          by,
                          table.place())));
        });
    return all;
  }

  private Optional<Policy.Source> replacement(Keys keys) {
    var found = new ArrayList<Policy.Source>();
    Optional<String> sha256 = sha256(keys, "sha256");
    keys.text("file").ifPresent(path -> found.add(new Policy.Source.File(path, sha256)));
    keys.text("directory").ifPresent(path -> found.add(new Policy.Source.Directory(path)));
    keys.text("url").ifPresent(url -> found.add(new Policy.Source.Address(url, sha256)));
    if (keys.flag("system", false)) found.add(new Policy.Source.Installed());
    boolean hashed = keys.has("file") || keys.has("url");
    if (keys.has("sha256") && !hashed)
      problems.add(
          Problem.at(keys.place("sha256"), "only a `file` or a `url` has a `sha256`")
              .withHelp("leave it out: what the directory holds is in the script's key"));
    keys.text("url")
        .filter(url -> !Download.isAddress(url))
        .ifPresent(url ->
            problems.add(
                Problem.at(
                        keys.place("url"),
                        "`" + url + "` is no address of http or https, and no package URL")
                    .withHelp("write `file = \"PATH\"` for a file of this machine")));
    if (found.size() == 1) return Optional.of(found.getFirst());
    problems.add(
        Problem.at(keys.place(), "a download is replaced by one thing")
            .withHelp("write one of `file`, `directory`, `url`, `system = true`"));
    return Optional.empty();
  }

  /** A SHA-256 of 64 hexadecimal digits, in lower case. */
  public static Optional<String> sha256(Keys keys, String key) {
    Optional<String> text = keys.text(key);
    return text.isEmpty() ? text : sha256(keys, text.get(), keys.place(key));
  }

  /** As {@link #sha256}, one or an array of them. */
  public static List<String> sha256s(Keys keys, String key) {
    var all = new ArrayList<String>();
    for (Toml.Text each : keys.texts(key))
      sha256(keys, each.value(), each.place()).ifPresent(all::add);
    return all;
  }

  private static Optional<String> sha256(Keys keys, String written, Place place) {
    String text = written.toLowerCase(Locale.ROOT);
    boolean hex = text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (hex && text.length() == 64) return Optional.of(text);
    keys.problem(
        Problem.at(place, "`" + text + "` is no SHA-256")
            .withHelp("a SHA-256 has 64 hexadecimal digits"));
    return Optional.empty();
  }

  private List<Policy.Provider> providers(Keys root) {
    var all = new ArrayList<Policy.Provider>();
    for (var entry : root.entries("provider").values()) {
      if (!(entry.value() instanceof Toml.Text text)) {
        problems.add(
            Problem.at(entry.value().place(), "a provider is the name of a package")
                .withHelp("write \"CONSUMER:FACT\" = \"PACKAGE\" or FACT = \"PACKAGE\""));
        continue;
      }
      int colon = entry.key().indexOf(':');
      all.add(
          new Policy.Provider(
              colon < 0
                  ? Optional.empty()
                  : Optional.of(PackageSpec.parse(entry.key().substring(0, colon))),
              entry.key().substring(colon + 1),
              PackageSpec.parse(text.value()),
              entry.keyPlace()));
    }
    return all;
  }
}
