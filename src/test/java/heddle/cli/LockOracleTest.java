package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands around Cargo.lock beside cargo's own, on random workspaces over two registries: the
 * lock is cargo's, byte for byte, and where cargo finds none there is none. {@code heddle.locks}
 * sets how many, {@code heddle.seed} which, {@code heddle.cargo} the cargo.
 */
final class LockOracleTest {
  private static final int ROUNDS = Integer.getInteger("heddle.locks", 6);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path temporary;

  private int locked;

  @Test
  void locks_over_two_registries_are_cargos_also_after_edits() throws Exception {
    FollowedCargo.assumeHere();
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      round(seed + round);
    }
    System.out.println("seed " + seed + ": " + locked + " locks of " + ROUNDS + " workspaces");
  }

  private void round(long seed) throws Exception {
    var random = new Random(seed);
    Path folder = Files.createDirectories(temporary.toRealPath().resolve("round-" + seed));
    var graph = new RandomRegistries(random, folder);
    graph.write();
    String shown = "seed " + seed + " in " + folder;
    if (!check(shown, graph.root, Optional.empty(), "generate-lockfile")) {
      remove(folder);
      return;
    }
    String before = Files.readString(graph.root.resolve("Cargo.lock"));
    Files.writeString(folder.resolve("before.lock"), before);
    graph.moveOn();
    check(shown, graph.root, Optional.of(before), "update", "--workspace");
    var names = new ArrayList<String>();
    String[] parts = before.split("\\[\\[package\\]\\]\n", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] lines = parts[i].split("\n", -1);
      if (lines[2].startsWith("source = ")) {
        names.add(lines[0].split("\"", -1)[1] + "@" + lines[1].split("\"", -1)[1]);
      }
    }
    if (!names.isEmpty()) {
      String spec = names.get(random.nextInt(names.size()));
      check(shown, graph.root, Optional.of(before), "update", spec);
      check(shown, graph.root, Optional.of(before), "update", "--recursive", spec);
      List<String> versions = graph.versions(spec.substring(0, spec.indexOf('@')));
      String precise = versions.get(random.nextInt(versions.size()));
      check(shown, graph.root, Optional.of(before), "update", spec, "--precise", precise);
    }
    check(shown, graph.root, Optional.of(before), "update");
    remove(folder);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Compares with cargo; true if there is a lock. */
  private boolean check(String shown, Path root, Optional<String> old, String... words)
      throws Exception {
    Path lock = root.resolve("Cargo.lock");
    var said = new StringBuilder();
    put(lock, old);
    boolean theirs = cargo(root, said, words);
    Optional<String> expected = theirs ? Optional.of(Files.readString(lock)) : Optional.empty();
    put(lock, old);
    boolean ours = heddle(root, said, words);
    String what = shown + ": " + String.join(" ", words) + "\n" + said;
    assertThat(ours).as(what).isEqualTo(theirs);
    if (!ours) {
      return false;
    }
    String found = Files.readString(lock);
    if (!settled(found).equals(settled(expected.orElseThrow()))) {
      throw new AssertionError(what + difference(expected.get(), found));
    }
    locked++;
    return true;
  }

  private static void put(Path lock, Optional<String> old) throws IOException {
    if (old.isPresent()) {
      Files.writeString(lock, old.get());
    } else {
      Files.deleteIfExists(lock);
    }
  }

  /** With unused patches in order: those of several tables stand in any order in cargo's. */
  private static String settled(String lock) {
    String mark = "\n[[patch.unused]]\n";
    String[] parts = lock.split(Pattern.quote(mark), -1);
    return parts[0]
        + Stream.of(parts)
            .skip(1)
            .map(String::strip)
            .sorted()
            .map(part -> mark + part)
            .collect(Collectors.joining());
  }

  /** Where the two part, with what stands around. */
  private static String difference(String expected, String found) {
    List<String> theirs = expected.lines().toList();
    List<String> ours = found.lines().toList();
    int at = 0;
    while (at < theirs.size() && at < ours.size() && theirs.get(at).equals(ours.get(at))) {
      at++;
    }
    var said = new StringBuilder("cargo has\n");
    theirs.stream().skip(Math.max(0, at - 6)).limit(16).forEach(l -> said.append(l).append('\n'));
    said.append("we have\n");
    ours.stream().skip(Math.max(0, at - 6)).limit(16).forEach(l -> said.append(l).append('\n'));
    return said.toString();
  }

  private boolean cargo(Path root, StringBuilder said, String... words) throws Exception {
    var command = new ArrayList<>(List.of(FollowedCargo.PROGRAM));
    command.addAll(List.of(words));
    command.addAll(List.of("--offline", "-q"));
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().put("CARGO_HOME", temporary.resolve("cargo-home").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    said.append("cargo says: ").append(output).append('\n');
    return process.waitFor() == 0;
  }

  private boolean heddle(Path root, StringBuilder said, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--offline", "-q"));
    var variables = new HashMap<>(System.getenv());
    variables.put("CARGO_HOME", temporary.resolve("cargo-home").toString());
    var invocation =
        new Invocation(
            all,
            Map.copyOf(variables),
            root,
            temporary.resolve("heddle-home"),
            Invocation.ownClassPath(),
            Optional.empty(),
            0,
            Optional.empty());
    var err = new ByteArrayOutputStream();
    var print = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = Main.run(new Session(invocation, new Terminal(print, print, false, false, 80)));
    said.append("heddle says: ").append(err.toString(StandardCharsets.UTF_8)).append('\n');
    return exit == 0;
  }
}
