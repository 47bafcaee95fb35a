package heddle.rust;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One unit of the graph, as rustc or a build script's run sees it: immutable, and known by its
 * index. {@code triple} is empty for a unit of the host kind, which gets no {@code --target};
 * {@code rustflags} are rustdoc's for a documentation test; {@code override} replaces the run of a
 * script whose {@code links} the configuration describes; {@code targetJson} is the target as
 * cargo's messages show it.
 */
record Crate(
    int index,
    CratePackage pkg,
    String name,
    Kind kind,
    List<String> crateTypes,
    Path source,
    String edition,
    boolean harness,
    boolean documentationTests,
    Work work,
    String triple,
    List<String> features,
    Codegen codegen,
    List<String> rustflags,
    List<Dependency> dependencies,
    Optional<ScriptOutput> override,
    String targetJson) {
  /** The kinds of targets of a manifest. */
  enum Kind {
    LIB,
    BIN,
    TEST,
    BENCH,
    EXAMPLE,
    SCRIPT
  }

  /** What is done with the target. */
  enum Work {
    BUILD,
    CHECK,
    CHECK_TEST,
    TEST,
    DOC_TEST,
    RUN_SCRIPT
  }

  /** An edge to the unit of this index, under the name its code uses. */
  record Dependency(int index, String externName, boolean noPrelude) {}

  Crate {
    crateTypes = List.copyOf(crateTypes);
    features = List.copyOf(features);
    rustflags = List.copyOf(rustflags);
    dependencies = List.copyOf(dependencies);
  }

  /** The name rustc knows the crate by. */
  String crateName() {
    return name.replace('-', '_');
  }

  boolean check() {
    return work == Work.CHECK || work == Work.CHECK_TEST;
  }

  /** Compiled as a test, whether or not code is generated. */
  boolean asTest() {
    return work == Work.TEST || work == Work.CHECK_TEST || work == Work.DOC_TEST;
  }

  boolean procMacro() {
    return crateTypes.contains("proc-macro");
  }

  /** Runs inside the build: a proc macro or a build script. */
  boolean forHost() {
    return procMacro() || kind == Kind.SCRIPT;
  }

  /** Whether others can name it as a crate. */
  boolean linkable() {
    return kind == Kind.LIB
        && crateTypes.stream()
            .anyMatch(type ->
                type.equals("lib")
                    || type.equals("rlib")
                    || type.equals("dylib")
                    || type.equals("proc-macro"));
  }

  /**
   * Whether all the code of its dependencies must exist before it is compiled, because its
   * compilation ends with a link.
   */
  boolean requiresObjects() {
    return asTest()
        || !crateTypes.stream().allMatch(type -> type.equals("lib") || type.equals("rlib"));
  }

  boolean executable() {
    return kind == Kind.BIN || (kind == Kind.EXAMPLE && crateTypes.contains("bin"));
  }
}
