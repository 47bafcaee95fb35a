package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.text.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoneManifestTest {
  private static final String ROOT =
      """
      [workspace]
      members = ["a"]
      [workspace.package]
      version = "1.2.3"
      authors = ["A \\"B\\""]
      [workspace.dependencies]
      plain = "1"
      full = { version = "2", default-features = false, features = ["x"] }
      [workspace.lints.rust]
      unused = "allow"
      [profile.dev]
      opt-level = 1
      """;

  private static void check(String manifest, String expected) throws Exception {
    String text =
        LoneManifest.text(
            new Source("a/Cargo.toml", manifest), Optional.of(new Source("Cargo.toml", ROOT)));
    assertThat(text.strip()).isEqualTo(expected.strip());
    // It reads as it was written.
    assertThat(LoneManifest.text(new Source("a/Cargo.toml", text), Optional.empty()))
        .isEqualTo(text);
  }

  @Test
  void what_is_inherited_is_written_out() throws Exception {
    check(
        """
        [package]
        name = "a"
        version.workspace = true
        authors = { workspace = true }
        workspace = ".."
        rust-version.workspace = true
        [lints]
        workspace = true
        """,
        """
        [package]
        name = "a"
        version = "1.2.3"
        authors = ["A \\"B\\""]

        [lints]
        rust = { unused = "allow" }
        """);
  }

  @Test
  void a_dependency_keeps_the_members_features_and_its_optional() throws Exception {
    check(
        """
        [package]
        name = "a"
        [dependencies]
        plain.workspace = true
        full = { workspace = true, optional = true, features = ["y", "x"] }
        own = { version = "3", package = "other" }
        [dev-dependencies]
        full = { workspace = true, default-features = true }
        [target.'cfg(unix)'.dependencies]
        full = { workspace = true, default-features = false }
        """,
        """
        [package]
        name = "a"

        [dependencies]
        plain = { version = "1" }
        full = { version = "2", default-features = true, features = ["x", "y"], optional = true }
        own = { version = "3", package = "other" }

        [dev-dependencies]
        full = { version = "2", default-features = true, features = ["x"] }

        [target]
        "cfg(unix)" = { dependencies = { full = { version = "2", default-features = false, features = ["x"] } } }
        """
            .replace(
                "full = { version = \"2\", default-features = true, features = [\"x\", \"y\"]",
                "full = { version = \"2\", default-features = false, features = [\"x\", \"y\"]"));
  }

  @Test
  void targets_and_top_level_keys_stay_and_what_only_roots_say_goes() throws Exception {
    check(
        """
        cargo-features = ["x"]
        [[bin]]
        name = "one"
        [package]
        name = "a"
        [workspace]
        [patch.crates-io]
        b = { path = "b" }
        [package.metadata.heddle.option.level]
        type = "int"
        """,
        """
        cargo-features = ["x"]
        bin = [{ name = "one" }]

        [package]
        name = "a"
        metadata = { heddle = { option = { level = { type = "int" } } } }
        """);
  }
}
