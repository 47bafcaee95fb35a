package heddle.rust;

import heddle.engine.Context;
import heddle.engine.LostValue;
import heddle.engine.Task;
import heddle.store.LostBlob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds all units of a graph, and shows their outputs under {@code target/} where cargo has them.
 */
record BuildAll(Build build) implements Task<Built> {
  @Override
  public String toString() {
    return "build all units";
  }

  @Override
  public Built run(Context c) throws Exception {
    List<Task<?>> tasks = new ArrayList<>();
    List<Crate> wanted =
        build.settings().compileTimeOnly()
            ? CompileTime.of(build.crates(), build.roots())
            : build.crates();
    boolean tests =
        build.crates().stream()
            .anyMatch(each -> each.kind() == Crate.Kind.TEST || each.kind() == Crate.Kind.BENCH);
    for (Crate crate : wanted) {
      tasks.add(
          switch (crate.work()) {
            case RUN_SCRIPT -> new RunScript(build, crate.index());
            case DOC_TEST -> new PrepareDocTest(build, crate.index());
            default -> new ShowUnit(build, crate.index(), tests);
          });
    }
    if (tests) {
      // what CARGO_TARGET_TMPDIR names is there when they run
      build.machine().directory(build.places().temporary());
    }
    List<Shown> shown = new ArrayList<>();
    Map<Integer, ScriptRun> runs = new TreeMap<>();
    List<Built.DocTest> docTests = new ArrayList<>();
    List<Object> values = c.all(tasks);
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case Shown each -> shown.add(each);
        case ScriptRun run -> runs.put(wanted.get(i).index(), run);
        case Built.DocTest test -> docTests.add(test);
        default -> throw new IllegalStateException(String.valueOf(values.get(i)));
      }
    }
    List<Task<?>> rules = new ArrayList<>();
    Set<Integer> roots = Set.copyOf(build.roots());
    for (Shown each : shown) {
      if (roots.contains(each.unit())) rules.add(new WriteRules(build, each.unit()));
    }
    c.all(rules);
    return new Built(build, shown, runs, docTests);
  }

  /**
   * Writes Make's rules for what a root shows. As with cargo they are written when all is built:
   * after a failure those of the last good build stand.
   */
  record WriteRules(Build build, int index) implements Task<Boolean> {
    @Override
    public Boolean run(Context c) throws Exception {
      Crate crate = build.crate(index);
      Recorded recorded = c.get(new CompileUnit(build, index)).recorded();
      OutputFiles outputs =
          OutputFiles.of(crate, build.names(), build.toolchain(), build.places(), true);
      for (OutputFiles.File file : outputs.files()) {
        if (file.shown().isPresent()
            && build.settings().collisions().leaves(file.shown().get(), crate)
            && file.flavour() != OutputFiles.Flavour.DEBUG
            && recorded.product(file.name()).isPresent()) {
          new MakeRule(build, index).write(c, file.shown().get());
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return "write the rules of " + build.crate(index).name();
    }
  }

  /**
   * Builds a unit and puts what users look for into its place; {@code tests} says whether tests are
   * built, which may look for the library of their package as cargo leaves it.
   */
  record ShowUnit(Build build, int index, boolean tests) implements Task<Shown> {
    @Override
    public Shown run(Context c) throws Exception {
      Compiled compiled = c.get(new CompileUnit(build, index));
      Crate crate = build.crate(index);
      List<Path> files = new ArrayList<>();
      boolean root = build.roots().contains(index);
      boolean stood = true;
      OutputFiles outputs =
          OutputFiles.of(crate, build.names(), build.toolchain(), build.places(), root);
      for (OutputFiles.File file : outputs.files()) {
        Optional<Recorded.Product> product = compiled.recorded().product(file.name());
        if (product.isEmpty()) continue;
        Path deps = build.places().compiled(crate).resolve(file.name());
        Path named =
            crate.kind() == Crate.Kind.SCRIPT
                ? build.places().script(crate, build.names()).resolve(crate.name())
                : file.shown().orElse(deps);
        files.add(named);
        // what messages name is there; but a dylib is shown only, for cargo gives its file in
        // `deps` a name without a hash and would link another compiler run's as its own
        boolean told = build.settings().forTools() && file.shown().isEmpty();
        if (told) stood &= show(product.get(), named) || known(crate);
        boolean loaded =
            file.flavour() == OutputFiles.Flavour.LINKABLE
                && crate.procMacro()
                && build.settings().forTools();
        // tests that load the shared library of their own package look beside themselves
        boolean sought =
            file.flavour() == OutputFiles.Flavour.NORMAL
                && crate.kind() == Crate.Kind.LIB
                && file.shown().isEmpty()
                && product.get().executable();
        boolean compiledAgainst =
            tests && crate.pkg().local() && crate.kind() == Crate.Kind.LIB && isRlib(file.name());
        if (loaded || sought || compiledAgainst || crate.work() == Crate.Work.TEST) {
          stood &= show(product.get(), deps) || known(crate);
        }
        if (file.shown().isPresent()) {
          stood &= show(product.get(), file.shown().get());
        }
      }
      Shown shown = new Shown(index, files, compiled.fresh() && stood);
      build.listener().shown(shown);
      return shown;
    }

    /**
     * Cargo's rustc leaves all files in {@code deps}: one that Heddle lays there only when it is
     * needed would have been there, unless the whole directory is new. Tests always lie there.
     */
    private boolean known(Crate crate) {
      return crate.work() != Crate.Work.TEST && !build.settings().newTarget();
    }

    private static boolean isRlib(String name) {
      return name.endsWith(".rlib");
    }

    /** Puts it there; whether it stood there already. */
    private boolean show(Recorded.Product product, Path to) throws Exception {
      if (!build.settings().collisions().leaves(to, build.crate(index))) return true;
      boolean stood = build.machine().shows(to, product.blob());
      if (!stood) {
        try {
          build.machine().place(product.blob(), to, product.executable(), false);
        } catch (LostBlob lost) {
          throw new LostValue(new CompileUnit(build, index), String.valueOf(lost.getMessage()));
        }
      }
      build.machine().look(to, true);
      return stood;
    }

    @Override
    public String toString() {
      return "show " + build.crate(index).name();
    }
  }
}
