package heddle.cli;

import heddle.process.Foreground;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<Path> folders = new ArrayList<>(List.of(home.resolve("bin")));
    for (String each : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (!each.isEmpty()) folders.add(invocation.directory().resolve(each));
    }
    return folders.stream()
        .map(folder -> folder.resolve("cargo-" + words.getFirst()))
        .filter(Foreground::isProgram)
        .findFirst()
        .map(program -> new OutsideCommand(program, words));
  }

  int run(Invocation invocation) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(words);
    var variables = new TreeMap<>(invocation.environment());
    variables.put("CARGO", invocation.program().orElseThrow().toString());
    return Foreground.run(command, variables, invocation.directory());
  }
}
