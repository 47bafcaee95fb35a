package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code Cargo.lock}. Sources are parsed once each, versions too: locks repeat them. */
final class LockReader {
  private static final int NEWEST = 4;

  private final Source source;
  private final Map<String, SourceId> sources = new HashMap<>();
  private final Map<String, Version> versions = new HashMap<>();

  LockReader(Source source) {
    this.source = source;
  }

  Lock lock() throws ProblemException {
    Toml.Table table = Toml.parse(source);
    Optional<Toml> stated = table.get("version");
    int format = stated.isPresent() ? format(stated.get()) : 1;
    List<Lock.Locked> packages = new ArrayList<>();
    Optional<Toml> root = table.get("root");
    if (root.isPresent()) {
      packages.add(locked(table(root.get(), "`root`")));
    }
    for (Toml.Table item : tables(table, "package")) {
      packages.add(locked(item));
    }
    var seen = new HashSet<Lock.Reference>();
    for (Lock.Locked p : packages) {
      var id = new Lock.Reference(p.name(), Optional.of(p.version()), p.source());
      if (!seen.add(id)) {
        throw problem(p.place(), "package `" + p.name() + "` is specified twice in the lock file");
      }
      if (p.checksum().isPresent()
          || p.dependencies().stream().anyMatch(r -> r.version().isEmpty())) {
        format = Math.max(format, 2);
      }
    }
    if (format == 1 && packages.size() == 1 && oneFinalNewline()) {
      format = 2;
    }
    if (format == 1) {
      packages = withChecksums(packages, table.get("metadata"));
    }
    var unused = new ArrayList<Lock.Locked>();
    Optional<Toml> patch = table.get("patch");
    if (patch.isPresent()) {
      for (Toml.Table item : tables(table(patch.get(), "`patch`"), "unused")) {
        unused.add(locked(item));
      }
    }
    return new Lock(format, packages, unused, strangers(table.get("metadata")), source.place(0, 0));
  }

  /** Cargo's first writers ended with two newlines; a lock of one package shows nothing else. */
  private boolean oneFinalNewline() {
    return source.text().endsWith("\n") && !source.text().endsWith("\n\n");
  }

  private static int format(Toml value) throws ProblemException {
    if (!(value instanceof Toml.Whole whole)) {
      throw problem(value.place(), "the version of a lock file must be an integer");
    }
    if (whole.value() != 3 && whole.value() != NEWEST) {
      throw new ProblemException(
          Problem.at(whole.place(), "lock file version `" + whole.value() + "` is not understood")
              .withHelp("Heddle reads lock files of the versions 1 to " + NEWEST));
    }
    return (int) whole.value();
  }

  private Lock.Locked locked(Toml.Table table) throws ProblemException {
    String name = text(required(table, "name")).value();
    Toml.Text version = text(required(table, "version"));
    Optional<Toml> from = table.get("source");
    Optional<Toml> checksum = table.get("checksum");
    Optional<Toml> replace = table.get("replace");
    Optional<Toml> listed = table.get("dependencies");
    var dependencies = new ArrayList<Lock.Reference>();
    if (listed.isPresent()) {
      if (!(listed.get() instanceof Toml.Array array)) {
        throw problem(listed.get().place(), "`dependencies` must be an array of strings");
      }
      for (Toml item : array.items()) {
        dependencies.add(reference(text(item)));
      }
    }
    return new Lock.Locked(
        name,
        version(version.value(), version.place()),
        from.isPresent() ? Optional.of(source(text(from.get()))) : Optional.empty(),
        checksum.isPresent() ? Optional.of(text(checksum.get()).value()) : Optional.empty(),
        dependencies,
        replace.isPresent() ? Optional.of(reference(text(replace.get()))) : Optional.empty(),
        table.place());
  }

  private Lock.Reference reference(Toml.Text text) throws ProblemException {
    return reference(text.value(), text.place());
  }

