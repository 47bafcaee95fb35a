package heddle.rust;

import heddle.cargo.About;
import heddle.cargo.CargoTarget;
import heddle.cargo.Package;
import heddle.cargo.Packaging;
import heddle.cargo.ReadPackaging;
import heddle.cargo.Workspace;
import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Kind;
import heddle.world.KindOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lists what packaging would put into the archives of packages, and refuses what cannot be
 * packaged. Source of the rules: cargo's {@code ops/cargo_package/mod.rs}.
 */
final class PackageLists {
  private static final String MANIFEST = "Cargo.toml";
  private static final String ORIGINAL = "Cargo.toml.orig";
  private static final String COMMIT = ".cargo_vcs_info.json";

  /**
   * @param metadata whether to warn where a manifest says too little for people
   * @param dirty whether files may differ from the last commit
   * @param lock whether the lock file is packaged
   */
  record Wanted(boolean metadata, boolean dirty, boolean lock) {}

  private final Equipment with;
  private final Workspace workspace;
  private final Wanted wanted;
  private final Consumer<Problem> warned;

  PackageLists(Equipment with, Workspace workspace, Wanted wanted, Consumer<Problem> warned) {
    this.with = with;
    this.workspace = workspace;
    this.wanted = wanted;
    this.warned = warned;
  }

  PackageList of(Package pkg) throws ProblemException, BuildException, InterruptedException {
    About about = pkg.manifest().about();
    if (wanted.metadata()) lacking(about);
    Packaging packaging =
        with.evaluate(
            new ReadPackaging(pkg.manifest().file(), workspace.rootManifest(), with.reading()));
    if (!packaging.include().isEmpty() && !packaging.exclude().isEmpty()) {
      warn(
          "both package.include and package.exclude are specified; the exclude list will be"
              + " ignored");
    }
    List<Path> sources = sources(pkg, packaging);
    boolean commit = new PackageState(with, workspace, pkg, sources).isOfCommit(wanted.dirty());
    List<PackageList.File> files = new ArrayList<>();
    for (Path each : sources) {
      String name = pkg.root().relativize(each).toString();
      check(name);
      if (!name.equals("Cargo.lock")) files.add(copy(name, each));
    }
    Path manifest = pkg.manifest().file();
    if (files.removeIf(each -> each.name().equalsIgnoreCase(MANIFEST))) {
      files.add(copy(ORIGINAL, manifest));
      files.add(new PackageList.File(MANIFEST, Optional.of(manifest), true));
    } else {
      warn(
          "no `Cargo.toml` file found when packaging `"
              + pkg.name()
              + "` (note the case of the file name).");
    }
    if (wanted.lock()) {
      Path lock = workspace.root().resolve("Cargo.lock");
      Optional<Path> there = isFile(lock) ? Optional.of(lock) : Optional.empty();
      files.add(new PackageList.File("Cargo.lock", there, true));
    }
    if (commit) files.add(new PackageList.File(COMMIT, Optional.empty(), true));
    named(pkg, files);
    script(pkg);
    files.sort(PackageList.ORDER);
    return new PackageList(pkg.id().spec(), files);
  }

  private List<Path> sources(Package pkg, Packaging packaging)
      throws ProblemException, BuildException, InterruptedException {
    try {
      return new PackageFiles(with, pkg, packaging, this::warn).list();
    } catch (ProblemException e) {
      throw new ProblemException(
          Problem.of("failed to determine list of files in " + pkg.root())
              .withNote(e.problems().getFirst().message()));
    }
  }

  private static PackageList.File copy(String name, Path from) {
    return new PackageList.File(name, Optional.of(from), false);
  }

  private void warn(String text) {
    warned.accept(Problem.of(text));
  }

  private boolean isFile(Path path) throws BuildException, InterruptedException {
    return with.engine().evaluate(new KindOf(path)) == Kind.FILE;
  }

