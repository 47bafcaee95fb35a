package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that lie in a folder beside the workspace. */
final class VendoredTest {
  @TempDir Path temporary;

  @Test
  void vendored_files_are_checked_against_their_hashes() throws Exception {
    Path root = Files.createDirectories(temporary.resolve("vendor/demo"));
    Files.writeString(root.resolve("Cargo.toml"), "[package]");
    Files.writeString(
        root.resolve(".cargo-checksum.json"),
        "{\"files\":{\"Cargo.toml\":\""
            + sha256("[package]".getBytes(StandardCharsets.UTF_8))
            + "\"},\"package\":null}");
    var vendored = new VendoredDirectory(temporary.resolve("vendor"));
    assertThat(vendored.packages()).containsExactly(root);
    assertThat(vendored.checksums(root).archive()).isEmpty();
    vendored.verify(root);
    Files.writeString(root.resolve("Cargo.toml"), "[package] ");
    assertThatThrownBy(() -> vendored.verify(root)).hasMessageContaining("has changed");
  }

  @Test
  void a_vendored_package_is_found_by_name_and_version_whatever_its_folder_is_called()
      throws Exception {
    Path vendor = temporary.resolve("vendor");
    for (String[] each :
        new String[][] {{"demo", "2.0.0"}, {"third_party", "1.0.0"}, {"demo-1.0.0", "1.5.0"}}) {
      Path folder = Files.createDirectories(vendor.resolve(each[0]));
      Files.writeString(
          folder.resolve("Cargo.toml"),
          "[package]\nname = \"demo\"\nversion = \"" + each[1] + "\"\n");
    }
    var vendored = new VendoredDirectory(vendor);
    assertThat(vendored.find("demo", "1.0.0")).contains(vendor.resolve("third_party"));
    assertThat(vendored.find("demo", "2.0.0")).contains(vendor.resolve("demo"));
    assertThat(vendored.find("demo", "1.5.0")).contains(vendor.resolve("demo-1.0.0"));
    assertThat(vendored.find("demo", "3.0.0")).isEmpty();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
