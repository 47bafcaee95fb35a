package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged manifests and configurations: a result or a problem, nothing else, and no hang. */
final class ReadingFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "=",
          "\"",
          "'",
          ".",
          "{",
          "}",
          ",",
          "\n",
          "#",
          "*",
          "workspace",
          "true",
          "0",
          "-1",
          "[[",
          "]]",
          "cfg(",
          ")",
          "not(",
          "dep:",
          "/",
          "?",
          "path",
          "../..",
          "@",
          "1.2.3",
          "^",
          "\\u0000",
          "\u0000",
          "\\",
          "\ud83d\ude00",
          "é",
          "include",
          "members",
          "features",
          "package");

  private final long seed = Long.getLong("heddle.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private String damaged(String text) {
    var out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(out.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(8)));
        case 2 -> {
          int from = random.nextInt(out.length() + 1);
          out.insert(at, out.substring(from, Math.min(out.length(), from + random.nextInt(40))));
        }
        default -> {
          String piece = PIECES.get(random.nextInt(PIECES.size()));
          out.replace(at, Math.min(out.length(), at + piece.length()), piece);
        }
      }
    }
    return out.toString();
  }

  private boolean more(long end) {
    return System.nanoTime() < end;
  }

  private static long end() {
    return System.nanoTime() + Long.getLong("heddle.fuzz.seconds", 2) * 1_000_000_000L;
  }

  @Test
  void damaged_manifests_are_a_workspace_or_a_problem() throws Exception {
    long end = end();
    for (long n = 0; more(end); n++) {
      Map<String, String> whole = new RandomWorkspace(seed + n).files();
      var manifests =
          new ArrayList<>(whole.keySet().stream().filter(f -> f.endsWith(".toml")).toList());
      for (int i = 0; i < 20; i++) {
        String victim = manifests.get(random.nextInt(manifests.size()));
        var fixture = new Fixture();
        whole.forEach(fixture::with);
        String text = damaged(whole.getOrDefault(victim, ""));
        fixture.with(victim, text);
        try {
          fixture.workspace("Cargo.toml");
        } catch (ProblemException e) {
          assertThat(e.problems()).isNotEmpty();
        } catch (RuntimeException | StackOverflowError e) {
          fail("seed " + seed + ", " + victim + ":\n" + text, e);
        }
      }
    }
  }

  @Test
  void damaged_locks_are_a_graph_or_a_problem() throws Exception {
    String good =
        """
        version = 4

        [[package]]
        name = "app"
        version = "0.1.0"
        dependencies = [
         "one 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)",
         "one 2.0.0-rc.1+b",
         "two",
        ]

        [[package]]
        name = "one"
        version = "1.0.0"
        source = "registry+https://github.com/rust-lang/crates.io-index"
        checksum = "0000000000000000000000000000000000000000000000000000000000000000"
        replace = "two 1.0.0 (git+https://example.org/two?tag=a%20b#0123456789)"

        [[package]]
        name = "one"
        version = "2.0.0-rc.1+b"
        source = "sparse+https://example.org/index/"

        [[package]]
        name = "two"
        version = "1.0.0"
        source = "git+https://example.org/two?tag=a%20b#0123456789"

        [[patch.unused]]
        name = "three"
        version = "3.0.0"

        [metadata]
        "checksum one 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)" = "<none>"
        """;
    var local = new PackageId("app", Version.of(0, 1, 0), SourceId.path(Path.of("/w")));
    long end = end();
    while (more(end)) {
      String text = damaged(good);
      try {
        Lock lock = Lock.parse(new heddle.text.Source("Cargo.lock", text));
        assertThat(LockedGraph.join(lock, List.of(local)).ids()).contains(local);
      } catch (ProblemException e) {
        assertThat(e.getMessage()).as(text).containsPattern("Cargo\\.lock:\\d+:\\d+");
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ":\n" + text, e);
      }
    }
  }

  @Test
  void damaged_configurations_are_values_or_a_problem() throws Exception {
    String good =
        """
        include = ["x.toml", { path = "y.toml", optional = true }]
        paths = ["a", "b"]
        [build]
        jobs = 4
        target = ["x86_64-unknown-linux-gnu"]
        rustflags = "-C a -C b"
        [target.'cfg(all(unix, not(windows)))']
        runner = ["a", "b"]
        rustflags = ["-x"]
        [profile.dev]
        debug = "line-tables-only"
        [profile.dev.package."*"]
        opt-level = 3
        [registries.r]
        index = "sparse+https://r/i/"
        [source.crates-io]
        replace-with = "v"
        [patch.crates-io]
        a = { path = "a" }
        [env]
        A = { value = "x", force = true, relative = true }
        """;
    long end = end();
    while (more(end)) {
      var files = new MemoryFiles();
      String text = damaged(good);
      files.with("/w/.cargo/config.toml", text);
      files.with("/w/.cargo/x.toml", random.nextInt(4) == 0 ? damaged(good) : "build.jobs = 1");
      files.with("/w/Cargo.toml", "[package]\nname = 'a'\n[workspace]");
      files.with("/w/src/lib.rs", "");
      try {
        Config config =
            new ConfigReading(files, Path.of("/w"), Path.of("/h"))
                .read(
                    Map.of("CARGO_BUILD_JOBS", "3", "CARGO_PROFILE_DEV_LTO", "thin"),
                    List.of(damaged("build.jobs = 2")),
                    _ -> Optional.empty());
        config.any("build", "target");
        config.texts(true, "build", "rustflags");
        config.texts(true, "target", "cfg(all(unix, not(windows)))", "runner");
        config.path("build", "target-dir");
        TargetDirectories.of(config, Path.of("/w"));
        new WorkspaceReading(
                files,
                config,
                (path, source, root) ->
                    new ManifestReading(
                            files,
                            Registries.of(config),
                            new WorkspaceSearch(files, config.home(), root),
                            path,
                            source)
                        .read())
            .read(Path.of("/w/Cargo.toml"));
      } catch (ProblemException e) {
        assertThat(e.problems()).isNotEmpty();
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ":\n" + text, e);
      }
    }
  }
}