  private void lacking(About about) {
    List<String> missing = new ArrayList<>();
    if (isNothing(about.description())) missing.add("description");
    if (isNothing(about.license()) && isNothing(about.licenseFile())) {
      missing.addAll(List.of("license", "license-file"));
    }
    if (isNothing(about.documentation())
        && isNothing(about.homepage())
        && isNothing(about.repository())) {
      missing.addAll(List.of("documentation", "homepage", "repository"));
    }
    if (missing.isEmpty()) return;
    String last = missing.removeLast();
    String first = missing.isEmpty() ? "" : String.join(", ", missing) + " or ";
    warned.accept(
        Problem.of("manifest has no " + first + last)
            .withNote(
                "see https://doc.rust-lang.org/cargo/reference/manifest.html#package-metadata for"
                    + " more info"));
  }

  private static boolean isNothing(Optional<String> text) {
    return text.orElse("").isEmpty();
  }

  private void check(String name) throws ProblemException {
    if (name.equals(COMMIT) || name.equals(ORIGINAL)) {
      throw new ProblemException(
          Problem.of("invalid inclusion of reserved file name " + name + " in package source"));
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    for (char c : "\\<>:\"|?*".toCharArray()) {
      if (last.indexOf(c) >= 0) {
        throw new ProblemException(
            Problem.of("cannot package a filename with a special character `" + c + "`: " + name));
      }
    }
    for (String part : name.split("/", -1)) {
      String stem = part.split("\\.", -1)[0].toLowerCase(Locale.ROOT);
      if (stem.matches("con|prn|aux|nul|com[1-9]|lpt[1-9]")) {
        warn(
            "file "
                + name
                + " is a reserved Windows filename, it will not work on Windows platforms");
        return;
      }
    }
  }

  /** The files that the manifest names, wherever they lie: licence and readme. */
  private void named(Package pkg, List<PackageList.File> files)
      throws ProblemException, BuildException, InterruptedException {
    About about = pkg.manifest().about();
    List<String> wrong = new ArrayList<>();
    if (about.licenseFile().isPresent()) {
      named("license-file", about.licenseFile().get(), pkg, files).ifPresent(wrong::add);
    }
    if (about.readme().isPresent()) {
      named("readme", about.readme().get(), pkg, files).ifPresent(wrong::add);
    }
    if (!wrong.isEmpty()) throw new ProblemException(Problem.of(String.join("\n", wrong)));
  }

  private Optional<String> named(
      String key, String given, Package pkg, List<PackageList.File> files)
      throws BuildException, InterruptedException {
    Path file = pkg.root().resolve(given).normalize();
    if (!isFile(file)) {
      String where = Path.of(given).isAbsolute() ? "" : " (relative to `" + pkg.root() + "`)";
      return Optional.of(
          key
              + " `"
              + given
              + "` does not appear to exist"
              + where
              + ".\nPlease update the "
              + key
              + " setting in the manifest at `"
              + pkg.manifest().file()
              + "`.");
    }
    boolean inside = file.startsWith(pkg.root());
    String name = (inside ? pkg.root().relativize(file) : file.getFileName()).toString();
    if (files.stream().noneMatch(each -> each.name().equals(name))) {
      files.add(copy(name, file));
    } else if (!inside) {
      warn(
          key
              + " `"
              + given
              + "` appears to be a path outside of the package, but there is already a file named `"
              + name
              + "` in the root of the package. The archived crate will contain the copy in the root"
              + " of the package. Update the "
              + key
              + " to point to the path relative to the root of the package to remove this"
              + " warning.");
    }
    return Optional.empty();
  }

  private void script(Package pkg) throws ProblemException, BuildException, InterruptedException {
    Optional<CargoTarget> script = pkg.manifest().buildScript();
    if (script.isEmpty()) return;
    Path file = pkg.root().resolve(script.get().path()).normalize();
    boolean there = isFile(file);
    if (there && file.startsWith(pkg.root())) return;
    String about = "the source file of build script doesn't appear to ";
    throw new ProblemException(
        Problem.of(
            about
                + (there
                    ? "be a path inside of the package.\nIt is at `"
                        + file
                        + "`, whereas the root the package is `"
                        + pkg.root()
                        + "`.\n"
                    : "exist.\n")
                + "This may cause issue during packaging, as modules resolution and resources"
                + " included via macros are often relative to the path of source files.\nPlease"
                + " update the `build` setting in the manifest at `"
                + pkg.manifest().file()
                + "` and point to a path inside the root of the package."));
  }
}
