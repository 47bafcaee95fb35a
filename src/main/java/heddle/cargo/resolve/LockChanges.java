package heddle.cargo.resolve;

import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How a lock differs from the one before, in cargo's words, one line for each package. */
public record LockChanges(List<Line> lines) {
  /**
   * A verb (Adding, Updating, Downgrading, Removing, Unchanged) and the package it is about.
   *
   * @param now the package in the new lock, if it is one of those
   */
  public record Line(String verb, String about, Optional<PackageId> now) {
    public Line(String verb, String about) {
      this(verb, about, Optional.empty());
    }

    public boolean isUnchanged() {
      return verb.equals("Unchanged");
    }

    /** The line with what is to be said of the package. */
    public Line with(Optional<Available.Note> note) {
      return note.isPresent() ? new Line(verb, about + note.get().text(), now) : this;
    }
  }

  private record Name(String name, SourceId source) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int order = name.compareTo(other.name);
      return order == 0 ? source.compareTo(other.source) : order;
    }
  }

  private record Side(List<PackageId> before, List<PackageId> after) {}

  public LockChanges {
    lines = List.copyOf(lines);
  }

  /**
   * The changes.
   *
   * @param members whether members of the workspace count, as they do for {@code update}
   */
  public static LockChanges between(
      Optional<Lock> before, Resolved after, Workspace workspace, boolean members) {
    var sides = new TreeMap<Name, Side>();
    before
        .map(lock -> Previous.of(lock, workspace).ids())
        .orElse(List.of())
        .forEach(id -> side(sides, id).before.add(id));
    after.graph().keySet().forEach(id -> side(sides, id).after.add(id));
    var lines = new ArrayList<Line>();
    for (Side side : sides.values()) {
      var gone = different(side.before, side.after);
      var come = different(side.after, side.before);
      if (gone.size() == 1 && come.size() == 1) {
        PackageId old = gone.getFirst();
        PackageId now = come.getFirst();
        boolean down = precedence(now.version()).compareTo(precedence(old.version())) < 0;
        if (members || !workspace.isMember(now)) {
          lines.add(
              new Line(
                  down ? "Downgrading" : "Updating",
                  named(old) + " -> " + shown(now),
                  Optional.of(now)));
        }
        unchanged(side, come, workspace, lines);
        continue;
      }
      gone.forEach(id -> lines.add(new Line("Removing", named(id))));
      come.stream()
          .filter(id -> members || !workspace.isMember(id))
          .forEach(id -> lines.add(new Line("Adding", named(id), Optional.of(id))));
      unchanged(side, come, workspace, lines);
    }
    return new LockChanges(lines);
  }

  private static void unchanged(
      Side side, List<PackageId> come, Workspace workspace, List<Line> lines) {
    side.after.stream()
        .filter(id -> !come.contains(id) && !workspace.isMember(id))
        .sorted()
        .forEach(id -> lines.add(new Line("Unchanged", named(id), Optional.of(id))));
  }

  /** Build metadata says nothing of what is newer. */
  private static Version precedence(Version version) {
    return new Version(version.major(), version.minor(), version.patch(), version.pre(), "");
  }

  /** How many packages were chosen anew. */
  public long chosen() {
    return lines.stream()
        .filter(line -> !line.verb().equals("Removing") && !line.isUnchanged())
        .count();
  }

  private static Side side(TreeMap<Name, Side> sides, PackageId id) {
    return sides.computeIfAbsent(
        new Name(id.name(), id.source()), _ -> new Side(new ArrayList<>(), new ArrayList<>()));
  }

  /** A git package that moves shows its commit. */
  private static String shown(PackageId now) {
    return now.source().isGit() ? commit(now) : "v" + now.version();
  }

  private static String commit(PackageId id) {
    return "#" + id.source().precise().map(p -> p.substring(0, Math.min(8, p.length()))).orElse("");
  }

  private static String named(PackageId id) {
    if (!id.source().isGit()) {
      return id.toString();
    }
    String url = id.source().asUrl().substring("git+".length());
    int hash = url.indexOf('#');
    return id.name()
        + " v"
        + id.version()
        + " ("
        + (hash < 0 ? url : url.substring(0, hash))
        + commit(id)
        + ")";
  }

  private static List<PackageId> different(List<PackageId> some, List<PackageId> others) {
    var commits = new HashMap<PackageId, Optional<String>>();
    others.forEach(id -> commits.put(id, id.source().precise()));
    return some.stream()
        .filter(id ->
            !commits.containsKey(id)
                || !id.source().precise().equals(commits.getOrDefault(id, Optional.empty())))
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
