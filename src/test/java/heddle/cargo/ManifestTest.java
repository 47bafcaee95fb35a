package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestTest {
  private static final String HEAD = "[package]\nname = 'a'\nversion = '1.0.0'\nedition = '2021'\n";

  private static Fixture fixture(String rest) {
    return new Fixture().with("Cargo.toml", HEAD + rest).with("src/lib.rs", "");
  }

  private static List<String> targets(Fixture fixture) throws Exception {
    return fixture.manifest().targets().stream()
        .map(t -> t.kind().word() + " " + t.name() + " " + t.path())
        .toList();
  }

  @Test
  void targets_are_found_by_convention() throws Exception {
    Fixture fixture =
        fixture("")
            .with("src/main.rs", "")
            .with("src/bin/b.rs", "")
            .with("src/bin/c/main.rs", "")
            .with("src/bin/d/other.rs", "")
            .with("src/bin/.hidden.rs", "")
            .with("examples/e.rs", "")
            .with("examples/e.txt", "")
            .with("tests/t.rs", "")
            .with("benches/n.rs", "")
            .with("build.rs", "");
    assertThat(targets(fixture))
        .containsExactly(
            "lib a /w/src/lib.rs",
            "bin a /w/src/main.rs",
            "bin b /w/src/bin/b.rs",
            "bin c /w/src/bin/c/main.rs",
            "example e /w/examples/e.rs",
            "test t /w/tests/t.rs",
            "bench n /w/benches/n.rs",
            "custom-build build-script-build /w/build.rs");
  }

  @Test
  void in_edition_2015_explicit_targets_turn_discovery_off() throws Exception {
    Fixture old =
        new Fixture()
            .with(
                "Cargo.toml",
                "[package]\nname = 'a'\nversion = '1.0.0'\n[[test]]\nname = 'x'\n[[bench]]\nname ="
                    + " 'bench'")
            .with("src/a.rs", "")
            .with("src/lib.rs", "")
            .with("src/bench.rs", "")
            .with("tests/x.rs", "")
            .with("tests/y.rs", "");
    assertThat(targets(old))
        .containsExactly(
            "lib a /w/src/lib.rs", "test x /w/tests/x.rs", "bench bench /w/src/bench.rs");
    assertThat(
            targets(fixture("[[test]]\nname = 'x'").with("tests/x.rs", "").with("tests/y.rs", "")))
        .contains("test y /w/tests/y.rs");
  }

  @Test
  void an_optional_dependency_is_a_feature_unless_dep_names_it() throws Exception {
    Manifest manifest =
        fixture(
                """
                [dependencies]
                b = { version = "1", optional = true }
                c = { version = "1", optional = true }
                [features]
                x = ["dep:c", "b?/y"]
                """)
            .manifest();
    assertThat(manifest.features().toString()).isEqualTo("{b=[dep:b], x=[dep:c, b?/y]}");
  }

  @Test
  void lints_go_by_priority_and_then_by_name_backwards() throws Exception {
    Manifest manifest =
        fixture(
                """
                [lints.rust]
                unsafe_code = "deny"
                unused = { level = "warn", priority = -1 }
                unexpected_cfgs = { level = "warn", check-cfg = ["cfg(foo)"] }
                [lints.clippy]
                all = { level = "warn", priority = -1 }
                """)
            .manifest();
    assertThat(manifest.lints().rustcArguments())
        .containsExactly(
            "--warn=unused",
            "--warn=clippy::all",
            "--deny=unsafe_code",
            "--warn=unexpected_cfgs",
            "--check-cfg",
            "cfg(foo)");
  }

  @Test
  void members_take_over_what_the_root_gives() throws Exception {
    Workspace workspace =
        new Fixture()
            .with(
                "Cargo.toml",
                """
                [workspace]
                members = ["m*"]
                [workspace.package]
                version = "2.1.0"
                edition = "2021"
                license-file = "LICENSE"
                [workspace.dependencies]
                b = { version = "1", default-features = false, features = ["p"] }
                m2 = { path = "m2" }
                """)
            .with(
                "m1/Cargo.toml",
                """
                [package]
                name = "m1"
                version.workspace = true
                edition.workspace = true
                license-file.workspace = true
                [dependencies]
                b = { workspace = true, features = ["q"], default-features = true }
                m2.workspace = true
                """)
            .with("m1/src/lib.rs", "")
            .with("m2/Cargo.toml", "[package]\nname = 'm2'")
            .with("m2/src/lib.rs", "")
            .workspace("Cargo.toml");
    assertThat(workspace.members()).extracting(Package::name).containsExactly("m1", "m2");
    Manifest m1 = workspace.members().getFirst().manifest();
    assertThat(m1.id().version()).hasToString("2.1.0");
    assertThat(m1.about().licenseFile()).contains("../LICENSE");
    Dependency b = m1.dependencies().getFirst();
    assertThat(b.features()).containsExactly("p", "q");
    assertThat(b.defaultFeatures()).isTrue();
    assertThat(m1.dependencies().get(1).source().folder()).hasToString("/w/m2");
    assertThat(workspace.resolver()).isEqualTo(ResolverVersion.V1);
  }

  @Test
  void what_is_wrong_is_shown_where_it_stands() throws Exception {
    check("[dependencies]\nb = 1", "Cargo.toml:6:5", "invalid type: integer `1`");
    check("[dependencies]\nb = { artifact = 'bin', version = '1' }", "artifact dependencies");
    check("[features]\nx = ['yy']\nyyy = []", "Cargo.toml:6:6", "a feature with a similar name");
    check("[lib]\nname = 'a-b'", "Cargo.toml:6:8", "cannot contain hyphens");
    check("[[bin]]\nname = 'deps'\npath = 'x.rs'", "forbidden");
    check("[[test]]\nname = 'nope'", "can't find `nope` test");
    check("links = 'z'", "does not have a custom build script");
    check(
        "[dependencies]\nb = { path = 'none' }", "Cargo.toml:6:1", "no file `/w/none/Cargo.toml`");
    check("edition.workspace = true", "");
    check("autobins = 'x'", "Cargo.toml:5:12", "expected a boolean");
    check("[profile.debug]", "Cargo.toml:5:10", "reserved");
    check("[dependencies]\nb = '1..2'", "Cargo.toml:6:5");
  }

  private static void check(String rest, String... parts) throws Exception {
    assertThat(fixture(rest).problem()).as(rest).contains(parts).isNotEmpty();
  }

  @Test
  void cargo_features_of_nightly_are_refused() throws Exception {
    Fixture fixture =
        new Fixture()
            .with("Cargo.toml", "cargo-features = ['codegen-backend']\n" + HEAD)
            .with("src/lib.rs", "");
    assertThat(fixture.problem()).contains("Cargo.toml:1:19", "requires a nightly");
  }

  @Test
  void unknown_keys_are_warned_of_by_their_path() throws Exception {
    Fixture fixture =
        fixture("bulid = 'x'\n[dependencies]\nb = { version = '1', feature = [] }\n[net]\n");
    assertThat(fixture.workspace("Cargo.toml").warnings())
        .extracting(p -> p.message())
        .containsExactly(
            "unused manifest key: dependencies.b.feature",
            "unused manifest key: net",
            "unused manifest key: package.bulid");
  }

  @Test
  void what_a_target_requires_in_vain_is_warned_of() throws Exception {
    assertThat(
            warnings(
                "[[bin]]\nname = 'x'\nrequired-features = ['fast', 'dep/y', 'a/b']\n"
                    + "[features]\nfat = []\n[dependencies]\na = '1'\n"))
        .containsExactly(
            "invalid feature `fast` in required-features of target `x`: `fast` is not present in"
                + " [features] section",
            "invalid feature `dep/y` in required-features of target `x`: dependency `dep` does not"
                + " exist");
  }

  @Test
  void conditions_that_cannot_choose_dependencies_are_warned_of() throws Exception {
    assertThat(
            warnings(
                "[target.'cfg(any(test, not(feature = \"x\")))'.dependencies]\na = '1'\n"
                    + "[target.'cfg(true)'.dependencies]\na = '1'\n"
                    + "[target.'cfg(unix)'.dependencies]\na = '1'\n"))
        .containsExactly(
            "found `test`, which cannot choose dependencies",
            "found `feature = …`, which cannot choose dependencies");
  }

  private static List<String> warnings(String rest) throws Exception {
    return new Fixture()
            .with(
                "Cargo.toml", "[package]\nname = 'p'\nversion = '1.0.0'\nedition = '2021'\n" + rest)
            .with("src/lib.rs", "")
            .with("src/bin/x.rs", "")
            .manifest()
            .warnings()
            .stream()
            .map(each -> each.message())
            .toList();
  }

  @Test
  void what_a_pattern_finds_and_exclude_takes_away_needs_no_manifest() throws Exception {
    Workspace workspace =
        new Fixture()
            .with(
                "Cargo.toml",
                "[workspace]\nmembers = ['a', 'a-*']\nexclude = ['a-other']\nresolver = '2'\n")
            .with("a/Cargo.toml", "[package]\nname = 'a'\nedition = '2021'\n")
            .with("a/src/lib.rs", "")
            .with("a-other/README.md", "")
            .workspace("Cargo.toml");
    assertThat(workspace.members()).hasSize(1);
  }

  /** Types that nothing here reads, and cargo does. */
  @Test
  void a_value_of_a_wrong_type_is_refused_though_nobody_needs_it() throws Exception {
    wrong("exclude = 'x'", 5, "invalid type: string \"x\", expected a sequence");
    wrong("include = [1]", 5, "invalid type: integer `1`, expected a string");
    wrong("im-a-teapot = 1", 5, "invalid type: integer `1`, expected a boolean");
    wrong("[badges]\nx = 1", 6, "invalid type: integer `1`, expected a map");
    wrong("[workspace.package]\nversion = '1'", 6, "`1` is not a valid version");
    wrong("[workspace.dependencies]\na = 1", 6, "invalid type: integer `1`, expected a string");
    wrong("[dependencies]\na = { version = '1', lib = 3 }", 6, "expected a boolean");
    wrong("[lib]\ndoc-scrape-examples = 'x'", 6, "expected a boolean");
  }

  private static void wrong(String rest, int line, String message) throws Exception {
    assertThat(
            new Fixture()
                .with(
                    "Cargo.toml",
                    "[package]\nname = 'p'\nversion = '1.0.0'\nedition = '2021'\n" + rest + "\n")
                .with("src/lib.rs", "")
                .problem())
        .contains("Cargo.toml:" + line + ":", message);
  }
}
