package heddle.cli;

import heddle.process.Foreground;
import heddle.process.Successor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Programs named {@code cargo-NAME}, which are commands of cargo: where Heddle has the name of
 * cargo, they are its commands. They get the whole command line and find their cargo by {@code
 * CARGO}. Source of the rule: cargo's {@code bin/cargo/main.rs}.
 */
record OutsideCommand(Path program, List<String> words) {
  static Optional<OutsideCommand> find(Invocation invocation, List<String> words) {
    if (invocation.program().isEmpty() || words.getFirst().contains("/")) return Optional.empty();
    Map<String, String> environment = invocation.environment();
    String set = environment.getOrDefault("CARGO_HOME", "");
    Path home =
        set.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/"), ".cargo")
            : invocation.directory().resolve(set);
    String name = "cargo-" + words.getFirst();
    return Optional.of(home.resolve("bin").resolve(name))
        .filter(Foreground::isProgram)
        .or(() -> onPath(name, environment, invocation.directory()))
        .map(program -> new OutsideCommand(program, words));
  }

  /** The program of this name in a folder of PATH. */
  static Optional<Path> onPath(String name, Map<String, String> environment, Path directory) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(each -> !each.isEmpty())
        .map(each -> directory.resolve(each).resolve(name))
        .filter(Foreground::isProgram)
        .findFirst();
  }

  int run(Session session) throws IOException, InterruptedException {
    Invocation invocation = session.invocation();
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(words);
    var variables = new TreeMap<>(invocation.environment());
    variables.put("CARGO", invocation.program().orElseThrow().toString());
    return session.become(new Successor(command, variables, invocation.directory()));
  }
}
