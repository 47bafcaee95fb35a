package heddle.rust;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds all units of a graph, and shows their outputs under {@code target/} where cargo has them.
 */
record BuildAll(Build build) implements Task<List<Shown>> {
  @Override
  public List<Shown> run(Context c) throws Exception {
    List<Task<Shown>> tasks = new ArrayList<>();
    for (Crate crate : build.crates()) {
      if (crate.work() == Crate.Work.RUN_SCRIPT) {
        continue;
      }
      if (crate.work() != Crate.Work.DOC_TEST) {
        tasks.add(new ShowUnit(build, crate.index()));
      }
    }
    return c.all(tasks);
  }

  /** Builds a unit and puts what users look for into its place. */
  record ShowUnit(Build build, int index) implements Task<Shown> {
    @Override
    public Shown run(Context c) throws Exception {
      Compiled compiled = c.get(new CompileUnit(build, index));
      Crate crate = build.crate(index);
      List<Path> files = new ArrayList<>();
      OutputFiles outputs =
          OutputFiles.of(
              crate,
              build.names(),
              build.toolchain(),
              build.places(),
              build.roots().contains(index));
      for (OutputFiles.File file : outputs.files()) {
        Path place = build.places().deps(crate.triple()).resolve(file.name());
        if (file.shown().isPresent()) {
          place = file.shown().get();
        } else if (crate.work() != Crate.Work.TEST) {
          files.add(place);
          continue; // stays in the store
        }
        Path to = place;
        var product = compiled.recorded().product(file.name());
        if (product.isPresent()) {
          if (!build.machine().shows(to, product.get().blob())) {
            build.machine().place(product.get().blob(), to, product.get().executable(), false);
          }
          files.add(to);
        }
      }
      return new Shown(index, files, compiled.fresh());
    }

    @Override
    public String toString() {
      return "show " + build.crate(index).name();
    }
  }
}
