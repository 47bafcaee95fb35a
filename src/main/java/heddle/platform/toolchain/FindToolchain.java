package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.platform.RustcTarget;
import heddle.platform.Target;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.WrittenText;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C toolchain for a target as rustc's {@code --target} names it: the one that the directory's
 * {@code heddle.toml} declares for it, else the compiler in PATH that builds for it; empty if there
 * is none.
 */
public record FindToolchain(Path directory, String target, Target host)
    implements Task<Optional<Toolchain>> {
  @Override
  public Optional<Toolchain> run(Context c) throws Exception {
    c.get(new WrittenText(directory.resolve("heddle.toml")));
    return find(new Observed(c), directory, target, host);
  }

  /** The same, for those who look at the machine in their own way. */
  public static Optional<Toolchain> find(
      Surroundings surroundings, Path directory, String target, Target host) throws Exception {
    Optional<Toolchain> declared = declared(surroundings, directory, target, host);
    if (declared.isPresent()) {
      return declared;
    }
    Optional<RustcTarget> row = NamedTarget.find(surroundings, directory, target);
    return row.isPresent()
        ? new CompilerFinder(surroundings, host).of(row.get())
        : Optional.empty();
  }

  /** The one that the directory's {@code heddle.toml} declares for the target; empty if none. */
  public static Optional<Toolchain> declared(
      Surroundings surroundings, Path directory, String target, Target host) throws Exception {
    Path policy = directory.resolve("heddle.toml");
    Optional<String> text = surroundings.read(policy);
    if (text.isPresent()) {
      Toml.Table table = Toml.parse(new Source(policy.toString(), text.get()));
      for (DeclaredToolchain each : DeclaredToolchain.of(table)) {
        if (NamedTarget.shortName(each.target()).equals(NamedTarget.shortName(target))) {
          return Optional.of(each.resolve(surroundings, directory, host));
        }
      }
    }
    return Optional.empty();
  }
}
