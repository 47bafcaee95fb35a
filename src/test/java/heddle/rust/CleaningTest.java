package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.cargo.PackageIdSpec;
import heddle.process.SandboxMode;
import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removes what packages left in a target directory. */
class CleaningTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void a_workspace_of_two() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    write("Cargo.toml", "[workspace]\nmembers = [\"one\", \"one-more\"]\nresolver = \"2\"\n");
    write(
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\n\n"
            + "[[package]]\nname = \"one-more\"\nversion = \"0.1.0\"\n");
    for (String name : List.of("one", "one-more")) {
      write(
          name + "/Cargo.toml",
          "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    }
    List<String> hashed = List.of("one-0a1b2c", "one_more-0a1b2c", "onerous-0a1b2c");
    write("one/src/lib.rs", "");
    write("one-more/src/main.rs", "");
    for (String profile : List.of("debug", "release", "other-triple/debug")) {
      for (String each : hashed) {
        write("target/" + profile + "/deps/lib" + each + ".rlib", "");
        write("target/" + profile + "/deps/" + each + ".d", "");
        write("target/" + profile + "/deps/" + each, "");
        write("target/" + profile + "/incremental/" + each + "/s", "");
        write("target/" + profile + "/build/" + each.replace('_', '-') + "/out/f", "");
      }
      write("target/" + profile + "/libone.rlib", "");
      write("target/" + profile + "/libone.d", "");
      write("target/" + profile + "/one-more", "");
      write("target/" + profile + "/one-more.d", "");
    }
    write("target/doc/index.html", "");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("ws").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private List<String> cleaned(Cleaning cleaning) throws Exception {
    List<String> before = files();
    Order order =
        Yard.order(
            folder,
            folder.resolve("ws"),
            UserRust.variables(),
            List.of(),
            BuildRequest.of(BuildRequest.Intent.TEST),
            SandboxMode.NONE);
    try (Workshop shop = Workshop.look(order, new SilentProgress(), Interchange.NONE)) {
      shop.clean(cleaning, true);
      assertThat(files()).as("what a dry run leaves").isEqualTo(before);
      shop.clean(cleaning, false);
    }
    List<String> gone = new ArrayList<>(before);
    gone.removeAll(files());
    return gone;
  }

  private List<String> files() throws IOException {
    Path target = folder.resolve("ws/target");
    if (!Files.exists(target)) return List.of();
    try (var all = Files.walk(target)) {
      return all.filter(Files::isRegularFile)
          .map(each -> target.relativize(each).toString())
          .sorted()
          .toList();
    }
  }

  private static Cleaning of(String profile, String triple, String... specs) throws Exception {
    List<PackageIdSpec> all = new ArrayList<>();
    for (String each : specs) all.add(PackageIdSpec.parse(each));
    return new Cleaning(profile, triple.isEmpty() ? List.of() : List.of(triple), false, all, false);
  }

  @Test
  void a_package_leaves_nothing_and_others_all() throws Exception {
    assertThat(cleaned(of("", "", "one")))
        .containsExactly(
            "debug/build/one-0a1b2c/out/f",
            "debug/deps/libone-0a1b2c.rlib",
            "debug/deps/one-0a1b2c",
            "debug/deps/one-0a1b2c.d",
            "debug/incremental/one-0a1b2c/s",
            "debug/libone.d",
            "debug/libone.rlib");
  }

  @Test
  void a_program_goes_from_the_place_of_its_profile() throws Exception {
    assertThat(cleaned(of("release", "", "one-more@0.1.0")))
        .contains("release/one-more", "release/one-more.d", "release/deps/one_more-0a1b2c")
        .allMatch(each -> each.startsWith("release/"));
  }

  @Test
  void what_was_built_for_a_target_goes_with_the_hosts_scripts() throws Exception {
    assertThat(cleaned(of("", "other-triple", "one")))
        .contains("debug/build/one-0a1b2c/out/f", "other-triple/debug/libone.rlib")
        .doesNotContain("debug/libone.rlib");
  }

  @Test
  void profiles_documentation_and_everything_go_as_a_whole() throws Exception {
    assertThat(cleaned(new Cleaning("", List.of(), true, List.of(), false)))
        .containsExactly("doc/index.html");
    assertThat(cleaned(of("release", ""))).allMatch(each -> each.startsWith("release/"));
    assertThat(cleaned(of("", ""))).isNotEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void members_go_and_other_profiles_and_targets_stay() throws Exception {
    assertThat(cleaned(new Cleaning("", List.of(), false, List.of(), true)))
        .contains("debug/libone.rlib", "debug/one-more")
        .allMatch(each -> each.startsWith("debug/") && !each.contains("onerous"));
    write("target/other-triple/release/x", "");
    assertThat(cleaned(of("release", ""))).isNotEmpty().noneMatch(each -> each.contains("other"));
  }

  @Test
  void what_is_made_on_the_way_goes_from_its_own_directory() throws Exception {
    write(".cargo/config.toml", "[build]\nbuild-dir = \"target/way\"\n");
    write("target/way/debug/deps/libone-0a1b2c.rlib", "");
    assertThat(cleaned(of("", "", "one")))
        .contains("way/debug/deps/libone-0a1b2c.rlib", "debug/libone.rlib");
    write("target/way/release/x", "");
    assertThat(cleaned(of("release", ""))).contains("way/release/x", "release/libone.rlib");
  }

  @Test
  void a_package_that_is_not_there_is_a_mistake() {
    assertThatThrownBy(() -> cleaned(of("", "", "onr")))
        .hasMessageContaining("`onr` did not match any packages");
  }
}
