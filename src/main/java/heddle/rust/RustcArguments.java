package heddle.rust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of rustc for one unit, in cargo's order ({@code core/compiler/mod.rs}); what build
 * scripts add comes last, as it is known last. Paths are real ones.
 */
final class RustcArguments {
  private final List<Crate> crates;
  private final List<LtoPlan.Use> lto;
  private final UnitNames names;
  private final Places places;
  private final Toolchain toolchain;
  private final Options options;

  /**
   * What the command line says about every run: {@code extra} are for the roots ({@code rustc --
   * ARGS}).
   */
  record Options(
      boolean shortDiagnostics,
      Optional<Integer> width,
      boolean warnAboutAll,
      List<String> extra,
      List<Integer> roots,
      List<String> remap) {
    Options {
      extra = List.copyOf(extra);
      roots = List.copyOf(roots);
      remap = List.copyOf(remap);
    }
  }

  RustcArguments(
      List<Crate> crates,
      List<LtoPlan.Use> lto,
      UnitNames names,
      Places places,
      Toolchain toolchain,
      Options options) {
    this.crates = crates;
    this.lto = lto;
    this.names = names;
    this.places = places;
    this.toolchain = toolchain;
    this.options = options;
  }

  /** Whether {@code -vv} was given. */
  boolean verbose() {
    return options.warnAboutAll();
  }

  /** The working directory of rustc: the workspace for what lies in it, else the package. */
  Path directory(Crate crate) {
    return inWorkspace(crate) ? places.workspace() : crate.pkg().root();
  }

  private boolean inWorkspace(Crate crate) {
    return crate.pkg().local() && crate.source().startsWith(places.workspace());
  }

  String source(Crate crate) {
    return (inWorkspace(crate) ? places.workspace().relativize(crate.source()) : crate.source())
        .toString();
  }

  /**
   * All arguments, without the command's own words; {@code scripts} are what the unit's build
   * scripts add.
   */
  List<String> of(Crate crate, ScriptArguments scripts) {
    List<String> args = new ArrayList<>(64);
    Codegen codegen = crate.codegen();
    add(args, "--crate-name", crate.crateName());
    args.add("--edition=" + crate.edition());
    args.add(source(crate));
    args.add("--error-format=json");
    args.add(
        "--json=diagnostic-rendered-ansi,artifacts,future-incompat"
            + (options.shortDiagnostics() ? ",diagnostic-short" : ""));
    options.width().ifPresent(width -> args.add("--diagnostic-width=" + width));
    if (!crate.asTest()) {
      for (String type : crate.crateTypes()) {
        add(args, "--crate-type", type);
      }
    }
    args.add(
        crate.check()
            ? "--emit=dep-info,metadata"
            : crate.requiresObjects() ? "--emit=dep-info,link" : "--emit=dep-info,metadata,link");
    boolean dylib = !crate.asTest() && crate.crateTypes().contains("dylib");
    if (crate.procMacro() || (dylib && !crate.pkg().primary())) {
      add(args, "-C", "prefer-dynamic");
    }
    if (!codegen.optLevel().equals("0")) {
      add(args, "-C", "opt-level=" + codegen.optLevel());
    }
    if (!codegen.panic().equals("unwind")) {
      add(args, "-C", "panic=" + codegen.panic());
    }
    args.addAll(lto.get(crate.index()).arguments());
    codegen.codegenUnits().ifPresent(count -> add(args, "-C", "codegen-units=" + count));
    codegen
        .debuginfo()
        .ifPresent(level -> {
          add(args, "-C", "debuginfo=" + level);
          codegen
              .splitDebuginfo()
              .filter(split -> toolchain.probe(crate.triple()).splitDebuginfo().contains(split))
              .ifPresent(split -> add(args, "-C", "split-debuginfo=" + split));
        });
    args.addAll(crate.pkg().lintFlags());
    args.addAll(codegen.rustflags());
    checks(args, codegen);
    if (crate.asTest() && crate.harness()) {
      args.add("--test");
      if (!codegen.panic().equals("unwind")) {
        add(args, "-Z", "panic-abort-tests");
      }
    } else if (crate.asTest()) {
      add(args, "--cfg", "test");
    }
    args.addAll(features(crate));
    add(args, "-C", "metadata=" + names.metadata(crate));
    if (UnitNames.inFileNames(crate)) {
      add(args, "-C", "extra-filename=-" + names.file(crate));
    }
    if (codegen.rpath()) {
      add(args, "-C", "rpath");
    }
    add(args, "--out-dir", places.written(crate).toString());
    if (!crate.triple().isEmpty()) {
      add(args, "--target", crate.triple());
    }
    Path linker = toolchain.linkers().get(crate.triple());
    if (linker != null) {
      add(args, "-C", "linker=" + linker);
    }
    if (codegen.incremental()) {
      add(args, "-C", "incremental=" + places.incremental(crate.triple()));
    }
    codegen.strip().ifPresent(strip -> add(args, "-C", "strip=" + strip));
    args.addAll(search(crate));
    args.addAll(externs(crate));
    if (!crate.pkg().local()) {
      add(args, "--cap-lints", options.warnAboutAll() ? "warn" : "allow");
    }
    if (options.roots().contains(crate.index())) {
      args.addAll(options.extra());
    }
    args.addAll(crate.rustflags());
    args.addAll(options.remap());
    args.addAll(scripts.arguments());
    return List.copyOf(args);
  }

