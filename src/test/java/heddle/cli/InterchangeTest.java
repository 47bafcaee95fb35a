package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that stand for intrinsics, in builds of Cargo's packages. */
class InterchangeTest {
  private static final String IMPORTS =
      """
      import heddle.engine.*;
      import heddle.process.*;
      import heddle.text.Source;
      import heddle.world.*;
      import java.nio.file.Path;
      import java.util.*;
      import java.util.function.Consumer;
      """;

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void a_crate_with_a_build_script() throws IOException {
    write(
        "Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"1.0.0\"\nedition = \"2024\"\n"
            + "[features]\nspecial = []\n");
    write("build.rs", "fn main() { println!(\"cargo::rustc-env=TOLD=told\"); }");
    write("src/lib.rs", "pub fn told() -> &'static str { let unused = 1; env!(\"TOLD\") }");
    write("src/main.rs", "fn main() { println!(\"{}\", one::told()); }");
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private void rule(String name, String intrinsic, String text) throws IOException {
    write(
        "heddle.toml",
        "[rules]\nfiles = [\"%s.java\"]\n[rules.replace]\n\"%s\" = \"%s\"\n"
            .formatted(name, intrinsic, name));
    write(name + ".java", IMPORTS + text);
  }

  private void guard(String condition) throws IOException {
    rule(
        "Guard",
        "heddle.process.RunAction",
        """
        public record Guard(RunAction run) implements Staged<Optional<Path>, ActionOutcome> {
          public ActionOutcome run(Context c, Consumer<? super Optional<Path>> first) throws Exception {
            List<String> argv = run.action().argv();
            if (%s) throw new Exception("not here");
            first.accept(c.early(new OriginalStaged<>(run)));
            return c.get(new OriginalStaged<>(run));
          }
        }
        """
            .formatted(condition));
  }

  private String heddle(String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var environment = new HashMap<String, String>();
    environment.putAll(UserRust.variables());
    var invocation =
        new Invocation(
            List.of(words),
            Map.copyOf(environment),
            directory,
            directory.resolve("home"),
            Invocation.ownClassPath(),
            Optional.empty(),
            0,
            Optional.empty());
    Main.run(new Session(invocation, new Terminal(out, out, false, false, 80)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_rule_for_actions_stands_for_the_processes_of_units() throws Exception {
    assumeTrue(!heddle("plan").startsWith("error"), "there is a rustc");
    guard("argv.contains(\"--crate-name\") && argv.contains(\"bin\")");
    assertThat(heddle("build"))
        .contains("a rule failed: not here", "at Guard.run (Guard.java:", "requested: run /")
        .doesNotContain("this is a bug");
    guard("argv.size() == 1");
    assertThat(heddle("build")).contains("a rule failed: not here");
    guard("argv.contains(\"curl\")");
    assertThat(heddle("build")).contains("unused variable", "Finished", "(4 built, 0 found)");
    var program = new ProcessBuilder(directory.resolve("target/debug/one").toString()).start();
    assertThat(program.inputReader().readLine()).isEqualTo("told");
  }

  @Test
  void a_failed_compilation_shows_what_it_said() throws Exception {
    assumeTrue(!heddle("plan").startsWith("error"), "there is a rustc");
    guard("false");
    write("src/lib.rs", "pub fn told() -> u8 { \"text\" }");
    assertThat(heddle("build")).contains("mismatched types", "could not compile");
  }

  @Test
  void what_is_shown_is_what_would_be_built() throws Exception {
    assumeTrue(!heddle("plan").startsWith("error"), "there is a rustc");
    assertThat(heddle("metadata", "--format-version=1")).contains("one@1.0.0");
    rule(
        "Newer",
        "heddle.world.ReadText",
        """
        public record Newer(ReadText read) implements Task<Optional<Source>> {
          public Optional<Source> run(Context c) throws Exception {
            var text = c.get(new Original<>(read));
            return text.map(s -> new Source(s.name(), s.text().replace("\\"1.0.0\\"", "\\"2.0.0\\"")));
          }
        }
        """);
    assertThat(heddle("plan")).contains("one v2.0.0");
    assertThat(heddle("tree")).contains("one v2.0.0");
    assertThat(heddle("metadata", "--format-version=1")).contains("one@2.0.0");
    assertThat(heddle("build")).contains("Compiling one v2.0.0");
    Files.delete(directory.resolve("heddle.toml"));
    assertThat(heddle("plan")).contains("one v1.0.0");
  }

  @Test
  void a_rule_that_throws_where_nothing_is_built_is_blamed() throws Exception {
    assumeTrue(!heddle("plan").startsWith("error"), "there is a rustc");
    rule(
        "Not",
        "heddle.world.ReadText",
        """
        public record Not(ReadText read) implements Task<Optional<Source>> {
          public Optional<Source> run(Context c) throws Exception {
            if (read.path().endsWith("Cargo.toml")) throw new Exception("no manifests");
            return c.get(new Original<>(read));
          }
        }
        """);
    assertThat(heddle("plan"))
        .contains("a rule failed: no manifests")
        .doesNotContain("this is a bug");
    assertThat(heddle("build"))
        .contains("a rule failed: no manifests")
        .doesNotContain("this is a bug");
  }
}
