package heddle.rust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that compiling a unit gives, and where cargo's layout shows them. Rules: cargo's {@code
 * build_runner/compilation_files.rs} and {@code target_info.rs}.
 */
record OutputFiles(List<File> files) {
  /**
   * What debuggers look for beside a file, with this behind its name: written where debug
   * information is split and packed, which no question to rustc tells.
   */
  private static final String PACKAGE = ".dwp";

  private static final Set<String> DEBUGGED = Set.of("bin", "dylib", "cdylib", "proc-macro");

  /** What a file is for. */
  enum Flavour {
    METADATA,
    LINKABLE,
    NORMAL,
    DEBUG
  }

  /**
   * A file of the directory rustc writes, and the place under {@code target/} that shows it, if any
   * does.
   */
  record File(String name, Flavour flavour, Optional<Path> shown) {}

  OutputFiles {
    files = List.copyOf(files);
  }

  /** The names of the crate's files that a link takes. */
  static List<String> linkable(Crate crate, UnitNames names, Toolchain toolchain) {
    List<String> files = new ArrayList<>();
    for (String type : crate.crateTypes()) {
      if (type.equals("lib")
          || type.equals("rlib")
          || type.equals("dylib")
          || type.equals("proc-macro")) {
        files.add(file(type, toolchain, crate).name(names.stem(crate)));
      }
    }
    return files.stream().distinct().toList();
  }

  /**
   * All files of a unit that is compiled; {@code root} says whether it was asked for by the user.
   */
  static OutputFiles of(
      Crate crate, UnitNames names, Toolchain toolchain, Places places, boolean root) {
    String stem = names.stem(crate);
    List<File> files = new ArrayList<>();
    List<File> packages = new ArrayList<>();
    switch (crate.work()) {
      case CHECK, CHECK_TEST ->
          files.add(new File("lib" + stem + ".rmeta", Flavour.METADATA, Optional.empty()));
      case TEST -> {
        String name = file("bin", toolchain, crate).name(stem);
        files.add(new File(name, Flavour.NORMAL, Optional.empty()));
        files.add(new File(name + PACKAGE, Flavour.DEBUG, Optional.empty()));
      }
      case BUILD -> {
        for (String type : crate.crateTypes()) {
          CrateFiles naming = file(type, toolchain, crate);
          boolean linkable =
              crate.kind() != Crate.Kind.EXAMPLE
                  && !type.equals("bin")
                  && !type.equals("cdylib")
                  && !type.equals("staticlib");
          Optional<Path> shown = Optional.empty();
          if (crate.kind() == Crate.Kind.BIN || type.equals("dylib") || root) {
            String name = naming.name(type.equals("bin") ? crate.name() : crate.crateName());
            Path directory =
                crate.kind() == Crate.Kind.EXAMPLE
                    ? places.examples(crate.triple())
                    : places.output(crate.triple());
            shown = Optional.of(directory.resolve(name));
          }
          File file =
              new File(naming.name(stem), linkable ? Flavour.LINKABLE : Flavour.NORMAL, shown);
          if (!files.contains(file)) {
            files.add(file);
            if (DEBUGGED.contains(type)) {
              packages.add(
                  new File(
                      file.name() + PACKAGE,
                      Flavour.DEBUG,
                      shown.map(path -> path.resolveSibling(path.getFileName() + PACKAGE))));
            }
          }
        }
        if (!crate.requiresObjects()) {
          files.add(new File("lib" + stem + ".rmeta", Flavour.METADATA, Optional.empty()));
        }
        files.addAll(packages);
      }
      case DOC_TEST, RUN_SCRIPT -> {}
    }
    return new OutputFiles(files);
  }

  private static CrateFiles file(String type, Toolchain toolchain, Crate crate) {
    CrateFiles files =
        toolchain.probe(crate.triple()).files().get(type.equals("lib") ? "rlib" : type);
    if (files == null) {
      throw new IllegalStateException("no " + type + " for " + toolchain.tripleOf(crate.triple()));
    }
    return files;
  }
}
