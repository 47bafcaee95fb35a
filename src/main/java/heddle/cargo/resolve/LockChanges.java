package heddle.cargo.resolve;

import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How a lock differs from the one before, in cargo's words, one line for each package. */
public record LockChanges(List<Line> lines) {
  /** A verb (Adding, Updating, Downgrading, Removing) and the package it is about. */
  public record Line(String verb, String about) {}

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

  /** The changes, members of the workspace left out. */
  public static LockChanges between(Optional<Lock> before, Resolved after, Workspace workspace) {
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
        boolean down = now.version().compareTo(old.version()) < 0;
        if (!workspace.isMember(now)) {
          lines.add(new Line(down ? "Downgrading" : "Updating", named(old) + " -> " + shown(now)));
        }
        continue;
      }
      gone.forEach(id -> lines.add(new Line("Removing", named(id))));
      come.stream()
          .filter(id -> !workspace.isMember(id))
          .forEach(id -> lines.add(new Line("Adding", named(id))));
    }
    return new LockChanges(lines);
  }

  /** How many packages were chosen anew. */
  public long chosen() {
    return lines.stream().filter(line -> !line.verb().equals("Removing")).count();
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
