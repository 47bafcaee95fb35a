package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A {@code --config} argument that is no file: one dotted key and its value, nothing more. */
record ConfigArgument(String text) {
  private static final Toml.Table NONE = new Toml.Table(Map.of(), new Source("", "").all());

  /** The path the argument would be. */
  static Optional<Path> path(Path directory, String argument) {
    try {
      return argument.isEmpty()
          ? Optional.empty()
          : Optional.of(directory.resolve(argument).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  Toml.Table table() throws ProblemException {
    var source = new Source("--config " + text, text);
    Toml.Table table = parsed(source);
    Toml.Table at = table;
    boolean first = true;
    while (true) {
      if (at.entries().size() != 1) {
        throw wrong(source.all(), "is not a dotted key with a value (such as `build.jobs = 2`)");
      }
      Toml.Entry entry = at.entries().values().iterator().next();
      if (first && !text.substring(0, entry.keyPlace().start()).isBlank()) {
        throw wrong(source.all(), "is not a dotted key with a value (such as `build.jobs = 2`)");
      }
      first = false;
      if (!(entry.value() instanceof Toml.Table inner)) {
        Place place = entry.value().place();
        if (entry.value() instanceof Toml.Array array
            && array.items().stream().anyMatch(i -> i instanceof Toml.Table)
            && text.charAt(place.start()) != '[') {
          throw wrong(place, "sets a value to an array of tables, which is not accepted");
        }
        if (!text.substring(place.end()).isBlank()) {
          throw wrong(place, "includes non-whitespace decoration");
        }
        checkSecrets(table);
        return table;
      }
      if (text.startsWith("{", inner.place().start())) {
        throw wrong(inner.place(), "sets a value to an inline table, which is not accepted");
      }
      at = inner;
    }
  }

  private Toml.Table parsed(Source source) throws ProblemException {
    try {
      return Toml.parse(source);
    } catch (ProblemException e) {
      Problem wrong = e.problems().getFirst();
      throw new ProblemException(
          new Problem(
                  "failed to parse value from --config argument `"
                      + text
                      + "` as a dotted key expression",
                  wrong.labels(),
                  wrong.notes(),
                  wrong.helps())
              .withNote(wrong.message()));
    }
  }

  private static void checkSecrets(Toml.Table table) throws ProblemException {
    if (table.get("registry").orElse(NONE) instanceof Toml.Table registry) {
      checkSecret("registry", registry);
    }
    if (table.get("registries").orElse(NONE) instanceof Toml.Table registries) {
      for (Map.Entry<String, Toml.Entry> e : registries.entries().entrySet()) {
        if (e.getValue().value() instanceof Toml.Table registry) {
          checkSecret("registries." + e.getKey(), registry);
        }
      }
    }
  }

  private static void checkSecret(String key, Toml.Table registry) throws ProblemException {
    for (String secret : new String[] {"token", "secret-key"}) {
      Optional<Toml.Entry> entry = registry.entry(secret);
      if (entry.isPresent()) {
        throw new ProblemException(
            Problem.at(
                entry.get().keyPlace(),
                key + "." + secret + " cannot be set through --config for security reasons"));
      }
    }
  }

  private ProblemException wrong(Place place, String message) {
    return new ProblemException(Problem.at(place, "--config argument `" + text + "` " + message));
  }
}
