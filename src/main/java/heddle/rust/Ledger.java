package heddle.rust;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * What the keys of units were made of when they were last built in one target directory and
 * profile, for those who ask why. Nothing that is built depends on it, and shrinking the store may
 * lose it.
 *
 * <p>A record of the store holds each unit, another one the index; a build notes while it runs and
 * writes at its end what differs. The index keeps the latest {@value #PER_UNIT} of one unit (each
 * hash of its names is one) and the latest {@value #MOST} in all.
 */
final class Ledger {
  private static final int PER_UNIT = 3;
  private static final int MOST = 4096;

  /** How a unit's result came about. */
  enum How {
    RAN,
    FOUND,
    FAILED,
    /** It ran, and a file it read changed meanwhile. */
    UNKEPT
  }

  /**
   * A unit as last built.
   *
   * @param identity tells it from the other units of a package
   * @param hash tells it from the same unit with other features, profile or compiler
   * @param seen when, in milliseconds since the epoch
   * @param ran when its process last ran; 0 if it never did here
   * @param because why it ran then
   * @param parts of its key, and what it read with the state that had
   */
  record Entry(
      String identity,
      String hash,
      How how,
      long seen,
      long ran,
      List<KeyChange> because,
      List<KeyPart> parts) {
    Entry {
      because = List.copyOf(because);
      parts = List.copyOf(parts);
    }

    Entry seen(long when) {
      return new Entry(identity, hash, how, when, ran, because, parts);
    }
  }

  /**
   * A unit in the index.
   *
   * @param print tells its parts from others; two may share one by accident, which only explains
   *     less
   */
  record Mark(String identity, String hash, long print, long seen) {
    String name() {
      return identity + "#" + hash;
    }
  }

  private record Noted(Crate crate, How how, List<KeyPart> parts) {}

  private final Machine machine;
  private final UnitNames names;
  private final String key;
  private final Map<String, Noted> noted = new ConcurrentHashMap<>();

  Ledger(Machine machine, UnitNames names, Places places) {
    this.machine = machine;
    this.names = names;
    this.key = KeyText.hash(List.of("unit ledger 3", places.target().toString(), places.profile()));
  }

  /** A unit as people know it: {@code serde v1.0.0 (lib)}. */
  static String called(Crate crate) {
    return crate.pkg().description()
        + (crate.work() == Crate.Work.RUN_SCRIPT
            ? " (build script's run)"
            : " (" + Diagnostics.describe(crate) + ")");
  }

  private static String identity(Crate crate) {
    return crate.pkg().name()
        + " "
        + (crate.pkg().local() ? crate.pkg().root() : compatible(crate.pkg().version()))
        + " "
        + crate.kind()
        + " "
        + crate.name()
        + " "
        + crate.work()
        + " "
        + crate.triple();
  }

  /** Versions that take each other's place: up to the first number that is not 0. */
  private static String compatible(String version) {
    int end = 0;
    boolean zero = true;
    while (zero && end < version.length()) {
      int dot = version.indexOf('.', end + 1);
      int next = dot < 0 ? version.length() : dot;
      zero = version.substring(end == 0 ? 0 : end + 1, next).equals("0");
      end = next;
    }
    return version.substring(0, end);
  }

  /** Notes how a unit was built; {@code values} is the state of what it observed. */
  void note(Crate crate, List<KeyPart> parts, How how, Observed observed, List<String> values) {
    List<KeyPart> all = new ArrayList<>(parts);
    int at = 0;
    for (String path : values.isEmpty() ? List.<String>of() : observed.paths()) {
      all.add(new KeyPart(KeyPart.Kind.FILE, path, values.get(at + 1)));
      at += 2;
    }
    for (String variable : values.isEmpty() ? List.<String>of() : observed.variables()) {
      all.add(
          new KeyPart(
              KeyPart.Kind.USER_VARIABLE, variable, hidden(values.get(at + 1)).orElse("-")));
      at += 2;
    }
    for (String question : values.isEmpty() ? List.<String>of() : observed.questions()) {
      all.add(new KeyPart(KeyPart.Kind.QUESTION, question, values.get(at + 1)));
      at += 2;
    }
    for (String place : values.isEmpty() ? List.<String>of() : observed.places()) {
      all.add(new KeyPart(KeyPart.Kind.PATHS, place, values.get(at + 1)));
      at += 2;
    }
    for (String tool : values.isEmpty() ? List.<String>of() : observed.tools()) {
      all.add(new KeyPart(KeyPart.Kind.TOOL, tool, hidden(values.get(at + 1)).orElse("-")));
      at += 2;
    }
    noted.put(identity(crate) + "#" + names.file(crate), new Noted(crate, how, all));
  }

  /** What was noted of a unit in this build. */
  Optional<List<KeyPart>> noted(Crate crate) {
    return Optional.ofNullable(noted.get(identity(crate) + "#" + names.file(crate)))
        .map(Noted::parts);
  }

  /** A variable's value as it is kept: nobody is to find a token here. */
  private static Optional<String> hidden(String state) {
    return state.equals("-")
        ? Optional.empty()
        : Optional.of(KeyText.hash(List.of("variable", state)).substring(0, 16));
  }

  /** The hash by which the state of a tool is kept. */
  static Optional<String> hiddenTool(String state) {
    return hidden(state);
  }

  /** The hash by which a value of the environment is kept. */
  static Optional<String> hidden(Optional<String> value) {
    return value.flatMap(set -> hidden("=" + set));
  }

  /** What is known of a unit: of its very kind, else of the same with other features and such. */
  Optional<Entry> last(Crate crate) throws IOException {
    return match(identity(crate), names.file(crate), index().values());
  }

  private Optional<Entry> match(String identity, String hash, Collection<Mark> known)
      throws IOException {
    Optional<Mark> near = Optional.empty();
    for (Mark each : known) {
      if (!each.identity.equals(identity)) continue;
      if (each.hash.equals(hash)) return entry(each);
      if (near.isEmpty() || near.get().seen < each.seen) near = Optional.of(each);
    }
    return near.isEmpty() ? Optional.empty() : entry(near.get());
  }

  private Optional<Entry> entry(Mark mark) throws IOException {
    return machine
        .recall(key(mark.name()))
        .flatMap(LedgerText::decode)
        .map(entry -> entry.seen(mark.seen));
  }

  private String key(String name) {
    return KeyText.hash(List.of(key, name));
  }

  /**
   * Why a unit that is not found would run; {@code parts} is its present key, and {@code world} the
   * present state of what was read since a time in milliseconds.
   */
  static List<KeyChange> reasons(
      Optional<Entry> last, List<KeyPart> parts, LongFunction<KeyChanges.World> world)
      throws IOException {
    if (last.isEmpty()) {
      return List.of(
          KeyChange.of(KeyChange.Kind.RESULT, "no build of it is known in this target directory"));
    }
    List<KeyChange> changes =
        new ArrayList<>(KeyChanges.between(last.get().parts, parts, world.apply(last.get().seen)));
    switch (last.get().how) {
      case FAILED -> changes.add(KeyChange.of(KeyChange.Kind.RESULT, "it failed the last time"));
      case UNKEPT ->
          changes.add(
              KeyChange.of(
                  KeyChange.Kind.RESULT,
                  "a file that it read changed while it ran, so its result was not kept"));
      case RAN, FOUND -> {
        if (changes.isEmpty()) {
          changes.add(
              KeyChange.of(
                  KeyChange.Kind.RESULT,
                  "nothing of it changed: its result is not in the store any more"));
        }
      }
    }
    return List.copyOf(changes);
  }

  /** Joins what was noted with what is kept. */
  void save(LongFunction<KeyChanges.World> world, long now) throws IOException {
    if (noted.isEmpty()) return;
    Map<String, Mark> known = index();
    Map<String, List<Mark>> before = new HashMap<>();
    known
        .values()
        .forEach(each -> before.computeIfAbsent(each.identity, _ -> new ArrayList<>()).add(each));
    Map<String, Mark> all = new LinkedHashMap<>(known);
    boolean differs = false;
    for (Map.Entry<String, Noted> each : noted.entrySet()) {
      Noted unit = each.getValue();
      String identity = identity(unit.crate);
      String hash = names.file(unit.crate);
      long print = print(unit);
      Mark mark = known.get(each.getKey());
      all.put(each.getKey(), new Mark(identity, hash, print, now));
      boolean ran = unit.how != How.FOUND;
      if (!ran && mark != null && mark.print == print) continue;
      differs = true;
      Optional<Entry> last = match(identity, hash, before.getOrDefault(identity, List.of()));
      Entry entry =
          new Entry(
              identity,
              hash,
              unit.how,
              now,
              ran ? now : last.map(Entry::ran).orElse(0L),
              ran ? reasons(last, unit.parts, world) : last.map(Entry::because).orElse(List.of()),
              unit.parts);
      machine.remember(key(each.getKey()), LedgerText.encode(entry));
    }
    noted.clear();
    if (differs) machine.remember(key, LedgerText.encode(pruned(all.values())));
  }

  private static long print(Noted unit) {
    long print = unit.how == How.FAILED || unit.how == How.UNKEPT ? 1 : 0;
    for (KeyPart each : unit.parts) {
      print = print * 1_000_003 + each.kind().name().hashCode();
      print = print * 1_000_003 + each.name().hashCode();
      print = print * 1_000_003 + each.value().hashCode();
    }
    return print;
  }

  private static List<Mark> pruned(Collection<Mark> all) {
    List<Mark> latest = new ArrayList<>(all);
    latest.sort(Comparator.comparingLong(Mark::seen).reversed().thenComparing(Mark::name));
    Map<String, Integer> counts = new HashMap<>();
    return latest.stream()
        .filter(each -> counts.merge(each.identity, 1, Integer::sum) <= PER_UNIT)
        .limit(MOST)
        .toList();
  }

  private Map<String, Mark> index() throws IOException {
    Map<String, Mark> all = new LinkedHashMap<>();
    Optional<byte[]> bytes = machine.recall(key);
    if (bytes.isPresent()) {
      LedgerText.marks(bytes.get()).forEach(each -> all.put(each.name(), each));
    }
    return all;
  }
}
