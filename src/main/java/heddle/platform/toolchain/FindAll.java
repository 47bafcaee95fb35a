package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.platform.Target;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.WrittenText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Every tool that can be found for work in a directory: what its {@code heddle.toml} declares, then
 * what is on this machine. {@code host} is where the tools run.
 */
public record FindAll(Path directory, Target host) implements Task<Found> {
  @Override
  public Found run(Context c) throws Exception {
    var broken = new LinkedHashSet<String>();
    var surroundings = new Tolerant(new Observed(c), broken);
    var compilers = new ArrayList<Toolchain>();
    Path policy = directory.resolve("heddle.toml");
    Optional<Source> text = c.get(new WrittenText(policy));
    if (text.isPresent()) {
      Toml.Table table = Toml.parse(text.get());
      for (DeclaredToolchain each : DeclaredToolchain.of(table)) {
        compilers.add(each.resolve(new Observed(c), directory, host));
      }
    }
    compilers.addAll(new CompilerFinder(surroundings, host).all());
    List<Rustc> rustcs = new RustcFinder(surroundings).all(broken);
    List<Python> pythons = new PythonFinder(surroundings).all();
    List<Jdk> jdks = new JdkFinder(surroundings).all();
    return new Found(rustcs, compilers, pythons, jdks, List.copyOf(broken));
  }
}
