package heddle.rust;

import heddle.store.Depot;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokens that {@code cargo login} keeps: {@code credentials} or {@code credentials.toml} in
 * cargo's home, the first one if both are there. Read when the first registry asks for one.
 */
final class Credentials {
  private final Depot depot;
  private final Path home;
  private Optional<Toml.Table> read = Optional.empty();

  Credentials(Depot depot, Path home) {
    this.depot = depot;
    this.home = home;
  }

  /** The text of a key; empty if there is none. */
  synchronized Optional<String> text(String... key) throws ProblemException {
    if (read.isEmpty()) {
      read = Optional.of(file("credentials").orElse(file("credentials.toml").orElse(nothing())));
    }
    Toml at = read.get();
    for (String part : key) {
      Optional<Toml> next = at instanceof Toml.Table table ? table.get(part) : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return at instanceof Toml.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private static Toml.Table nothing() throws ProblemException {
    return Toml.parse(new Source("", ""));
  }

  private Optional<Toml.Table> file(String name) throws ProblemException {
    Path file = home.resolve(name);
    try {
      Optional<String> text = depot.readText(file);
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Toml.parse(new Source(file.toString(), text.get())));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("`" + file + "` cannot be read").withNote(String.valueOf(e.getMessage())));
    }
  }
}
