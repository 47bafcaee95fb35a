package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.contract.policy.Permissions;
import heddle.contract.policy.Policy;
import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.engine.Traces;
import heddle.store.Digest;
import heddle.store.Store;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverlayTest {
  private static final Path SHIPPED = Path.of("overlays").toAbsolutePath();

  @TempDir Path temp;

  @Test
  void an_overlay_is_for_versions_from_one_up_to_before_another() throws Exception {
    Overlay overlay = overlay("package = \"a\"\nfrom = \"0.9.60\"\nbefore = \"0.10\"");
    for (String version : List.of("0.9.60", "0.9.118", "0.9.118+3.5.0", "0.9.61-rc.1")) {
      assertThat(overlay.covers(version)).as(version).isTrue();
    }
    for (String version : List.of("0.9.59", "0.9.60-rc.1", "0.10.0", "1.0.0", "x")) {
      assertThat(overlay.covers(version)).as(version).isFalse();
    }
  }

  @Test
  void pre_releases_are_in_the_order_of_their_identifiers() throws Exception {
    Overlay overlay = overlay("package = \"a\"\nfrom = \"2.0.0-rc.10\"\nbefore = \"2.0.0-rc.12\"");
    for (String version : List.of("2.0.0-rc.10", "2.0.0-rc.11", "2.0.0-rc.11.1")) {
      assertThat(overlay.covers(version)).as(version).isTrue();
    }
    for (String version :
        List.of("2.0.0-rc.9", "2.0.0-rc", "2.0.0-beta.11", "2.0.0-rc.12", "2.0.0-rc.x", "2.0.0")) {
      assertThat(overlay.covers(version)).as(version).isFalse();
    }
    fails("package = \"a\"\nfrom = \"1.0.0-\"", "is no version");
  }

  @Test
  void a_script_may_have_the_digests_of_several_versions() throws Exception {
    String one = "1".repeat(64);
    String two = "2".repeat(64);
    Overlay overlay =
        overlay("package = \"a\"\nscript = { sha256 = [\"" + one + "\", \"" + two + "\"] }");
    assertThat(overlay.stale("1.0.0", Optional.of(one))).isEmpty();
    assertThat(overlay.stale("1.0.0", Optional.of(two))).isEmpty();
    assertThat(overlay.stale("1.0.0", Optional.of("3".repeat(64)))).isPresent();
    fails("package = \"a\"\nscript = { sha256 = [\"" + one + "\", \"x\"] }", "`x` is no SHA-256");
  }

  @Test
  void another_script_is_a_warning_that_says_what_changed() throws Exception {
    String one = "1".repeat(64);
    Overlay overlay =
        overlay("package = \"a\"\nscript = { path = \"build.rs\", sha256 = \"" + one + "\" }");
    assertThat(overlay.stale("1.0.0", Optional.of(one))).isEmpty();
    String two = "2".repeat(64);
    assertThat(overlay.stale("1.0.0", Optional.of(two)).orElseThrow().toString())
        .contains("another build.rs than that of version 1.0.0", "overlay.toml:3:10", two);
    assertThat(overlay.stale("1.0.0", Optional.empty()).orElseThrow().toString())
        .contains("no such file");
    assertThat(overlay("package = \"a\"").stale("1.0.0", Optional.of(two))).isEmpty();
  }

  @Test
  void an_overlay_that_is_wrong_shows_its_place() {
    fails("", "has no `package`");
    fails("package = \"a\"\nfrom = \"1.x\"", "overlay.toml:3:8", "is no version");
    fails("package = \"a\"\nfrom = \"2\"\nbefore = \"2.0\"", "overlay.toml:4:10", "for no version");
    fails("package = \"a\"\nscript = \"x\"", "`script` must be a table");
    fails("package = \"a\"\nversion = \"1\"", "unknown key `version`");
    fails("package = \"a\"\n[options.x]\ntype = \"int\"", "unknown key `options`", "`option`");
  }

  @Test
  void the_roots_overlays_come_before_those_that_come_with_heddle() throws Exception {
    Path own = Files.createDirectories(temp.resolve("own"));
    Path shipped = Files.createDirectories(temp.resolve("shipped"));
    Files.writeString(own.resolve("a.toml"), "allow = [\"network\"]\n[overlay]\npackage = \"a\"");
    for (String name : List.of("a", "b")) {
      Files.writeString(
          shipped.resolve(name + ".toml"),
          "[overlay]\npackage = \"" + name + "\"\n[option.x]\ntype = \"int\"");
    }
    Files.writeString(shipped.resolve("README.md"), "not one");
    Files.writeString(temp.resolve("heddle.toml"), "overlays = [\"own\"]");
    Overlays overlays = read(shipped);
    assertThat(overlays.complete("a", "1.0.0", Contract.NONE).allowed()).hasSize(1);
    assertThat(overlays.complete("a", "1.0.0", Contract.NONE).options()).isEmpty();
    assertThat(overlays.complete("b", "1.0.0", Contract.NONE).options()).containsKey("x");
    assertThat(overlays.complete("c", "1.0.0", Contract.NONE)).isEqualTo(Contract.NONE);
    Files.writeString(temp.resolve("heddle.toml"), "overlays = [\"nothing\"]");
    var e = catchThrowableOfType(BuildException.class, () -> read(shipped));
    assertThat(e.getMessage()).contains("`nothing`, which is no directory");
  }

  @Test
  void every_overlay_that_comes_with_heddle_is_read_and_its_options_can_be_set() throws Exception {
    List<Overlay> all = read(SHIPPED).all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(7);
    for (Overlay overlay : all) {
      assertThat(overlay.contract().options()).as(overlay.pkg()).isNotEmpty();
      assertThat(overlay.contract().allowed()).as(overlay.pkg()).isEmpty();
      assertThat(overlay.contract().options().values())
          .allSatisfy(option -> assertThat(option.doc()).isNotEmpty());
    }
  }

  @Test
  void the_policy_value_native_reaches_each_crates_own_switch() throws Exception {
    Overlays overlays = read(SHIPPED);
    check(overlays, "openssl-sys", "0.9.118", "system", Map.of("OPENSSL_NO_VENDOR", "1"));
    check(overlays, "openssl-sys", "0.9.118", "bundled", Map.of("OPENSSL_NO_VENDOR", "0"));
    check(
        overlays, "zstd-sys", "2.1.3+zstd.1.5.7", "system", Map.of("ZSTD_SYS_USE_PKG_CONFIG", "1"));
    check(overlays, "libgit2-sys", "0.18.8+1.9.7", "system", Map.of("LIBGIT2_NO_VENDOR", "1"));
    check(
        overlays,
        "libsqlite3-sys",
        "0.40.0",
        "system",
        Map.of("LIBSQLITE3_SYS_USE_PKG_CONFIG", "1"));
  }

  private static void check(
      Overlays overlays, String pkg, String version, String value, Map<String, String> variables)
      throws Exception {
    Contract contract = overlays.complete(pkg, version, Contract.NONE);
    Node node =
        new Node(
            pkg,
            version,
            "",
            contract,
            Optional.empty(),
            java.util.Set.of(),
            heddle.text.CfgSet.parse(List.of()),
            List.of(),
            List.of());
    var requests =
        OptionRequests.of(List.of("native=" + value), Map.of(), Optional.empty(), Policy.NONE);
    var settings = Options.resolve(List.of(node), requests).getFirst();
    ScriptTerms terms = ScriptTerms.of(node, Permissions.NONE, overlays, settings);
    assertThat(terms.variables()).as(pkg).isEqualTo(variables);
    assertThat(terms.allowed()).isEmpty();
  }

  /** The script's own text must name each variable that the overlay sets for it. */
  @Test
  void the_real_scripts_read_the_variables_that_overlays_set() throws Exception {
    Path sources = Path.of(System.getProperty("user.home"), ".cargo/registry/src");
    assumeTrue(Files.isDirectory(sources));
    var seen = new ArrayList<String>();
    for (Overlay overlay : read(SHIPPED).all()) {
      for (Path pkg : unpacked(sources, overlay)) {
        String texts = texts(pkg);
        for (OptionDeclaration option : overlay.contract().options().values()) {
          for (String variable : option.env().keySet()) {
            assertThat(texts).as(pkg + " " + variable).contains(variable);
          }
        }
        if (overlay.script().isPresent()) {
          Path script = pkg.resolve(overlay.script().get().path());
          if (overlay.script().get().sha256().contains(Digest.of(script).hash()))
            seen.add(overlay.pkg());
        }
      }
    }
    System.out.println("scripts that are the overlays' own: " + seen);
  }

  private static List<Path> unpacked(Path sources, Overlay overlay) throws Exception {
    var all = new ArrayList<Path>();
    if (overlay.script().isEmpty()) return all;
    try (var registries = Files.newDirectoryStream(sources)) {
      for (Path registry : registries) {
        try (var packages = Files.newDirectoryStream(registry, overlay.pkg() + "-[0-9]*")) {
          for (Path each : packages) {
            Path script = each.resolve(overlay.script().get().path());
            if (Files.exists(script)
                && overlay.script().get().sha256().contains(Digest.of(script).hash()))
              all.add(each);
          }
        }
      }
    }
    return all;
  }

  private static String texts(Path pkg) throws Exception {
    var text = new StringBuilder();
    try (var files = Files.walk(pkg, 2)) {
      for (Path each : files.filter(f -> f.toString().endsWith(".rs")).toList())
        text.append(Files.readString(each));
    }
    return text.toString();
  }

  private Overlays read(Path shipped) throws Exception {
    try (Store store = Store.open(temp.resolve("home"));
        Engine engine =
            new Engine(
                new Observation(Map.of(), store).handlers(), Traces.none(), Listener.none())) {
      return engine.evaluate(new ReadOverlays(temp, shipped));
    }
  }

  private static Overlay overlay(String head) throws ProblemException {
    return Overlay.read(new Source("overlay.toml", "[overlay]\n" + head));
  }

  private static void fails(String head, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> overlay(head));
    assertThat(e.getMessage()).contains(parts);
  }
}