  /** Those of them that do not come from the unit itself but from users and build scripts. */
  List<String> given(Crate crate, ScriptArguments scripts) {
    List<String> words = new ArrayList<>(crate.codegen().rustflags());
    if (options.roots().contains(crate.index())) words.addAll(options.extra());
    words.addAll(crate.rustflags());
    words.addAll(scripts.arguments());
    Path linker = toolchain.linkers().get(crate.triple());
    if (linker != null) words.add(linker.toString());
    if (crate.triple().endsWith(".json")) words.add(crate.triple());
    return words;
  }

  /** {@code --cfg} and {@code --check-cfg} for the features; rustdoc takes the same. */
  static List<String> features(Crate crate) {
    List<String> args = new ArrayList<>();
    for (String feature : crate.features()) {
      add(args, "--cfg", "feature=\"" + feature + "\"");
    }
    add(args, "--check-cfg", "cfg(docsrs,test)");
    StringBuilder declared = new StringBuilder("cfg(feature, values(");
    for (String feature : crate.pkg().declaredFeatures()) {
      if (declared.charAt(declared.length() - 1) != '(') {
        declared.append(", ");
      }
      declared.append('"').append(feature).append('"');
    }
    add(args, "--check-cfg", declared.append("))").toString());
    return args;
  }

  /** Where the dependencies of the unit's dependencies lie; rustdoc takes the same. */
  List<String> search(Crate crate) {
    List<String> args = new ArrayList<>();
    add(args, "-L", "dependency=" + places.linked(crate.triple()));
    if (!crate.triple().isEmpty()) {
      add(args, "-L", "dependency=" + places.linked(""));
    }
    return args;
  }

  /** {@code --extern} for the unit's dependencies; rustdoc takes the same. */
  List<String> externs(Crate crate) {
    List<String> args = new ArrayList<>();
    boolean unstable = false;
    for (Crate.Dependency dependency : crate.dependencies()) {
      Crate other = crates.get(dependency.index());
      if (!other.linkable() || other.work() == Crate.Work.RUN_SCRIPT) {
        continue;
      }
      unstable |= dependency.noPrelude();
      String name = (dependency.noPrelude() ? "noprelude:" : "") + dependency.externName() + "=";
      for (String file : linkedFiles(crate, other)) {
        add(args, "--extern", name + places.linked(other.triple()).resolve(file));
      }
    }
    if (crate.procMacro()) {
      add(args, "--extern", "proc_macro");
    }
    if (unstable) {
      add(args, "-Z", "unstable-options");
    }
    return args;
  }

  /** What the unit does for link-time optimisation. */
  List<String> lto(Crate crate) {
    return lto.get(crate.index()).arguments();
  }

  /** Whether the metadata of the dependency is all that compiling needs. */
  static boolean needsOnlyMetadata(Crate crate, Crate dependency) {
    return dependency.check()
        || (!crate.requiresObjects()
            && crate.work() == Crate.Work.BUILD
            && !dependency.requiresObjects()
            && dependency.work() == Crate.Work.BUILD);
  }

  private List<String> linkedFiles(Crate crate, Crate dependency) {
    if (needsOnlyMetadata(crate, dependency)) {
      return List.of("lib" + names.stem(dependency) + ".rmeta");
    }
    return OutputFiles.linkable(dependency, names, toolchain);
  }

  /** Only what differs from what the optimisation level implies. */
  private static void checks(List<String> args, Codegen codegen) {
    boolean optimised = !codegen.optLevel().equals("0");
    boolean assertions = codegen.debugAssertions();
    if (optimised == assertions) {
      add(args, "-C", "debug-assertions=" + (assertions ? "on" : "off"));
    }
    if (codegen.overflowChecks() != assertions) {
      add(args, "-C", "overflow-checks=" + (codegen.overflowChecks() ? "on" : "off"));
    }
  }

  private static void add(List<String> args, String option, String value) {
    args.add(option);
    args.add(value);
  }
}
