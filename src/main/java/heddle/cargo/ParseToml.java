package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.Optional;

/** A TOML file; empty where there is none. */
record ParseToml(Path file) implements Task<Optional<Toml.Table>> {
  @Override
  public Optional<Toml.Table> run(Context c) throws Exception {
    Optional<Source> source = c.get(new ReadText(file));
    return source.isEmpty() ? Optional.empty() : Optional.of(Toml.parse(source.get()));
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ParseToml that && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }
}
