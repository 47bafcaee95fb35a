package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What cargo 1.95 refuses or takes when it plans; each case was tried with it. */
final class PlanChecksTest {
  private final MemoryFiles files = new MemoryFiles();
  private final Map<String, String> lock = new TreeMap<>();

  /** A package in a folder, with its entry of the lock. */
  private void add(String folder, String rest, String... below) {
    String name = folder.isEmpty() ? "app" : Path.of(folder).getFileName().toString();
    String at = folder.isEmpty() ? "/w/" : "/w/" + folder + "/";
    files
        .with(
            at + "Cargo.toml",
            "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2018\"\n" + rest)
        .with(at + "src/lib.rs", "");
    lock.put(
        name,
        "\n[[package]]\nname = \""
            + name
            + "\"\nversion = \"0.1.0\"\n"
            + (below.length == 0
                ? ""
                : "dependencies = [\n \"" + String.join("\",\n \"", below) + "\",\n]\n"));
    files.with("/w/Cargo.lock", "version = 4\n" + String.join("", lock.values()));
  }

  private static ReadConfig config() {
    return new ReadConfig(Path.of("/w"), Path.of("/home/.cargo"), Map.of(), List.of());
  }

  private UnitGraph graph(String manifest, String... words) throws Exception {
    try (var engine = new Engine(files.handlers())) {
      return engine.evaluate(
          new BuildPlan(
              Path.of("/w").resolve(manifest), config(), CargoGraph.request(List.of(words))));
    }
  }

  private void refused(String expected, String... words) throws Exception {
    String said = "";
    try {
      graph("Cargo.toml", words.length == 0 ? new String[] {"build"} : words);
    } catch (BuildException e) {
      said = ((ProblemException) e.causes().getFirst()).getMessage();
    }
    assertThat(said).contains(expected);
  }

  private static List<String> features(UnitGraph graph) {
    return graph.roots().stream().map(graph::unit).map(u -> u.pkg().name() + u.features()).toList();
  }

  @Test
  void in_a_member_of_a_virtual_workspace_the_first_resolver_asks_the_member_for_features()
      throws Exception {
    files.with("/w/Cargo.toml", "[workspace]\nmembers = ['a', 'b']\n");
    add("a", "[features]\nf = []\n");
    add("b", "[features]\nf = []\n");
    assertThat(features(graph("a/Cargo.toml", "build", "-p", "b", "--features", "f")))
        .containsExactly("b[]");
    assertThat(features(graph("Cargo.toml", "build", "-p", "b", "--features", "f")))
        .containsExactly("b[f]");
  }

  @Test
  void a_path_into_another_workspace_leads_to_a_member_of_the_one_that_was_read() throws Exception {
    files.with(
        "/w/Cargo.toml", "[workspace]\nmembers = ['a']\n[workspace.package]\nversion='2.0.0'");
    files.with("/w/inner/Cargo.toml", "[workspace]\nmembers = ['b']\n");
    add("a", "[dependencies]\nb = { path = '../inner/b' }\n", "b");
    add("inner/b", "");
    assertThat(features(graph("Cargo.toml", "build"))).containsExactly("a[]", "b[]");
  }

  @Test
  void what_such_a_member_takes_over_comes_from_that_workspace_too() throws Exception {
    files.with(
        "/w/Cargo.toml", "[workspace]\nmembers = ['a']\n[workspace.package]\nauthors=['outer']");
    files.with(
        "/w/inner/Cargo.toml", "[workspace]\nmembers = ['b']\n[workspace.package]\nauthors=['in']");
    add("a", "[dependencies]\nb = { path = '../inner/b' }\n", "b");
    add("inner/b", "authors.workspace = true\n");
    assertThat(authors(graph("Cargo.toml", "build", "-p", "b"))).containsExactly("outer");
    files.with(
        "/w/inner/Cargo.lock", "version = 4\n\n[[package]]\nname = \"b\"\nversion = \"0.1.0\"\n");
    assertThat(authors(graph("inner/b/Cargo.toml", "build"))).containsExactly("in");
  }

  private static List<String> authors(UnitGraph graph) {
    return graph.unit(graph.roots().getFirst()).pkg().manifest().about().authors();
  }

  @Test
  void profiles_that_nobody_asks_for_are_checked_too() throws Exception {
    add("", "[profile.dist]\nlto = true\n");
    refused("profile `dist` is missing an `inherits` directive");
    add("", "[profile.dist]\ninherits = 'nope'\n");
    refused("profile `dist` inherits from `nope`, but that profile is not defined");
    add("", "[profile.x]\ninherits = 'y'\n[profile.y]\ninherits = 'x'\n");
    refused("/w/Cargo.toml:6:12");
  }

