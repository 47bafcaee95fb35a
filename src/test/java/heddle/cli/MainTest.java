package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @TempDir private static Path home = Path.of("");

  private record Result(int exit, String out, String err) {}

  @Test
  void version_prints_version_commit_java_and_store() {
    Result result = run("version");
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().map(l -> l.substring(0, 6)))
        .containsExactly("heddle", "commit", "java  ", "store ");
    assertThat(run("--version")).isEqualTo(result);
    assertThat(run("-V")).isEqualTo(result);
  }

  @Test
  void help_fits_a_screen() {
    Result help = run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out().lines().count()).isLessThanOrEqualTo(60);
    assertThat(help.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(80));
    for (String name : CommandTable.names()) assertThat(help.out()).contains("  " + name);
  }

  @Test
  void every_command_of_the_table_is_made_and_has_a_help() {
    for (CommandEntry entry : CommandTable.entries()) {
      Result help = run(entry.name(), "--help");
      assertThat(help).as(entry.name()).isEqualTo(new Result(0, help.out(), ""));
      assertThat(help.out()).startsWith(entry.summary()).contains("Usage: heddle " + entry.name());
      assertThat(run("help", entry.name())).isEqualTo(help);
    }
  }

  @Test
  void options_may_stand_before_the_command() {
    assertThat(
            LeadingOptions.of(
                    List.of("-q", "--color", "never", "--config=a=1", "-C", "d", "build", "x"))
                .behind())
        .containsExactly(
            "build", "-q", "--color", "never", "--config=a=1", "--directory", "d", "x");
    assertThat(LeadingOptions.of(List.of("-q", "--help")).behind()).containsExactly("-q", "--help");
    assertThat(LeadingOptions.of(List.of("build", "-q")).behind()).containsExactly("build", "-q");
  }

  @Test
  void a_first_word_with_a_plus_chooses_rustups_toolchain() {
    Invocation chosen = Invocation.ofProcess(new String[] {"+nightly", "build", "+x"});
    assertThat(chosen.arguments()).containsExactly("build", "+x");
    assertThat(chosen.variable("RUSTUP_TOOLCHAIN")).contains("nightly");
    assertThat(Invocation.ofProcess(new String[] {"build", "+x"}).arguments())
        .containsExactly("build", "+x");
  }

  @Test
  void a_command_that_only_cargo_has_is_told_as_such() {
    assertThat(run("doc").err())
        .isEqualTo(
            "error: no such command: `doc`\n"
                + "help: this is a command of cargo's that Heddle has not: `cargo doc`\n");
    assertThat(run("dxy").err())
        .isEqualTo("error: no such command: `dxy`\nhelp: `heddle --list` shows all commands\n");
    assertThat(run("buld").err()).contains("did you mean `build`?");
    assertThat(run("tset").err())
        .isEqualTo("error: no such command: `tset`\nhelp: did you mean `test`?\n");
  }

  @Test
  void misspelt_commands_and_options_get_a_suggestion_and_cargos_exit_code() {
    check(
        List.of("versoin"),
        101,
        "error: no such command: `versoin`\nhelp: did you mean `version`?\n");
    check(
        List.of("--versio"),
        1,
        "error: unexpected argument '--versio' found\nhelp: did you mean `version`?\n");
    check(
        List.of("completion", "tcsh"),
        1,
        "error: no completion for `tcsh`: bash, zsh and fish have one\n");
    check(
        List.of("completion"),
        1,
        "error: the following required arguments were not provided: <bash|zsh|fish>\n");
    check(List.of("version", "now"), 1, "error: unexpected argument 'now' found\n");
  }

  @Test
  void the_doctor_looks_at_a_target_and_says_what_is_missing() {
    Result unknown = run("doctor", "--target", "aarch64-unknown-linux-gnuu");
    assertThat(unknown.exit()).isEqualTo(Failure.EXIT);
    assertThat(unknown.out())
        .contains("missing target   rustc has no built-in target `aarch64-unknown-linux-gnuu`")
        .contains("help: did you mean `aarch64-unknown-linux-gnu`?");
  }

  @Test
  void no_command_shows_the_help_whatever_options_stand_there() {
    Result help = run("help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Usage: heddle");
    assertThat(run()).isEqualTo(help);
    assertThat(run("--quiet")).isEqualTo(help);
    assertThat(run("-qv", "--locked")).isEqualTo(help);
    assertThat(run("-hV")).isEqualTo(help);
    assertThat(run("-V", "build")).isEqualTo(run("version"));
  }

  @Test
  void completion_knows_every_command() {
    Result result = run("completion", "bash");
    assertThat(result.exit()).isZero();
    for (String name : CommandTable.names()) assertThat(result.out()).contains(name);
    for (String shell : List.of("zsh", "fish")) {
      String script = run("completion", shell).out();
      CommandTable.names().forEach(name -> assertThat(script).contains(name));
    }
  }

  private static void check(List<String> words, int exit, String err) {
    assertThat(run(words.toArray(String[]::new))).isEqualTo(new Result(exit, "", err));
  }

  private static Result run(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var invocation =
        new Invocation(
            List.of(words),
            Map.of(),
            Path.of("/"),
            home,
            Invocation.ownClassPath(),
            Optional.empty(),
            0,
            Optional.empty());
    var terminal =
        Main.terminal(
            invocation,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int exit = Main.run(new Session(invocation, terminal));
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
