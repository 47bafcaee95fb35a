package heddle.rust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a build reads and writes: {@code target} with cargo's layout in it for what users and tools
 * look for, {@code intermediate} for what cargo keeps of the way there (the same, unless {@code
 * build.build-dir} says otherwise), and {@code scratch}, a directory of this build alone on the
 * store's file system, where rustc writes and where finished crates lie side by side under their
 * names; it is empty before and after, and of one name in all builds of this target directory and
 * profile. {@code crates} are the directories below which unpacked packages lie.
 */
record Places(
    Path workspace,
    Path target,
    Path intermediate,
    String profile,
    Path scratch,
    Path kept,
    List<Path> crates) {
  Places {
    crates = List.copyOf(crates);
  }

  /**
   * The directories of {@link #crates} that hold downloads, of which a script sees only its own.
   */
  List<Path> downloads() {
    return crates.stream().filter(each -> each.endsWith("downloads")).toList();
  }

  /** {@code target/debug}, or {@code target/TRIPLE/debug}. */
  Path output(String triple) {
    return (triple.isEmpty() ? target : target.resolve(triple)).resolve(profile);
  }

  /** As {@link #output}, of the files on the way. */
  private Path between(String triple) {
    return (triple.isEmpty() ? intermediate : intermediate.resolve(triple)).resolve(profile);
  }

  /** The directories of builds alone. */
  Set<Path> built() {
    return Set.copyOf(List.of(target, intermediate));
  }

  /** What a look over all files of a workspace leaves out: builds write there, and Heddle. */
  Set<Path> ours() {
    Set<Path> all = new HashSet<>(built());
    all.add(kept.resolveSibling("").normalize()); // a user may keep the store in the workspace
    return Set.copyOf(all);
  }

  /** The files that cargo locks, in its order: those of the host first. */
  List<Path> locks(Collection<String> triples) {
    Set<String> all = new TreeSet<>(triples);
    all.add("");
    List<Path> files = new ArrayList<>();
    for (String triple : all) {
      files.add(output(triple).resolve(".cargo-lock"));
      if (!intermediate.equals(target)) files.add(between(triple).resolve(".cargo-build-lock"));
    }
    return files;
  }

  Path deps(String triple) {
    return between(triple).resolve("deps");
  }

  Path examples(String triple) {
    return output(triple).resolve("examples");
  }

  /** Where cargo's rustc writes the unit's files under their hashed names. */
  Path compiled(Crate crate) {
    return crate.kind() == Crate.Kind.EXAMPLE
        ? between(crate.triple()).resolve("examples")
        : deps(crate.triple());
  }

  Path incremental(String triple) {
    return between(triple).resolve("incremental");
  }

  Path temporary() {
    return intermediate.resolve("tmp");
  }

  /** Whether a path lies where only builds write. */
  boolean made(String path) {
    return path.startsWith(target + "/")
        || path.startsWith(intermediate + "/")
        || path.startsWith(kept + "/")
        || path.startsWith(scratch + "/");
  }

  /** Where rustc finds the crates of this build by name. */
  Path linked(String triple) {
    return scratch.resolve("deps" + (triple.isEmpty() ? "" : "-" + triple));
  }

  /**
   * The directory that one run of rustc or of a script writes. Where rustc keeps incremental state
   * it lies in the directory of that: rustc links finished parts from there, and between two
   * directories that a sandbox shows by themselves it would have to copy all of them.
   */
  Path written(Crate crate) {
    Path all =
        incremental(crate)
            ? incremental(crate.triple()).resolve(".heddle")
            : scratch.resolve("out");
    return all.resolve(Integer.toString(crate.index()));
  }

  /** Where a build script lies to be run. */
  Path program(Crate script) {
    return scratch.resolve("out").resolve(Integer.toString(script.index()));
  }

  private static boolean incremental(Crate crate) {
    return crate.codegen().incremental()
        && crate.work() != Crate.Work.RUN_SCRIPT
        && crate.work() != Crate.Work.DOC_TEST;
  }

  /** The directory of a member's build script, as cargo has it. */
  Path script(Crate crate, UnitNames names) {
    return between(crate.triple())
        .resolve("build")
        .resolve(crate.pkg().name() + "-" + names.file(crate));
  }
}
