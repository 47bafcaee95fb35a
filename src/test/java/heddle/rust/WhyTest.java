package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.cargo.PackageIdSpec;
import heddle.process.SandboxMode;
import heddle.process.UserRust;
import heddle.rust.UnitReason.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a small workspace with the machine's rustc, changes something and asks why. */
class WhyTest {
  @TempDir private Path folder = Path.of("");

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> configuration = new ArrayList<>();

  @BeforeEach
  void needs_rustc() throws IOException {
    environment.putAll(UserRust.variables());
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    write("Cargo.toml", "[workspace]\nmembers = [\"top\", \"low\"]\nresolver = \"2\"\n");
    write(
        "top/Cargo.toml",
        "[package]\nname = \"top\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[features]\nx = []\n"
            + "[dependencies]\nlow = { path = \"../low\" }\n");
    write("low/Cargo.toml", "[package]\nname = \"low\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write("top/src/main.rs", "fn main() { println!(\"{}\", low::one()); }\n");
    write(
        "low/src/lib.rs",
        "pub fn one() -> &'static str { option_env!(\"COLOUR\").unwrap_or(\"none\") }\n");
    write("low/build.rs", "fn main() { println!(\"cargo::rerun-if-changed=seen\"); }\n");
    write("low/seen", "1");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("ws").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
  }

  private Workshop open() throws Exception {
    Order order =
        Yard.order(
            folder,
            folder.resolve("ws"),
            environment,
            configuration,
            BuildRequest.of(BuildRequest.Intent.BUILD),
            SandboxMode.NONE);
    return Workshop.open(order, new SilentProgress(), 2);
  }

  private void build() throws Exception {
    try (Workshop shop = open()) {
      assertThat(shop.build().problems()).isEmpty();
    }
  }

  private UnitReason why(String spec, String unit) throws Exception {
    try (Workshop shop = open()) {
      return shop.why(Optional.of(PackageIdSpec.parse(spec))).stream()
          .filter(each -> each.unit().endsWith("(" + unit + ")"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> what(List<KeyChange> changes) {
    return changes.stream().map(KeyChange::what).toList();
  }

  private void check(String spec, String unit, State state, String... changes) throws Exception {
    UnitReason reason = why(spec, unit);
    assertThat(reason.state()).isEqualTo(state);
    assertThat(what(reason.changes())).containsExactly(changes);
  }

  @Test
  void what_was_never_built_says_so_and_what_was_built_is_fresh() throws Exception {
    check("low", "build script", State.STALE, "no build of it is known in this target directory");
    assertThat(why("low", "lib").below())
        .extracting(UnitReason.Below::unit)
        .containsExactly("low v0.1.0 (build script)");
    build();
    check("low", "lib", State.FRESH);
    check("top", "bin \"top\"", State.FRESH);
    assertThat(why("low", "lib").dependents()).containsExactly("top v0.1.0 (bin \"top\")");
    assertThat(why("low", "build script").path())
        .containsExactly(
            "low v0.1.0 (lib)", "low v0.1.0 (build script's run)", "low v0.1.0 (build script)");
    assertThatThrownBy(() -> why("lov", "lib")).hasMessageContaining("`lov`");
  }

  @Test
  void an_edited_file_is_named_and_who_needs_the_unit_waits() throws Exception {
    build();
    write("low/src/lib.rs", "pub fn one() -> &'static str { \"other\" }\n");
    check("low", "lib", State.STALE, "low/src/lib.rs changed");
    UnitReason top = why("top", "bin \"top\"");
    assertThat(top.state()).isEqualTo(State.WAITS);
    assertThat(what(top.below().getFirst().changes())).containsExactly("low/src/lib.rs changed");
    build();
    check("low", "lib", State.FRESH);
    assertThat(what(why("low", "lib").last().orElseThrow().because()))
        .containsExactly("low/src/lib.rs changed");
    assertThat(what(why("top", "bin \"top\"").last().orElseThrow().because()))
        .containsExactly("what it uses of low v0.1.0 (lib) is not as it was");
  }

  @Test
  void a_second_module_beside_the_first_is_new() throws Exception {
    write("top/src/m.rs", "");
    write("top/src/main.rs", "mod m; fn main() { low::one(); }\n");
    build();
    write("top/src/m/mod.rs", "");
    check("top", "bin \"top\"", State.STALE, "top/src/m/mod.rs is new");
  }

  @Test
  void a_variable_that_the_code_reads_is_named_and_its_value_is_not_kept() throws Exception {
    build();
    environment.put("COLOUR", "red");
    check("low", "lib", State.STALE, "the variable COLOUR is set now");
    build();
    environment.put("COLOUR", "blue");
    UnitReason low = why("low", "lib");
    assertThat(what(low.changes())).containsExactly("the variable COLOUR has another value");
    assertThat(low.changes().toString()).doesNotContain("red");
    environment.put("COLOUR", "red");
    check("low", "lib", State.FRESH);
  }

  @Test
  void a_script_is_told_by_what_it_watches() throws Exception {
    build();
    write("low/seen", "2");
    check("low", "build script's run", State.STALE, "low/seen changed");
    check("low", "build script", State.FRESH);
  }

  @Test
  void features_profiles_and_flags_are_told_by_name() throws Exception {
    build();
    write(
        "top/Cargo.toml",
        "[package]\nname = \"top\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[features]\nx = []\ndefault = [\"x\"]\n"
            + "[dependencies]\nlow = { path = \"../low\" }\n");
    assertThat(what(why("top", "bin \"top\"").changes())).contains("the feature `x` is on now");
    build();
    configuration.add("profile.dev.package.top.opt-level=1");
    assertThat(why("top", "bin \"top\"").changes())
        .contains(
            new KeyChange(
                KeyChange.Kind.PROFILE,
                "`opt-level` of the profile",
                Optional.empty(),
                Optional.of("1")));
    configuration.clear();
    configuration.add("build.rustflags=[\"--cfg\", \"fast\"]");
    assertThat(what(why("low", "build script").changes()))
        .containsExactly("the flag `--cfg fast` is given now");
  }

  @Test
  void a_result_that_another_target_directory_made_is_found() throws Exception {
    build();
    write("Cargo.toml", Files.readString(folder.resolve("ws/Cargo.toml")) + "# ours\n");
    Files.move(folder.resolve("ws"), folder.resolve("old"));
    Files.move(folder.resolve("old"), folder.resolve("ws"));
    configuration.add("build.target-dir=\"other\"");
    check("low", "lib", State.FOUND);
    assertThat(why("low", "lib").last()).isEmpty();
  }

  @Test
  void a_unit_that_failed_says_so() throws Exception {
    write("low/src/lib.rs", "pub fn one() -> i32 { \"x\" }\n");
    try (Workshop shop = open()) {
      assertThat(shop.build().problems()).isNotEmpty();
    }
    check("low", "lib", State.STALE, "it failed the last time");
  }
}
