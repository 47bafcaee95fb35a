package heddle.rust;

import heddle.world.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run of rustc as it was last made for one unit: enough to begin it again before the build has
 * come to the unit, and to tell afterwards whether it was the one that the build wanted.
 *
 * <p>Text form: fields that end with a NUL character, lists with their length in front.
 *
 * @param unit tells it from the other units of the order
 * @param base the key of all that the run rests on but the files that it read
 * @param list the key in which {@link Memory} has the lists of those
 * @param below the units whose files it was linked from
 * @param scripts the keys in which {@link Memory} has the scripts' runs that must stand for it
 * @param sources the state of the files that it read, once it had ended
 * @param given what lay in the scratch directory for it
 */
record KnownRun(
    String unit,
    String base,
    String list,
    List<String> below,
    List<String> scripts,
    Snapshot sources,
    Path written,
    List<Given> given,
    Machine.Command command) {
  private static final String HEAD = "heddle-run/2";
  private static final char END = '\0';

  /** A file of the store under a name in the scratch directory. */
  record Given(Path path, Machine.Blob blob) {}

  KnownRun {
    below = List.copyOf(below);
    scripts = List.copyOf(scripts);
    given = List.copyOf(given);
  }

  /** The run that was made of this command; {@code list} and the rest are as in the record. */
  static KnownRun of(
      Build build,
      Crate crate,
      String base,
      String list,
      Machine.Command command,
      List<CompileUnit.Below> below,
      List<String> scripts,
      Recorded recorded) {
    List<String> local =
        Arrays.stream(build.relations().closure(crate.index()))
            .mapToObj(build::crate)
            .filter(each -> each.pkg().content().isEmpty())
            .map(each -> build.names().file(each))
            .toList();
    List<Path> read =
        recorded.observed().paths().stream().map(path -> Path.of(build.text().real(path))).toList();
    List<Given> given =
        below.stream()
            .map(file ->
                new Given(file.directory().resolve(file.product().name()), file.product().blob()))
            .toList();
    return new KnownRun(
        build.names().file(crate),
        base,
        list,
        local,
        scripts,
        Snapshot.of(read),
        build.places().written(crate),
        given,
        command);
  }

  /** Empty if a file's state says nothing, or a field cannot be written. */
  Optional<String> encode() {
    Optional<String> state = sources.encode();
    if (state.isEmpty() || command.rules().discarded().isPresent()) return Optional.empty();
    var out = new Out();
    out.add(HEAD).add(unit).add(base).add(list).all(below).all(scripts);
    // the snapshot ends its own fields in the same way
    out.all(List.of(state.get().split("\0", -1)));
    out.add(written.toString());
    out.add(Integer.toString(given.size()));
    for (Given each : given) {
      out.add(each.path().toString())
          .add(each.blob().hash())
          .add(Long.toString(each.blob().size()));
    }
    out.add(command.label()).all(command.words());
    var variables = new ArrayList<String>();
    new TreeMap<>(command.variables())
        .forEach((name, value) -> variables.addAll(List.of(name, value)));
    out.all(variables);
    out.add(command.directory().toString()).add(Integer.toString(command.urgency()));
    out.paths(command.rules().reads());
    out.paths(command.rules().writes());
    out.add(Integer.toString(command.foldable()));
    out.add(command.rules().network() ? "network" : "");
    out.add(command.rules().confined() ? "confined" : "");
    return out.clean ? Optional.of(out.text.toString()) : Optional.empty();
  }

  /** Empty if {@link #encode} did not write the text whole. */
  static Optional<KnownRun> decode(String text) {
    var in = new In(text.split("\0", -1));
    try {
      if (!in.next().equals(HEAD)) return Optional.empty();
      String unit = in.next();
      String base = in.next();
      String list = in.next();
      List<String> below = in.all();
      List<String> scripts = in.all();
      Optional<Snapshot> sources = Snapshot.decode(String.join("\0", in.all()));
      Path written = Path.of(in.next());
      List<Given> given = new ArrayList<>();
      for (int left = in.number(); left > 0; left--) {
        given.add(
            new Given(Path.of(in.next()), new Machine.Blob(in.next(), Long.parseLong(in.next()))));
      }
      String label = in.next();
      List<String> words = in.all();
      List<String> pairs = in.all();
      Map<String, String> variables = new TreeMap<>();
      for (int i = 0; i + 1 < pairs.size(); i += 2) variables.put(pairs.get(i), pairs.get(i + 1));
      Path directory = Path.of(in.next());
      int urgency = in.number();
      List<Path> reads = in.paths();
      List<Path> writes = in.paths();
      int foldable = in.number();
      boolean network = !in.next().isEmpty();
      boolean confined = !in.next().isEmpty();
      if (sources.isEmpty()) return Optional.empty();
      var rules = new Machine.Rules(reads, writes, network, confined);
      var command =
          new Machine.Command(label, words, variables, directory, urgency, rules, foldable);
      return Optional.of(
          new KnownRun(unit, base, list, below, scripts, sources.get(), written, given, command));
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      return Optional.empty(); // it only saves time
    }
  }

  private static final class Out {
    final StringBuilder text = new StringBuilder();
    boolean clean = true;

    Out add(String field) {
      clean &= field.indexOf(END) < 0;
      text.append(field).append(END);
      return this;
    }

    Out all(List<String> fields) {
      add(Integer.toString(fields.size()));
      fields.forEach(this::add);
      return this;
    }

    void paths(List<Path> paths) {
      all(paths.stream().map(Path::toString).toList());
    }
  }

  private static final class In {
    private final String[] fields;
    private int at;

    In(String[] fields) {
      this.fields = fields;
    }

    String next() {
      return fields[at++];
    }

    int number() {
      return Integer.parseInt(next());
    }

    List<String> all() {
      var all = new ArrayList<String>();
      for (int left = number(); left > 0; left--) all.add(next());
      return all;
    }

    List<Path> paths() {
      return all().stream().map(Path::of).toList();
    }
  }
}
