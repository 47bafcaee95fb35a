package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one run of rustc read, by its own words, of what can change: {@code outs} are the OUT_DIRs
 * that it was given, whose content its key holds already.
 */
record SourcesRead(Build build, Crate crate, DepInfo info, List<Path> outs) {
  SourcesRead {
    outs = List.copyOf(outs);
  }

  /**
   * The files of a package that can change, and for each module the place beside it where the
   * compiler would have seen a second one; in general form.
   */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Path file : files()) {
      names.add(build.text().general(file.toString()));
      String last = String.valueOf(file.getFileName());
      if (last.endsWith(".rs") && !file.equals(crate.source())) {
        Path other =
            last.equals("mod.rs")
                ? file.resolveSibling("..")
                    .normalize()
                    .resolve(file.getName(file.getNameCount() - 2) + ".rs")
                : file.resolveSibling(last.substring(0, last.length() - 3)).resolve("mod.rs");
        names.add(build.text().general(other.toString()));
      }
    }
    return names;
  }

  private List<Path> files() {
    if (crate.pkg().content().isPresent()) return List.of();
    Path directory = build.arguments().directory(crate);
    return info.files().stream()
        .map(name -> directory.resolve(name).normalize())
        .filter(file -> !made(file))
        .toList();
  }

  /** Whether a file was made by this build, and is keyed by its digest. */
  private boolean made(Path file) {
    return file.startsWith(build.places().kept())
        || file.startsWith(build.places().scratch())
        || outs.stream().anyMatch(file::startsWith);
  }

  /**
   * Whether anything that a run read, or may have read without a word ({@code silent}), was changed
   * since it began: where it began early, the build may have seen that anew after the run had read
   * it.
   *
   * @param failed such a run may not say what it read, or looked for before it was there
   */
  boolean overtaken(long began, boolean silent, boolean failed) throws IOException {
    if (changedSince(began)) return true;
    if (silent || failed || readsMade()) {
      for (Path out : outs) {
        if (build.machine().changedSince(out, began, Set.of())) return true;
      }
    }
    Path root = build.memory().root(build, crate);
    return silent && build.machine().changedSince(root, began, build.places().ours());
  }

  /** Whether it read what build scripts made for it. */
  private boolean readsMade() {
    Path directory = build.arguments().directory(crate);
    return info.files().stream()
        .map(name -> directory.resolve(name).normalize())
        .anyMatch(file -> outs.stream().anyMatch(file::startsWith));
  }

  /** Whether any of them was changed or went away since a moment, so that it may not be as read. */
  boolean changedSince(long moment) throws IOException {
    for (Path file : files()) {
      if (!build.machine().exists(file)) return true;
    }
    for (String name : names()) {
      Path file = Path.of(build.text().real(name));
      if (build.machine().changedSince(file, moment, Set.of())) return true;
    }
    return false;
  }

  /** The places of this machine in those variables that the code looked at. */
  Set<String> placesLookedAt(Map<String, String> variables) {
    Set<String> places = new TreeSet<>();
    for (String name : info.variables().keySet()) {
      String value = variables.get(name);
      if (value != null && !name.equals("CARGO")) places.addAll(build.text().marks(value));
    }
    return places;
  }
}
