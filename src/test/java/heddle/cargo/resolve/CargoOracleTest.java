package heddle.cargo.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.Lock;
import heddle.cargo.ResolverVersion;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.fetch.LocalRegistry;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random workspaces over random registries: the lock is cargo's, byte for byte, and where cargo
 * finds none there is none. {@code heddle.locks} sets how many, {@code heddle.seed} which, {@code
 * heddle.cargo} the cargo.
 */
class CargoOracleTest {
  private static final int ROUNDS = Integer.getInteger("heddle.locks", 20);
  private static final String CARGO = System.getProperty("heddle.cargo", "cargo");

  @TempDir Path temporary;
  private String output = "";

  @Test
  void a_new_lock_is_cargos() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var rust = rustc();
    int locked = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path root = Files.createDirectories(temporary.resolve("new-" + round));
      var graph = new RandomGraph(new Random(seed + round), root);
      graph.write();
      locked +=
          check(
                  "seed " + (seed + round),
                  root,
                  rust,
                  Locking.Change.NONE,
                  false,
                  "generate-lockfile")
              ? 1
              : 0;
    }
    System.out.println("seed " + seed + ": " + locked + " of " + ROUNDS + " have a lock");
    assertThat(locked).isPositive();
  }

  @Test
  void a_stale_lock_is_completed_as_by_cargo() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var rust = rustc();
    for (int round = 0; round < ROUNDS; round++) {
      Path root = Files.createDirectories(temporary.resolve("old-" + round));
      var random = new Random(seed + round);
      var graph = new RandomGraph(random, root);
      graph.write();
      if (cargo(root, "generate-lockfile").isEmpty()) {
        continue;
      }
      graph.moveOn();
      if (random.nextBoolean()) {
        graph.writeWorkspace();
      }
      String shown = "seed " + (seed + round);
      Path lock = root.resolve("Cargo.lock");
      String before = Files.readString(lock);
      check(shown + " kept", root, rust, Locking.Change.NONE, true, "update", "--workspace");
      Files.writeString(lock, before);
      Lock old = Lock.parse(new Source("Cargo.lock", before));
      var crates = old.packages().stream().filter(p -> p.source().isPresent()).toList();
      if (crates.isEmpty()) {
        continue;
      }
      Lock.Locked some = crates.get(random.nextInt(crates.size()));
      String spec = some.name() + "@" + some.version();
      check(
          shown + " update " + spec,
          root,
          rust,
          new Updating(List.of(spec), false, Optional.empty(), false)
              .change(old, new MadeWorkspace(root).read()),
          true,
          "update",
          spec);
      Files.writeString(lock, before);
      check(
          shown + " update --recursive " + spec,
          root,
          rust,
          new Updating(List.of(spec), true, Optional.empty(), false)
              .change(old, new MadeWorkspace(root).read()),
          true,
          "update",
          "--recursive",
          spec);
      var versions = List.copyOf(graph.index.getOrDefault(some.name(), new TreeMap<>()).keySet());
      Version wanted = Version.parse(versions.get(random.nextInt(versions.size())));
      Files.writeString(lock, before);
      check(
          shown + " update " + spec + " --precise " + wanted,
          root,
          rust,
          new Updating(List.of(spec), false, Optional.of(wanted.toString()), false)
              .change(old, new MadeWorkspace(root).read()),
          true,
          "update",
          spec,
          "--precise",
          wanted.toString());
    }
  }

  @Test
  void patches_take_the_place_of_what_they_patch_as_in_cargo() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var rust = rustc();
    for (int round = 0; round < ROUNDS; round++) {
      Path root = Files.createDirectories(temporary.resolve("patch-" + round));
      var graph = new RandomGraph(new Random(seed + round), root);
      graph.write();
      boolean before = cargo(root, "generate-lockfile").isPresent();
      graph.writePatches();
      String shown = "seed " + (seed + round);
      if (before) {
        check(shown + " kept", root, rust, Locking.Change.NONE, true, "update", "--workspace");
      }
      check(shown + " new", root, rust, Locking.Change.NONE, false, "generate-lockfile");
    }
  }

  /** Compares with cargo; true if there is a lock. */
  private boolean check(
      String shown,
      Path root,
      Version rustc,
      Locking.Change change,
      boolean previous,
      String... arguments)
      throws Exception {
    Path lock = root.resolve("Cargo.lock");
    Optional<String> old = previous ? Optional.of(Files.readString(lock)) : Optional.empty();
    Optional<String> expected = cargo(root, arguments);
    String found;
    try {
      found = lock(root, old, rustc, change);
    } catch (ProblemException e) {
      assertThat(expected).as(shown + ": " + e.getMessage()).isEmpty();
      return false;
    }
    assertThat(expected).as(shown + ": " + output + "and we\n" + found).isPresent();
    if (!found.equals(expected.get())) {
      throw new AssertionError(
          shown
              + "\n"
              + only("cargo has ", expected.get(), found)
              + only("we have ", found, expected.get()));
    }
    return true;
  }

  /** The packages of one lock that the other does not have so. */
  private static String only(String who, String lock, String other) {
    var theirs = List.of(other.split("\n\n", -1));
    return Stream.of(lock.split("\n\n", -1))
        .filter(part -> !theirs.contains(part))
        .map(part -> who + part + "\n")
        .collect(Collectors.joining());
  }

  private static String lock(Path root, Optional<String> old, Version rustc, Locking.Change change)
      throws IOException, ProblemException, InterruptedException {
    Workspace workspace = new MadeWorkspace(root).read();
    Optional<Lock> previous =
        old.isPresent()
            ? Optional.of(Lock.parse(new Source("Cargo.lock", old.get())))
            : Optional.empty();
    var catalog =
        new IndexCatalog(
            SourceId.cratesIo(), new LocalRegistry(root.resolve("registry")), Optional.empty());
    boolean honors = workspace.resolver() == ResolverVersion.V3;
    var rust =
        honors
            ? new MemberRust(workspace.members()).versions(Optional.of(rustc))
            : List.<Version>of();
    var locking = new Locking(workspace, catalog, previous, rust, Map.of());
    return locking.text(locking.resolve(change), old);
  }

  private Version rustc() throws Exception {
    try {
      String[] words = run(Path.of("."), List.of(CARGO, "--version")).orElse("").split(" ", -1);
      assumeTrue(words.length > 1, "cargo is not installed");
      return Version.parse(words[1]);
    } catch (IOException _) {
      assumeTrue(false, "cargo is not installed");
      return Version.of(1, 0, 0);
    }
  }

  private Optional<String> cargo(Path root, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(CARGO));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--offline", "-q"));
    return run(root, command).isPresent()
        ? Optional.of(Files.readString(root.resolve("Cargo.lock")))
        : Optional.empty();
  }

  private Optional<String> run(Path root, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().put("CARGO_HOME", root.resolve("cargo-home").toString());
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
  }
}