  private Lock.Reference reference(String s, Place place) throws ProblemException {
    int space = s.indexOf(' ');
    if (space < 0) {
      return new Lock.Reference(s, Optional.empty(), Optional.empty());
    }
    int second = s.indexOf(' ', space + 1);
    String version = s.substring(space + 1, second < 0 ? s.length() : second);
    Optional<SourceId> from = Optional.empty();
    if (second >= 0) {
      String rest = s.substring(second + 1);
      if (!rest.startsWith("(") || !rest.endsWith(")")) {
        throw problem(place, "`" + s + "` is not a reference to a package of this lock file");
      }
      from = Optional.of(source(rest.substring(1, rest.length() - 1), place));
    }
    return new Lock.Reference(s.substring(0, space), Optional.of(version(version, place)), from);
  }

  /** The checksums of the first format stand in a table of their own, by full reference. */
  private List<Lock.Locked> withChecksums(List<Lock.Locked> packages, Optional<Toml> metadata)
      throws ProblemException {
    var sums = new HashMap<Lock.Reference, String>();
    if (metadata.isPresent()) {
      for (Toml.Entry entry : table(metadata.get(), "`metadata`").entries().values()) {
        if (entry.key().startsWith("checksum ")) {
          String key = entry.key().substring("checksum ".length());
          String sum = text(entry.value()).value();
          if (!sum.equals("<none>")) {
            sums.put(reference(key, entry.keyPlace()), sum);
          }
        }
      }
    }
    var all = new ArrayList<Lock.Locked>();
    for (Lock.Locked p : packages) {
      var key = new Lock.Reference(p.name(), Optional.of(p.version()), p.source());
      all.add(
          new Lock.Locked(
              p.name(),
              p.version(),
              p.source(),
              Optional.ofNullable(sums.get(key)),
              p.dependencies(),
              p.replace(),
              p.place()));
    }
    return all;
  }

  /** The metadata but for the checksums of the first format. */
  private static Map<String, String> strangers(Optional<Toml> metadata) throws ProblemException {
    var found = new HashMap<String, String>();
    if (metadata.isPresent()) {
      for (Toml.Entry entry : table(metadata.get(), "`metadata`").entries().values()) {
        if (!entry.key().startsWith("checksum ")) {
          found.put(entry.key(), text(entry.value()).value());
        }
      }
    }
    return found;
  }

  private Version version(String text, Place place) throws ProblemException {
    Version known = versions.get(text);
    if (known == null) {
      known = Version.parse(text, place);
      versions.put(text, known);
    }
    return known;
  }

  private SourceId source(Toml.Text text) throws ProblemException {
    return source(text.value(), text.place());
  }

  private SourceId source(String text, Place place) throws ProblemException {
    SourceId known = sources.get(text);
    if (known == null) {
      known = SourceId.parse(text, place);
      sources.put(text, known);
    }
    return known;
  }

  private static List<Toml.Table> tables(Toml.Table table, String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Toml.Array array)) {
      throw problem(value.get().place(), "`" + key + "` must be an array of tables");
    }
    var tables = new ArrayList<Toml.Table>();
    for (Toml item : array.items()) {
      tables.add(table(item, "an item of `" + key + "`"));
    }
    return tables;
  }

  private static Toml.Table table(Toml value, String what) throws ProblemException {
    if (value instanceof Toml.Table table) {
      return table;
    }
    throw problem(value.place(), what + " must be a table, not of kind " + value.kind());
  }

  private static Toml required(Toml.Table table, String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) {
      throw problem(table.place(), "a package of a lock file must have a `" + key + "`");
    }
    return value.get();
  }

  private static Toml.Text text(Toml value) throws ProblemException {
    if (value instanceof Toml.Text text) {
      return text;
    }
    throw problem(value.place(), "expected a string, found " + value.kind());
  }

  private static ProblemException problem(Place place, String message) {
    return new ProblemException(Problem.at(place, message));
  }
}
