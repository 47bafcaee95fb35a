package heddle.rust;

import heddle.engine.Context;
import heddle.engine.Task;
import java.util.ArrayList;
import java.util.List;

/** Builds what the documentation tests of a library need, and lays it where rustdoc will look. */
record PrepareDocTest(Build build, int index) implements Task<Built.DocTest> {
  @Override
  public Built.DocTest run(Context c) throws Exception {
    Crate crate = build.crate(index);
    for (int other : build.relations().closure(index)) {
      Crate below = build.crate(other);
      Compiled compiled = c.get(new CompileUnit(build, other));
      List<String> names = OutputFiles.linkable(below, build.names(), build.toolchain());
      for (Recorded.Product product : compiled.recorded().products()) {
        if (names.contains(product.name())) {
          build
              .placed()
              .putOf(
                  new CompileUnit(build, other),
                  build.places().linked(below.triple()).resolve(product.name()),
                  product.blob(),
                  false);
        }
      }
    }
    List<String> args = new ArrayList<>(build.arguments().externs(crate));
    args.addAll(build.arguments().search(crate));
    args.addAll(build.arguments().lto(crate));
    args.addAll(RustcArguments.features(crate));
    List<ScriptArguments.Source> sources = new ArrayList<>();
    for (Relations.Script edge : build.relations().scripts(index)) {
      sources.add(new ScriptArguments.Source(c.get(new RunScript(build, edge.run())), edge.own()));
    }
    args.addAll(ScriptArguments.forDocTest(crate, sources));
    args.addAll(crate.rustflags());
    return new Built.DocTest(index, args);
  }

  @Override
  public String toString() {
    return "prepare the documentation tests of " + build.crate(index).pkg().description();
  }
}
