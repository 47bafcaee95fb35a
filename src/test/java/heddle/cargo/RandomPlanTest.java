package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.text.Json;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random workspaces, planned by cargo and by Heddle. More of them with {@code
 * -Dheddle.workspaces=1000}, from another seed with {@code -Dheddle.seed}.
 */
class RandomPlanTest {
  private static final String HOST = "x86_64-unknown-linux-gnu";

  private record Ran(int status, String out, String err) {}

  private static Ran run(Path directory, List<String> argv) throws Exception {
    return run(directory, argv, Map.of());
  }

  private static Ran run(Path directory, List<String> argv, Map<String, String> environment)
      throws Exception {
    var builder = new ProcessBuilder(argv).directory(directory.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("CARGO_") && !k.equals("CARGO_HOME"));
    builder.environment().keySet().removeAll(List.of("RUSTFLAGS", "CI", "TF_BUILD"));
    builder.environment().put("RUSTC_BOOTSTRAP", "1");
    builder.environment().putAll(environment);
    Path err = directory.resolve("stderr.txt");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, java.nio.file.Files.readString(err));
  }

  private static boolean hasCargo(Path directory) throws Exception {
    try {
      return run(directory, List.of("rustc", "-vV")).out().contains("host: " + HOST)
          && run(directory, List.of("cargo", "-V")).status() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void heddle_plans_what_cargo_plans(@TempDir Path folder) throws Exception {
    assumeTrue(hasCargo(folder), "cargo is not installed, or for another host");
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    int count = Integer.getInteger("heddle.workspaces", 6);
    int compared = 0;
    for (int i = 0; i < count; i++) {
      compared += compare(seed + i, folder.resolve("ws"));
    }
    System.out.println(
        "random workspaces from seed " + seed + ": " + compared + " graphs compared");
    assertThat(compared).as("graphs compared").isPositive();
  }

  private static int compare(long seed, Path root) throws Exception {
    var workspace = new RandomPackages(seed, root);
    workspace.write();
    Ran lock = run(root, List.of("cargo", "generate-lockfile", "--offline"));
    if (lock.status() != 0) {
      return 0; // by chance no workspace at all
    }
    int compared = 0;
    for (int i = 0; i < 4; i++) {
      List<String> words = workspace.command();
      var argv = new ArrayList<>(List.of("cargo", words.getFirst(), "--unit-graph"));
      argv.addAll(List.of("-Zunstable-options", "--offline", "--locked"));
      argv.addAll(words.subList(1, words.size()));
      Path place = workspace.place();
      Map<String, String> environment = workspace.environment();
      Ran cargo = run(place, argv, environment);
      String what =
          "seed " + seed + " in " + place + " with " + environment + ": " + String.join(" ", words);
      if (cargo.err().contains("panicked at")) {
        continue; // cargo has no answer for a package that is there only for the host
      }
      if (cargo.err().contains("cannot update the lock file")) {
        // Cargo does not always lock again what it locked, where several versions meet one
        // requirement; Heddle believes a lock of packages that it did not read.
        continue;
      }
      if (cargo.status() != 0) {
        assertThat(planned(root, place, environment, words, what).lines())
            .as(what + "; cargo says: " + cargo.err())
            .isEmpty();
        continue;
      }
      Planned ours = planned(root, place, environment, words, what);
      assertThat(ours.lines())
          .as(what + ours.refusal())
          .containsExactlyElementsOf(
              CargoGraph.lines(Json.parse(cargo.out().getBytes(StandardCharsets.UTF_8)), root));
      compared++;
    }
    return compared;
  }

  /** Heddle's graph as lines; none if it refuses, which says why. */
  private record Planned(List<String> lines, String refusal) {}

  private static Planned planned(
      Path root, Path place, Map<String, String> environment, List<String> words, String what)
      throws Exception {
    var config = new ReadConfig(place, root.resolve("home"), environment, List.of());
    try (var engine = new Engine(handlers(root))) {
      UnitGraph graph =
          engine.evaluate(
              new BuildPlan(place.resolve("Cargo.toml"), config, CargoGraph.request(words)));
      return new Planned(RealGraphs.lines(graph, root), "");
    } catch (BuildException e) {
      for (Exception cause : e.causes()) {
        assertThat(cause)
            .as(what)
            .isInstanceOfAny(heddle.text.ProblemException.class, StaleLock.class);
      }
      return new Planned(List.of(), "; Heddle says: " + e.causes());
    }
  }

  private static Handlers handlers(Path root) {
    var disk = new DiskFiles();
    return Handlers.none()
        .with(ReadText.class, (input, _) -> disk.read(input.path()))
        .with(
            ListDirectory.class,
            (input, _) -> {
              Optional<Map<String, Kind>> names = disk.list(input.path());
              return names.map(n -> new Listing(new HashMap<>(n)));
            })
        .with(
            CrateSource.class,
            (input, _) -> new CrateFolder(RandomRegistry.folder(root, input.locked().id()), false))
        .with(LockIsFinal.class, (_, _) -> false)
        .with(TargetInfo.class, (input, _) -> RealGraphs.facts(input.triple().orElse(HOST)));
  }
}
