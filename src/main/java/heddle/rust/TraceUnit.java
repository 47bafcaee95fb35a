package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.UnitGraph;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.process.Sandbox;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Comparator;
import java.util.List;

/**
 * Runs one unit of a build under strace, all that it needs as in any build; equal only to itself.
 *
 * @param compile a compilation of the package, though it may have a build script
 */
record TraceUnit(
    Preparation preparation,
    Task<UnitGraph> plan,
    Sandbox sandbox,
    PackageIdSpec spec,
    boolean compile)
    implements Task<UnitTrace> {
  @Override
  public UnitTrace run(Context c) throws Exception {
    List<PackageId> packages = c.get(plan).units().stream().map(u -> u.pkg().id()).toList();
    Build build = preparation.prepare(c);
    Crate crate = choose(build.crates(), packages);
    Tracing tracing = new Tracing(crate.index());
    Build traced = build.tracing(tracing);
    try {
      if (crate.work() == Crate.Work.RUN_SCRIPT) {
        c.get(new RunScript(traced, crate.index()));
      } else {
        c.get(new CompileUnit(traced, crate.index()));
      }
    } catch (BuildException failure) {
      if (tracing.seen().isEmpty()) { // one below it
        throw failure;
      }
    }
    Tracing.Seen seen =
        tracing
            .seen()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        "the build script of `"
                            + crate.pkg().description()
                            + "` does not run: the configuration says what it would give")));
    TouchedNames names =
        new TouchedNames(
            sandbox.view(),
            build.toolchain().probe("").sysroot(),
            seen.command(),
            build.machine()::exists);
    return new UnitTrace(
        (crate.work() == Crate.Work.RUN_SCRIPT ? "build script of " : "compilation of ")
            + crate.pkg().description(),
        seen.command().words(),
        seen.exit().code(),
        sandbox.level(),
        seen.touches().stream().map(names::of).toList(),
        seen.exit().refused());
  }

  /** Of several units of the package the script's run, then the library, of the target first. */
  private Crate choose(List<Crate> crates, List<PackageId> packages) throws ProblemException {
    List<Crate> own = NamedUnits.of(crates, packages, spec);
    List<Crate> wanted =
        own.stream()
            .filter(crate ->
                compile
                    ? crate.work() != Crate.Work.RUN_SCRIPT
                        && crate.work() != Crate.Work.DOC_TEST
                        && crate.kind() != Crate.Kind.SCRIPT
                    : crate.work() == Crate.Work.RUN_SCRIPT)
            .sorted(
                Comparator.comparing((Crate crate) -> crate.kind())
                    .thenComparing(crate -> crate.triple().isEmpty()))
            .toList();
    if (!wanted.isEmpty()) {
      return wanted.getFirst();
    }
    Problem none =
        Problem.of("`" + spec + "` has no " + (compile ? "unit that is compiled" : "build script"));
    throw new ProblemException(
        compile ? none : none.withHelp("--compile looks at its compilation"));
  }

  @Override
  public String toString() {
    return "trace " + spec;
  }
}
