package heddle.contract;

import heddle.contract.DownloadDeclaration.Variant;
import heddle.contract.policy.Keys;
import heddle.contract.policy.PolicyFile;
import heddle.contract.policy.SoundText;
import heddle.fetch.Download;
import heddle.fetch.PackageUrl;
import heddle.text.Cfg;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the declaration of one download, and tables of variants. */
final class DownloadReader {
  private static final List<String> WHERE = List.of("url", "sha256", "size");
  private static final List<String> HOW =
      List.of("license", "unpack", "strip", "for", "when", "env", "variants");

  private final List<Problem> problems;
  private final Path directory;

  /** {@code directory} is what the path of a file of variants is relative to. */
  DownloadReader(List<Problem> problems, Path directory) {
    this.problems = problems;
    this.directory = directory;
  }

  Optional<DownloadDeclaration> download(String name, Toml.Table table) {
    var known = new ArrayList<>(WHERE);
    known.addAll(HOW);
    String shown = "[download." + name + "]";
    Keys keys = new Keys(shown, table, problems).known(known);
    int before = problems.size();
    if (!name.matches(ContractReader.NAME))
      keys.problem(
          Problem.at(table.place(), "`" + name + "` cannot be the name of a download")
              .withHelp("it is a file's name too: letters, digits, `-`, `_` and `.`, at most 64"));
    var variants = new ArrayList<Variant>();
    Optional<Path> file = Optional.empty();
    Optional<Toml> several = keys.value("variants");
    if (several.isEmpty()) {
      variant(keys, false).ifPresent(variants::add);
    } else {
      for (String key : WHERE) {
        if (keys.has(key))
          keys.problem(
              Problem.at(keys.place(key), "`" + key + "` stands in the variants, not beside them"));
      }
      if (several.get() instanceof Toml.Text text) file = table(keys, text);
      else if (several.get() instanceof Toml.Array array) variants.addAll(variants(shown, array));
      else
        keys.problem(
            Problem.at(
                several.get().place(), "`variants` is the name of a file or an array of tables"));
    }
    Optional<Cfg> when = ContractReader.when(keys);
    int strip = (int) notNegative(keys, "strip");
    Optional<String> unpack = unpack(keys);
    if (strip > 0 && unpack.isEmpty() && !keys.has("unpack"))
      keys.problem(Problem.at(keys.place("strip"), "`strip` says nothing without `unpack`"));
    boolean host = keys.oneOf("for", List.of("target", "host")).filter("host"::equals).isPresent();
    if (problems.size() > before) return Optional.empty();
    return Optional.of(
        new DownloadDeclaration(
            name,
            variants,
            file,
            keys.text("license").orElse(""),
            unpack,
            strip,
            host,
            when,
            variables(keys),
            table.place()));
  }

  /** The file of variants: the package's own, or the overlay's. */
  private Optional<Path> table(Keys keys, Toml.Text text) {
    if (text.value().indexOf('\0') >= 0) return Optional.empty(); // told already
    if (!text.value().startsWith("/") && !List.of(text.value().split("/")).contains(".."))
      return Optional.of(directory.resolve(text.value()));
    keys.problem(
        Problem.at(text.place(), "`" + text.value() + "` does not lie beside this file")
            .withHelp("a file of variants is named relative to it, without `..`"));
    return Optional.empty();
  }

  private static Optional<String> unpack(Keys keys) {
    Optional<String> word = keys.text("unpack");
    if (word.isEmpty() || Download.words().contains(word.get())) return word.map(Download::format);
    Problem problem =
        Problem.at(keys.place("unpack"), "`" + word.get() + "` is no archive that Heddle unpacks");
    keys.problem(
        problem
            .withNote("it unpacks " + String.join(", ", Download.words()))
            .withHelp(
                "leave `unpack` out: the script gets the path of the archive, and unpacks it itself"));
    return Optional.empty();
  }

