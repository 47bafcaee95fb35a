package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories whose names rest on cargo's hash of a path, compared with cargo itself. */
final class StableHashTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void the_build_directory_of_a_workspace_has_the_name_that_cargo_gives_it() throws Exception {
    Oracle cargo = Oracle.find();
    for (String name :
        List.of("a", "seven77", "exactly8", "name of 17 letters", "b/c/dé", "x-y_z/0")) {
      Path root = Files.createDirectories(folder.toRealPath().resolve(name));
      Files.writeString(
          root.resolve("Cargo.toml"), "[package]\nname = \"p\"\nedition = \"2021\"\n[lib]\n");
      Files.createDirectories(root.resolve("src"));
      Files.writeString(root.resolve("src/lib.rs"), "");
      var answer =
          cargo.run(
              root,
              "metadata",
              "--no-deps",
              "--format-version=1",
              "--config",
              "build.build-dir=\"/x/{workspace-path-hash}\"");
      String hash = StableHash.ofPath(root.resolve("Cargo.toml"));
      assertThat(answer.output())
          .as(answer.errors())
          .contains(
              "\"build_directory\":\"/x/" + hash.substring(0, 2) + "/" + hash.substring(2) + "\"");
    }
  }
}
