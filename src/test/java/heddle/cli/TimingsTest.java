package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --timings}: where its page is, and when it is written. */
final class TimingsTest {
  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));

  @BeforeEach
  void a_package() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is not installed");
    desk =
        Desk.at(temporary)
            .write(
                "Cargo.toml",
                "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n")
            .write("src/lib.rs", "pub fn one() -> u8 { 1 }\n");
  }

  private List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(desk.root().resolve("target/cargo-timings"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void each_build_has_a_page_of_its_own_and_the_newest_is_known_by_name() throws IOException {
    Desk.Result first = desk.run("check", "--timings");
    assertThat(first.exit()).isZero();
    assertThat(first.err())
        .containsPattern(
            "\n      Timing report saved to DESK/target/cargo-timings/cargo-timing-\\d{8}T\\d{9}Z-[0-9a-f]{16}\\.html\n    Finished ");
    String page = desk.read("target/cargo-timings/cargo-timing.html");
    assertThat(page).contains("<td>app v0.1.0 lib</td>").contains("<th>Units built</th><td>1</td>");
    assertThat(desk.read("target/cargo-timings/" + pages().getFirst())).isEqualTo(page);
    assertThat(desk.run("check", "--timings", "-q").err()).isEmpty();
    assertThat(pages()).hasSize(3);
    assertThat(desk.read("target/cargo-timings/cargo-timing.html"))
        .contains("<th>Units built</th><td>0</td>");
  }

  @Test
  void a_build_that_fails_has_one_too() throws IOException {
    desk.write("src/lib.rs", "pub fn one() -> u8 { \"\" }\n");
    Desk.Result result = desk.run("check", "--timings");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err()).contains("could not compile `app`").contains("Timing report saved to");
    assertThat(desk.read("target/cargo-timings/cargo-timing.html")).contains("lib (failed)");
  }
}
