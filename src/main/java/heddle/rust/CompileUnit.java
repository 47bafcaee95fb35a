package heddle.rust;

import heddle.engine.Context;
import heddle.engine.Staged;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Artifact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Compiles one unit, or finds it in the store; the metadata of a library comes first. */
record CompileUnit(Build build, int index) implements Staged<Compiled.Metadata, Compiled> {
  @Override
  public Compiled run(Context c, Consumer<? super Compiled.Metadata> first) throws Exception {
    Crate crate = build.crate(index);
    List<KeyPart> closure = new ArrayList<>();
    dependencies(c, crate, closure);
    List<ScriptArguments.Source> sources = new ArrayList<>();
    List<NativeLibraries.Provided> provided = new ArrayList<>();
    for (Relations.Script edge : build.relations().scripts(index)) {
      ScriptRun run = c.get(new RunScript(build, edge.run()));
      sources.add(new ScriptArguments.Source(run, edge.own()));
      provided.add(NativeLibraries.Provided.ofScript(build.crate(edge.run()).pkg(), run.output()));
      closure.add(ran(edge.run(), run));
    }
    List<String> libraryPath = new ArrayList<>();
    for (int plugin : build.relations().plugins(index)) {
      ScriptRun run = c.get(new RunScript(build, plugin));
      closure.add(ran(plugin, run));
      for (String path : run.output().searchPaths()) {
        String directory = ScriptOutput.directoryOf(path);
        if (build.places().made(directory)) {
          libraryPath.add(directory);
        }
      }
    }
    Compilation what = Compilation.of(build, crate, sources, libraryPath, closure);
    CompileAction action = new CompileAction(what);
    Optional<Memory.Found> found = action.find();
    if (found.isPresent()) {
      Recorded known = found.get().recorded();
      Compiled compiled = action.compiled(known, true);
      keepsToFloor(crate, known);
      first.accept(action.metadata(known));
      build
          .ledger()
          .note(crate, action.parts(), Ledger.How.FOUND, known.observed(), found.get().values());
      build
          .listener()
          .finished(
              new BuildListener.UnitReport(index, what.label(), true, false, known.messages(), 0));
      return compiled;
    }
    if (build.looks()) {
      throw new Unbuilt(index, action.parts());
    }
    if (build.hasFailed()) {
      throw new Skipped();
    }
    List<Below> files = new ArrayList<>();
    for (int other : build.relations().closure(index)) {
      for (Recorded.Product product : products(c, crate, other)) {
        files.add(new Below(other, product, build.places().linked(build.crate(other).triple())));
      }
    }
    Optional<Target> machine = build.toolchain().machine(crate.triple());
    if (!crate.check() && machine.isPresent()) {
      provided.addAll(NativeLibraries.ofFlags(crate.rustflags()));
      new SoundLinks(build.machine())
          .check(crate.pkg().description(), machine.get(), wanted(crate, machine.get()), provided);
    }
    Compiled compiled = compiled(c, action, files, first, provided);
    keepsToFloor(crate, compiled.recorded());
    return compiled;
  }

  private Compiled compiled(
      Context c,
      CompileAction action,
      List<Below> files,
      Consumer<? super Compiled.Metadata> first,
      List<NativeLibraries.Provided> provided)
      throws Exception {
    try {
      return action.run(c, files, first);
    } catch (UnitFailure failed) {
      Crate crate = build.crate(index);
      Optional<Target> machine = build.toolchain().machine(crate.triple());
      if (crate.check() || !crate.requiresObjects() || machine.isEmpty()) throw failed;
      var link =
          new LinkFailure(
              crate.pkg().description(), machine.get(), wanted(crate, machine.get()), provided);
      throw failed.saying(link.explain(failed.shown()));
    }
  }

  private Abi wanted(Crate crate, Target machine) {
    return NativeLibraries.wanted(machine, crate.rustflags())
        .with(build.toolchain().asked(crate.triple()));
  }

  /** Where floors were asked for, what is linked is held against them. */
  private void keepsToFloor(Crate crate, Recorded recorded) throws Exception {
    Optional<Target> machine = build.toolchain().machine(crate.triple());
    if (crate.check()
        || !crate.requiresObjects()
        || machine.isEmpty()
        || !build.toolchain().hasFloor(crate.triple())) {
      return;
    }
    Abi asked = build.toolchain().asked(crate.triple());
    for (Recorded.Product product : recorded.products()) {
      if (product.executable() || product.name().endsWith(".so")) {
        byte[] bytes = build.machine().read(product.blob());
        NativeLibraries.checkProduct(
            crate.pkg().description(), machine.get(), asked, Artifact.read(product.name(), bytes));
      }
    }
  }

  private KeyPart ran(int unit, ScriptRun run) {
    return new KeyPart(KeyPart.Kind.SCRIPT, Ledger.called(build.crate(unit)), run.digest());
  }

  /** A file of a unit below, and the directory in which rustc looks for it. */
  record Below(int unit, Recorded.Product product, Path directory) {}

  private void dependencies(Context c, Crate crate, List<KeyPart> closure) throws Exception {
    for (Crate.Dependency dependency : crate.dependencies()) {
      Crate other = build.crate(dependency.index());
      if (other.work() == Crate.Work.RUN_SCRIPT || !other.linkable()) {
        continue;
      }
      CompileUnit unit = new CompileUnit(build, dependency.index());
      closure.add(KeyPart.form(dependency.externName()));
      String name = Ledger.called(other);
      if (RustcArguments.needsOnlyMetadata(crate, other)) {
        closure.add(new KeyPart(KeyPart.Kind.DEPENDENCY, name, c.early(unit).closure()));
      } else {
        closure.add(new KeyPart(KeyPart.Kind.DEPENDENCY, name, c.get(unit).closure()));
      }
    }
    if (crate.requiresObjects() && !crate.check()) {
      for (int other : build.relations().closure(index)) {
        c.get(new CompileUnit(build, other));
      }
    }
  }

  /** The files of a unit below this one that rustc may open. */
  private List<Recorded.Product> products(Context c, Crate crate, int other) throws Exception {
    Crate below = build.crate(other);
    CompileUnit unit = new CompileUnit(build, other);
    boolean metadata =
        below.check() || (!below.requiresObjects() && (!crate.requiresObjects() || crate.check()));
    if (metadata) {
      return List.of(c.early(unit).file());
    }
    List<String> names = OutputFiles.linkable(below, build.names(), build.toolchain());
    return c.get(unit).recorded().products().stream()
        .filter(product -> names.contains(product.name()))
        .toList();
  }

  @Override
  public String toString() {
    return "compile "
        + build.crate(index).pkg().description()
        + " ("
        + build.crate(index).name()
        + ")";
  }
}
