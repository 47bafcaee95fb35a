package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Build scripts that ask {@code $CARGO}. */
class CargoProgramTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void needs_rustc() {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("ws").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
  }

  /** A script that asks each of these, and warns with how it ended and what it said. */
  private void script(String... questions) throws IOException {
    StringBuilder asks = new StringBuilder();
    for (String each : questions) asks.append('"').append(each).append("\", ");
    write(
        "build.rs",
        "fn main() { println!(\"cargo::rerun-if-changed=build.rs\"); for q in ["
            + asks
            + "] {\n"
            + "let o = std::process::Command::new(std::env::var(\"CARGO\").unwrap())"
            + ".args(q.split(' ')).output().unwrap();\n"
            + "let t = String::from_utf8([o.stdout, o.stderr].concat()).unwrap();\n"
            + "println!(\"cargo::warning={} {}\", o.status.code().unwrap(),"
            + " t.replace('\\n', \"|\")); } }\n");
  }

  private record Seen(int ran, List<String> said, List<String> problems) {}

  private Workshop open(SandboxMode sandbox, List<String> said) throws Exception {
    Progress progress =
        new SilentProgress() {
          @Override
          public synchronized void said(List<String> out, List<String> err) {
            said.addAll(err);
          }
        };
    Order order =
        new Order(
            folder.resolve("home"),
            folder.resolve("ws"),
            Optional.empty(),
            UserRust.variables(),
            List.of(),
            BuildRequest.of(BuildRequest.Intent.BUILD),
            Optional.empty(),
            2,
            false,
            true,
            false,
            MessageFormat.HUMAN,
            false,
            Optional.empty(),
            0,
            List.of(),
            Path.of("/no/heddle"),
            sandbox,
            List.of(),
            Optional.empty(),
            false,
            true);
    return Workshop.open(order, progress, 2);
  }

  private Seen build(SandboxMode sandbox) throws Exception {
    List<String> said = new ArrayList<>();
    try (Workshop shop = open(sandbox, said)) {
      Workshop.Outcome outcome = shop.build();
      return new Seen(outcome.ran(), said, outcome.problems());
    }
  }

  @Test
  void metadata_is_answered_and_a_changed_manifest_runs_the_script_again() throws Exception {
    String manifest = "[package]\nname = \"asks\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    write("Cargo.toml", manifest);
    write("src/lib.rs", "");
    script("metadata --format-version 1 --no-deps", "metadata --format-version=1 --offline");
    for (SandboxMode sandbox : List.of(SandboxMode.AUTO, SandboxMode.NONE)) {
      Seen seen = build(sandbox);
      assertThat(seen.problems()).isEmpty();
      assertThat(seen.said()).hasSize(2);
      assertThat(seen.said().get(0)).contains(": 0 {\"packages\":[{\"name\":\"asks\"");
      assertThat(seen.said().get(0)).contains("\"resolve\":null");
      assertThat(seen.said().get(1)).contains("\"resolve\":{\"nodes\":[");
    }
    assertThat(build(SandboxMode.AUTO).ran()).isZero();
    write("Cargo.toml", manifest + "[package.metadata.mine]\nkey = \"new\"\n");
    try (Workshop shop = open(SandboxMode.AUTO, new ArrayList<>())) {
      assertThat(shop.why(Optional.of(PackageIdSpec.parse("asks"))))
          .anyMatch(unit ->
              unit.changes().toString().contains("what `cargo metadata --format-version 1"));
    }
    assertThat(build(SandboxMode.AUTO).said().getFirst()).contains("{\"mine\":{\"key\":\"new\"}}");
    try (var left = Files.walk(folder.resolve("ws/target"))) {
      assertThat(left.filter(each -> each.toString().contains(ScriptQuestions.ASKED))).isEmpty();
    }
  }

  @Test
  void what_cannot_be_answered_says_so() throws Exception {
    write("Cargo.toml", "[package]\nname = \"asks\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write("src/lib.rs", "");
    script("metadata --wrong", "metadata --no-deps --manifest-path no/Cargo.toml", "build -q");
    List<String> said = build(SandboxMode.AUTO).said();
    assertThat(said.get(0)).contains(": 101 error: `cargo metadata` has no option `--wrong`");
    assertThat(said.get(1)).contains(": 101 error: ").contains("no/Cargo.toml");
    assertThat(said.get(2)).contains("`cargo build -q` is not run for asks|help: ");
  }
}
