package heddle.cli;

import heddle.cargo.Config;
import heddle.cargo.ReadConfig;
import heddle.cargo.Setting;
import heddle.engine.Engine;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code [alias]} of cargo's configuration makes of a command line. Heddle's own commands
 * cannot be given another meaning. Source of the rule: cargo's {@code bin/cargo/cli.rs}.
 */
record Aliases(Config config) {
  /** The aliases that hold in the working directory. */
  static Aliases of(Invocation invocation) throws Exception {
    String set = invocation.environment().getOrDefault("CARGO_HOME", "");
    Path home =
        set.isEmpty()
            ? Path.of(invocation.environment().getOrDefault("HOME", "/"), ".cargo")
            : invocation.directory().resolve(set);
    try (Store store = Store.open(invocation.home())) {
      var observation = new Observation(invocation.environment(), store);
      try (var engine = new Engine(observation.handlers())) {
        return new Aliases(
            engine.evaluate(
                new ReadConfig(invocation.directory(), home, invocation.environment(), List.of())));
      }
    }
  }

  /** The command line that these words stand for; empty if their first is no alias. */
  Optional<List<String>> expand(List<String> words) throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    List<String> line = words;
    while (!CommandTable.find(line.getFirst()).isPresent()) {
      String name = line.getFirst();
      Optional<List<String>> meaning = meaning(name);
      if (meaning.isEmpty()) return seen.isEmpty() ? Optional.empty() : Optional.of(line);
      if (!seen.add(name)) {
        throw new ProblemException(
            Problem.of(
                "alias "
                    + words.getFirst()
                    + " has unresolvable recursive definition: "
                    + String.join(" -> ", seen)
                    + " -> "
                    + name));
      }
      var next = new ArrayList<>(meaning.get());
      next.addAll(line.subList(1, line.size()));
      line = List.copyOf(next);
    }
    return Optional.of(line);
  }

  private Optional<List<String>> meaning(String name) throws Exception {
    if (name.contains(".")) return Optional.empty();
    List<String> words = config.texts(true, "alias", name).stream().map(Setting::value).toList();
    if (words.isEmpty() && config.any("alias", name).isPresent()) {
      throw new ProblemException(
          Problem.of("subcommand is required, but `alias." + name + "` is empty"));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }
}
