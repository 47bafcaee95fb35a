package heddle.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a build looked at: each path with the stamp it had before it was looked at, and each
 * variable with its value. It answers by stat alone whether the world is still as it was.
 *
 * <p>Text form: {@code heddle-snapshot/1}, then for each path {@code p}, path, stamp, and for each
 * variable {@code v}, name, and {@code =} with the value or {@code unset}; every field ends with a
 * NUL character.
 */
public final class Snapshot {
  private static final String FORMAT = "heddle-snapshot/1";
  private static final String END = "\0";

  private final Map<String, Stamp> paths;
  private final Map<String, String> variables;

  /** The paths are looked at in their order. */
  Snapshot(Map<String, Stamp> paths, Map<String, String> variables) {
    this.paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    this.variables = Collections.unmodifiableMap(new TreeMap<>(variables));
  }

  /** These paths as they are now. */
  public static Snapshot of(Iterable<Path> paths) {
    var stamps = new TreeMap<String, Stamp>();
    for (Path path : paths) stamps.put(path.toString(), Stamp.of(path));
    return new Snapshot(stamps, Map.of());
  }

  Map<String, Stamp> paths() {
    return paths;
  }

  /** The paths whose stamp differs now, in order: what changed underneath. */
  public List<Path> changed() {
    var changed = new ArrayList<Path>();
    paths.forEach((path, stamp) -> {
      if (!Stamp.of(Path.of(path)).text().equals(stamp.text())) changed.add(Path.of(path));
    });
    Collections.sort(changed);
    return changed;
  }

  /** Whether all is as it was, looking at no more than it takes to say no. */
  public boolean holds(Map<String, String> environment) {
    for (var each : variables.entrySet()) {
      if (!value(environment, each.getKey()).equals(each.getValue())) return false;
    }
    for (var each : paths.entrySet()) {
      if (!Stamp.of(Path.of(each.getKey())).text().equals(each.getValue().text())) return false;
    }
    return true;
  }

  /**
   * The same with what changed last in front: that is most likely what changes next, and who asks
   * whether all holds is told at once.
   */
  Snapshot latestFirst() {
    var entries = new ArrayList<>(paths.entrySet());
    entries.sort(
        Comparator.comparingLong((Map.Entry<String, Stamp> each) -> -each.getValue().changed())
            .thenComparing(Map.Entry::getKey));
    var sorted = new LinkedHashMap<String, Stamp>();
    entries.forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return new Snapshot(sorted, variables);
  }

  /**
   * The text form; empty if a path had changed so shortly before it was looked at that a later
   * change may show the same stamp.
   */
  public Optional<String> encode() {
    var out = new StringBuilder(FORMAT).append(END);
    for (var each : paths.entrySet()) {
      if (each.getValue().racy()) return Optional.empty();
      out.append('p').append(END).append(each.getKey()).append(END);
      out.append(each.getValue().text()).append(END);
    }
    variables.forEach((name, value) ->
        out.append('v').append(END).append(name).append(END).append(value).append(END));
    return Optional.of(out.toString());
  }

  /** The snapshot of a text; empty if {@link #encode} did not write it whole. */
  public static Optional<Snapshot> decode(String text) {
    String[] fields = text.split(END, -1);
    if (!fields[0].equals(FORMAT) || fields.length % 3 != 2) return Optional.empty();
    var paths = new LinkedHashMap<String, Stamp>();
    var variables = new TreeMap<String, String>();
    for (int i = 1; i + 2 < fields.length; i += 3) {
      if (fields[i].equals("p")) paths.put(fields[i + 1], new Stamp(fields[i + 2], false));
      else variables.put(fields[i + 1], fields[i + 2]);
    }
    return Optional.of(new Snapshot(paths, variables));
  }

  static String value(Map<String, String> environment, String name) {
    return environment.containsKey(name) ? "=" + environment.get(name) : "unset";
  }
}