  @Test
  void two_overrides_of_one_package_are_refused_in_any_profile() throws Exception {
    add(
        "",
        "[profile.release.package.app]\nopt-level = 1\n"
            + "[profile.release.package.'app@0.1.0']\nopt-level = 2\n");
    refused("multiple package overrides in profile `release` match package");
  }

  @Test
  void a_profile_may_inherit_from_that_of_documentation() throws Exception {
    add("", "[profile.x]\ninherits = 'doc'\n");
    assertThat(graph("Cargo.toml", "build", "--profile", "x").roots()).hasSize(1);
  }

  @Test
  void a_package_that_needs_itself_is_refused_though_the_lock_holds_it() throws Exception {
    add("", "[workspace]\n[dependencies]\nb = { path = 'b' }\n", "b");
    add("b", "[dependencies]\napp = { path = '..' }\n", "app");
    refused("the package `app v0.1.0 (/w)` depends on itself");
  }

  @Test
  void development_dependencies_may_lead_back() throws Exception {
    add("", "[workspace]\n[dependencies]\nb = { path = 'b' }\n", "b");
    add("b", "[dev-dependencies]\napp = { path = '..' }\n", "app");
    assertThat(graph("Cargo.toml", "test", "--workspace").roots()).isNotEmpty();
  }

  @Test
  void two_packages_that_link_one_library_are_refused_though_the_lock_holds_both()
      throws Exception {
    add("", "[workspace]\n[dependencies]\nb = { path = 'b' }\nc = { path = 'c' }\n", "b", "c");
    add("b", "links = 'z'\n");
    add("c", "links = 'z'\n");
    files.with("/w/b/build.rs", "").with("/w/c/build.rs", "");
    refused("two packages link to the native library `z`");
  }

  @Test
  void required_features_are_features_of_the_package_or_of_a_dependency() throws Exception {
    add("", "[[bin]]\nname = 'x'\nrequired-features = ['dep:y']\n");
    files.with("/w/src/bin/x.rs", "");
    refused("`dep:` prefixed feature values are not allowed in required-features");
    add("", "[[bin]]\nname = 'x'\nrequired-features = ['y?/z']\n");
    refused("optional dependency with `?` is not allowed in required-features");
    assertThat(graph("Cargo.toml", "build", "--lib").roots()).hasSize(1);
  }

  @Test
  void what_selects_no_target_is_named() throws Exception {
    add("", "");
    assertThat(graph("Cargo.toml", "build", "--bins", "--tests").notices()).isEmpty();
    assertThat(graph("Cargo.toml", "build", "--bins").notices())
        .extracting(Problem::message)
        .containsExactly("target filter `bins` specified, but no targets matched; this is a no-op");
  }

  @Test
  void a_dependency_without_a_library_is_named() throws Exception {
    add("", "[workspace]\n[dependencies]\nb = { path = 'b' }\n", "b");
    add("b", "");
    files.without("/w/b/src/lib.rs").with("/w/b/src/main.rs", "");
    UnitGraph graph = graph("Cargo.toml", "build");
    assertThat(graph.notices())
        .extracting(Problem::message)
        .containsExactly(
            "`app v0.1.0 (/w)` asks for `b`, which has no library: the dependency is ignored");
    assertThat(PlanDecoding.decode(PlanEncoding.encode(graph)).notices())
        .isEqualTo(graph.notices());
  }

  @Test
  void what_replaces_a_script_says_nothing_of_running_it_again() throws Exception {
    add("", "links = 'z'\n");
    files.with("/w/build.rs", "");
    String triple = "[target.x86_64-unknown-linux-gnu.z]\n";
    files.with("/w/.cargo/config.toml", triple + "rerun-if-changed = ['x']\n");
    refused("`rerun-if-changed` cannot stand in what replaces a build script");
    files.with("/w/.cargo/config.toml", triple + "rustc-flags = '-l a -Lb -x'\n");
    refused("only `-l` and `-L` may stand in `rustc-flags`, not `-x`");
    files.with("/w/.cargo/config.toml", triple + "rustc-link-lib = 'a'\n");
    refused("expected an array of strings, but found a string for `z.rustc-link-lib`");
    files.with("/w/.cargo/config.toml", triple + "rustc-flags = '-l a -Lb'\nroot = '/x'\n");
    assertThat(graph("Cargo.toml", "build").roots()).hasSize(1);
  }
}
