package heddle.rust;

import heddle.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Units of one build that write one file: they are warned of, and only the last of them in cargo's
 * order lays it down, as two at one time would be in each other's way. Rule and text: {@code
 * check_collisions} of cargo's {@code build_runner}.
 */
final class Collisions {
  /** Cargo's order of units, so that the same one is always said to come second. */
  private static final Comparator<Crate> ORDER =
      Comparator.comparing(Crate::pkg, CratePackage.BY_IDENTITY)
          .thenComparing(Crate::kind)
          .thenComparing(Crate::name)
          .thenComparing(Crate::triple);

  private static final List<String> SUGGESTION =
      List.of(
          "note: this may become a hard error in the future; see"
              + " <https://github.com/rust-lang/cargo/issues/6313>",
          "help: consider changing their names to be unique or compiling them separately");

  private final Map<Path, Crate> writers = new HashMap<>();
  private final List<Problem> found = new ArrayList<>();

  private Collisions() {}

  static Collisions of(
      List<Crate> crates,
      List<Integer> roots,
      UnitNames names,
      Toolchain toolchain,
      Places places) {
    Collisions all = new Collisions();
    Set<Integer> asked = Set.copyOf(roots);
    for (Crate crate : crates.stream().sorted(ORDER).toList()) {
      if (crate.kind() == Crate.Kind.SCRIPT) continue; // each has a directory of its own
      boolean root = asked.contains(crate.index());
      for (OutputFiles.File file : OutputFiles.of(crate, names, toolchain, places, root).files()) {
        all.add(crate, places.compiled(crate).resolve(file.name()));
        file.shown().ifPresent(path -> all.add(crate, path));
      }
    }
    return all;
  }

  /** What is to be warned of. */
  List<Problem> warnings() {
    return List.copyOf(found);
  }

  /** Whether this unit lays down the file, which no other of the build does then. */
  boolean leaves(Path path, Crate crate) {
    Crate writer = writers.get(path);
    return writer == null || writer.index() == crate.index();
  }

  private void add(Crate crate, Path path) {
    Crate other = writers.put(path, crate);
    if (other == null) return;
    List<String> lines = new ArrayList<>();
    lines.add("output filename collision at " + path);
    lines.add("  |");
    lines.add(
        "  = note: the "
            + described(crate)
            + " has the same output filename as the "
            + described(other));
    SUGGESTION.forEach(each -> lines.add("  = " + each));
    found.add(Problem.of(String.join("\n", lines)));
  }

  private static String described(Crate crate) {
    CratePackage pkg = crate.pkg();
    String where = pkg.local() ? " (" + pkg.root() + ")" : "";
    return crate.kind().name().toLowerCase(Locale.ROOT)
        + (" target `" + crate.name() + "` in package `")
        + (pkg.description() + where + "`");
  }
}
