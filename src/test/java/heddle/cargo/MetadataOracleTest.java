package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.text.Json;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces whose {@code cargo metadata} is compared with cargo's own. */
final class MetadataOracleTest {
  @TempDir Path temporary;

  private static Optional<Json> ours(Path manifest, boolean dependencies) throws Exception {
    var files = new DiskFiles();
    Path directory = manifest.resolveSibling("").normalize();
    Config config =
        new ConfigReading(files, directory, directory.resolve("no-home"))
            .read(Map.of(), List.of(), _ -> Optional.empty());
    try {
      Workspace workspace = files.workspace(manifest, config);
      Optional<MetadataGraph.Resolved> graph = Optional.empty();
      if (dependencies) {
        Lock lock = Lock.parse(files.read(workspace.root().resolve("Cargo.lock")).orElseThrow());
        graph =
            Optional.of(
                new MetadataGraph(
                        workspace,
                        lock,
                        BuildRequest.of(BuildRequest.Intent.BUILD),
                        Optional.empty(),
                        wanted -> {
                          throw new IllegalStateException("not a path package: " + wanted);
                        },
                        true)
                    .resolve());
      }
      return Optional.of(
          Json.parse(
              Metadata.text(workspace, config, graph)
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private void compare(Oracle cargo, Path directory, Object shown) throws Exception {
    Path manifest = directory.resolve("Cargo.toml");
    Optional<Json> plain = cargo.metadata(directory, "--no-deps");
    check(ours(manifest, false), plain, shown);
    if (plain.isPresent() && cargo.run(directory, "generate-lockfile", "--offline").status() == 0) {
      check(ours(manifest, true), cargo.metadata(directory), shown);
    }
  }

  private static void check(Optional<Json> ours, Optional<Json> cargos, Object shown) {
    assertThat(ours.isPresent()).as("accepted, of %s", shown).isEqualTo(cargos.isPresent());
    if (ours.isPresent()) {
      assertThat(difference(ours.get(), cargos.get(), "")).as("%s", shown).isEmpty();
    }
  }

  /** The first place at which the two differ; empty if they do not. */
  private static String difference(Json ours, Json cargos, String at) {
    if (ours instanceof Json.Obj(var a) && cargos instanceof Json.Obj(var b)) {
      if (!a.keySet().equals(b.keySet())) {
        return at + ": keys " + a.keySet() + " for " + b.keySet();
      }
      for (var each : a.entrySet()) {
        String key = each.getKey();
        String found =
            difference(each.getValue(), b.getOrDefault(key, new Json.Nil()), at + "." + key);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return "";
    }
    if (ours instanceof Json.Arr(var a) && cargos instanceof Json.Arr(var b)) {
      if (a.size() != b.size()) {
        return at + ": " + ours.compact() + " for " + cargos.compact();
      }
      for (int i = 0; i < a.size(); i++) {
        String found = difference(a.get(i), b.get(i), at + "[" + i + "]");
        if (!found.isEmpty()) {
          return found;
        }
      }
      return "";
    }
    return ours.equals(cargos) ? "" : at + ": " + ours.compact() + " for " + cargos.compact();
  }

  @Test
  void random_workspaces_are_read_as_by_cargo() throws Exception {
    Oracle cargo = Oracle.find();
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    long end = System.nanoTime() + Long.getLong("heddle.fuzz.seconds", 3) * 1_000_000_000L;
    do {
      var workspace = new RandomWorkspace(seed);
      Path directory = Files.createDirectory(temporary.resolve("w"));
      workspace.write(directory);
      compare(cargo, directory, "seed " + seed + "\n" + workspace);
      delete(directory);
      seed++;
    } while (System.nanoTime() < end);
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void fixture(String... pathsAndTexts) throws Exception {
    Oracle cargo = Oracle.find();
    var files = new LinkedHashMap<String, String>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = temporary.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    compare(cargo, temporary, files);
  }

  @Test
  void edition_2015_finds_its_old_places() throws Exception {
    fixture(
        "Cargo.toml",
        """
        [package]
        name = "old"
        version = "0.1.0"
        [lib]
        name = "other"
        [[bin]]
        name = "tool"
        [[test]]
        name = "t"
        [[bench]]
        name = "bench"
        """,
        "src/other.rs",
        "",
        "src/main.rs",
        "fn main() {}",
        "src/bench.rs",
        "",
        "src/bin/ignored.rs",
        "fn main() {}",
        "tests/t.rs",
        "",
        "tests/u.rs",
        "");
  }

  @Test
  void a_root_package_with_members_outside_and_excluded_ones() throws Exception {
    fixture(
        "Cargo.toml",
        """
        [package]
        name = "root"
        version = "0.1.0"
        edition = "2021"
        [workspace]
        exclude = ["skip", "c"]
        members = ["c/listed"]
        [dependencies]
        a = { path = "a" }
        skip = { path = "skip" }
        """,
        "src/lib.rs",
        "",
        "a/Cargo.toml",
        "[package]\nname = 'a'\nversion = '1.0.0'\n[dependencies]\nb = { path = '../b' }",
        "a/src/lib.rs",
        "",
        "b/Cargo.toml",
        "[package]\nname = 'b'\nversion = '1.0.0'",
        "b/src/lib.rs",
        "",
        "skip/Cargo.toml",
        "[package]\nname = 'skip'\nversion = '1.0.0'\n[workspace]",
        "skip/src/lib.rs",
        "",
        "c/listed/Cargo.toml",
        "[package]\nname = 'listed'\nversion = '1.0.0'",
        "c/listed/src/lib.rs",
        "");
  }

  @Test
  void replaced_and_patched_packages() throws Exception {
    fixture(
        "Cargo.toml",
        """
        [package]
        name = "root"
        version = "0.1.0"
        edition = "2021"
        [dependencies]
        a = "1"
        [patch.crates-io]
        a = { path = "a" }
        """,
        "src/lib.rs",
        "",
        "a/Cargo.toml",
        "[package]\nname = 'a'\nversion = '1.2.3'\nedition = '2018'",
        "a/src/lib.rs",
        "");
  }

  @Test
  void what_cargo_refuses_is_refused() throws Exception {
    String head = "[package]\nname = 'a'\nversion = '1.0.0'\nedition = '2021'\n";
    for (String rest :
        List.of(
            "cargo-features = ['x']",
            "[dependencies]\nb = { path = 'b', artifact = 'bin' }",
            "[dependencies]\nb = { version = '1', git = 'https://x/y', path = 'z' }",
            "[features]\nx = ['y']",
            "[features]\n'a/b' = []",
            "[lib]\nname = 'x-y'",
            "[[bin]]\nname = 'build'\npath = 'src/lib.rs'",
            "[[bin]]\nname = 'b'",
            "[[test]]\nname = 't'\npath = 'a'\n[[test]]\nname = 't'\npath = 'b'",
            "[lints.rust]\nunused = 'loud'",
            "[profile.dev]\npanic = 'never'",
            "[profile.dev.package.x]\nlto = true",
            "links = 'z'",
            "default-run = 'zz'",
            "rust-version = '1.0'",
            "resolver = '9'",
            "[workspace]\nmembers = ['none']",
            "[dependencies]\nb.workspace = true",
            "[dev-dependencies]\nb = { version = '1', optional = true }",
            "[target.'cfg(foo'.dependencies]\nb = '1'",
            "[patch.nowhere]\nb = { path = 'b' }")) {
      fixture("Cargo.toml", head + rest, "src/lib.rs", "");
      assertThat(ours(temporary.resolve("Cargo.toml"), false)).as(rest).isEmpty();
    }
  }
}