  /** {@code env}: the name of a variable, or a table of texts that hold the path. */
  private Map<String, String> variables(Keys keys) {
    Optional<Toml> value = keys.value("env");
    if (value.isEmpty()) return Map.of();
    if (value.get() instanceof Toml.Text name) {
      SoundText.variable(name.value(), name.place(), problems);
      return Map.of(name.value(), DownloadDeclaration.PATH);
    }
    var all = new LinkedHashMap<String, String>();
    for (var entry : keys.entries("env").entrySet()) {
      SoundText.variable(entry.getKey(), entry.getValue().keyPlace(), problems);
      if (entry.getValue().value() instanceof Toml.Text text
          && text.value().contains(DownloadDeclaration.PATH)) all.put(entry.getKey(), text.value());
      else
        keys.problem(
            Problem.at(
                    entry.getValue().value().place(),
                    "`"
                        + entry.getKey()
                        + "` in `env` must be a string that holds "
                        + DownloadDeclaration.PATH)
                .withHelp("as in `\"file://" + DownloadDeclaration.PATH + "/name\"`"));
    }
    return all;
  }

  private List<Variant> variants(String name, Toml.Array array) {
    var all = new ArrayList<Variant>();
    var known = new ArrayList<>(WHERE);
    known.add("when");
    for (Toml item : array.items()) {
      if (!(item instanceof Toml.Table table)) {
        problems.add(Problem.at(item.place(), "a variant is a table"));
        continue;
      }
      variant(new Keys("a variant of " + name, table, problems).known(known), true)
          .ifPresent(all::add);
    }
    return all;
  }

  private Optional<Variant> variant(Keys keys, boolean conditional) {
    List<String> urls = new ArrayList<>();
    for (Toml.Text url : keys.texts("url")) {
      if (Download.isAddress(url.value())) urls.add(url.value());
      else if (PackageUrl.is(url.value()))
        keys.problem(
            Problem.at(url.place(), "`" + url.value() + "` names no archive of a registry")
                .withHelp(
                    "write `pkg:cargo/NAME@VERSION`, `pkg:npm/NAME@VERSION` or"
                        + " `pkg:pypi/NAME@VERSION?file_name=FILE`"));
      else
        keys.problem(
            Problem.at(url.place(), "`" + url.value() + "` is no address of http or https")
                .withHelp(
                    "a file of this machine takes a download's place by `file` in heddle.toml"));
    }
    if (!keys.has("url")) keys.missing("url", "write its addresses: `url = [\"https://…\"]`");
    Optional<String> sha256 = PolicyFile.sha256(keys, "sha256");
    if (!keys.has("sha256"))
      keys.missing("sha256", "a download without a hash is not fixed: write `sha256 = \"…\"`");
    Optional<Cfg> when = conditional ? ContractReader.when(keys) : Optional.empty();
    long size = notNegative(keys, "size");
    if (urls.isEmpty() || sha256.isEmpty()) return Optional.empty();
    return Optional.of(new Variant(when, urls, sha256.get(), size, keys.place()));
  }

  private static long notNegative(Keys keys, String key) {
    long value = keys.whole(key).orElse(0L);
    if (value >= 0 && (value <= 1000 || key.equals("size"))) return value;
    keys.problem(
        Problem.at(keys.place(key), "`" + key + "` is out of range")
            .withHelp(key.equals("size") ? "it is 0 or more" : "it is 0 to 1000"));
    return 0;
  }

  /** The file of {@code variants = "FILE"}: an array of tables {@code [[variant]]}. */
  static List<Variant> table(Source source) throws ProblemException {
    var problems = new ArrayList<Problem>();
    Toml.Table table = Toml.parse(source);
    SoundText.check(table, problems);
    Keys keys = new Keys("a file of variants", table, problems).known(List.of("variant"));
    var reader = new DownloadReader(problems, Path.of(""));
    List<Variant> all = List.of();
    Optional<Toml> variants = keys.value("variant");
    if (variants.isPresent() && variants.get() instanceof Toml.Array array)
      all = reader.variants(source.name(), array);
    else keys.missing("variant", "write tables [[variant]] with `when`, `url` and `sha256`");
    if (!problems.isEmpty()) throw new ProblemException(problems);
    return all;
  }
}
