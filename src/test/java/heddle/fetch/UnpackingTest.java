package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
  @TempDir Path temporary;

  @Test
  void files_directories_and_inner_links_come_out_read_only() throws Exception {
    String deep = "a-1.0.0/" + "very-long-directory-name/".repeat(5) + "x.rs";
    unpack(
        new Tarball()
            .file("a-1.0.0/Cargo.toml", "[package]")
            .entry("a-1.0.0/src/", '5', "", new byte[0])
            .file("a-1.0.0/src/lib.rs", "x")
            .file(deep, "deep")
            .link("a-1.0.0/link", "src/lib.rs")
            .link("a-1.0.0/src/up", "../Cargo.toml")
            .file("a-1.0.0/.cargo-ok", "forged"));
    Path root = temporary.resolve("out");
    assertThat(root.resolve("Cargo.toml")).hasContent("[package]");
    assertThat(temporary.resolve(deep.replace("a-1.0.0", "out"))).hasContent("deep");
    assertThat(root.resolve("link")).hasContent("x");
    assertThat(root.resolve("src/up")).hasContent("[package]");
    assertThat(root.resolve(".cargo-ok")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(root.resolve("src/lib.rs")))
        .noneMatch(permission -> permission.name().endsWith("WRITE"));
    assertThat(Files.getLastModifiedTime(root.resolve("src/lib.rs")).toMillis()).isEqualTo(1000);
  }

  @Test
  void nothing_leaves_the_directory() {
    check(new Tarball().file("../evil", "x"), "not under `a-1.0.0`");
    check(new Tarball().file("/etc/evil", "x"), "not under `a-1.0.0`");
    check(new Tarball().file("b-1.0.0/x", "x"), "not under `a-1.0.0`");
    check(new Tarball().file("a-1.0.0/../evil", "x"), "a path with `..`");
    check(new Tarball().link("a-1.0.0/l", "/etc/passwd"), "leads out");
    check(new Tarball().link("a-1.0.0/l", "../x"), "leads out");
    check(new Tarball().link("a-1.0.0/d", ".").file("a-1.0.0/d/x", "x"), "behind a link");
    check(new Tarball().link("a-1.0.0/b/l1", "..").link("a-1.0.0/b/l2", "l1/../x"), "leads out");
    check(
        new Tarball().entry("a-1.0.0/h", '1', "/etc/passwd", new byte[0]),
        "of a kind that is not unpacked");
    assertThat(temporary.resolve("evil")).doesNotExist();
  }

  @Test
  void damage_and_bombs_are_problems() {
    check(new Tarball().entry("a-1.0.0/x", '0', "", new byte[100_000]), "more than 50000 bytes");
    check(new byte[] {1, 2, 3}, "cannot be unpacked");
    byte[] good = new Tarball().file("a-1.0.0/x", "content").gzipped();
    check(Arrays.copyOf(good, good.length / 2), "cannot be unpacked");
  }

  @Test
  void damaged_archives_give_problems_and_nothing_else() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var tar = new Tarball().file("a-1.0.0/x", "content").link("a-1.0.0/l", "x");
      byte[] bytes = tar.gzipped();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt(256);
      }
      try {
        unpack(bytes, "round-" + round);
      } catch (ProblemException e) {
        assertThat(e.getMessage()).as("seed " + seed).contains("cannot be unpacked");
      }
    }
  }

  private void check(Tarball tar, String expected) {
    check(tar.gzipped(), expected);
  }

  private void check(byte[] archive, String expected) {
    String name = "bad-" + System.nanoTime();
    assertThatThrownBy(() -> unpack(archive, name))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(expected);
  }

  private void unpack(Tarball tar) throws ProblemException, IOException {
    unpack(tar.gzipped(), "out");
  }

  private void unpack(byte[] archive, String name) throws ProblemException, IOException {
    Path file = Files.write(temporary.resolve("a-1.0.0.crate"), archive);
    Unpacking.crate(file, "a-1.0.0", temporary.resolve(name), 50_000).run();
  }
}
