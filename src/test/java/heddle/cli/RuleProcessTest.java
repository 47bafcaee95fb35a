package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules in a Heddle of its own process: Ctrl-C, a Java without a compiler, a shell's completion.
 */
class RuleProcessTest {
  private static final String IMPORTS =
      "import heddle.engine.*; import heddle.rules.*; import java.util.*;\n";

  @TempDir private Path directory;

  private void workspace(String rule) throws IOException {
    Files.writeString(
        directory.resolve("heddle.toml"), "[rules]\nfiles = [\"Rule.java\", \"Twin.java\"]\n");
    Files.writeString(directory.resolve("Rule.java"), IMPORTS + rule);
    Files.writeString(
        directory.resolve("Twin.java"),
        IMPORTS
            + "/** Says a name. @see nothing */\n"
            + "public record Twin(String name, List<String> more, Optional<Tone> tone) implements"
            + " Task<String> { public enum Tone { WARM, COOL }"
            + " public String run(Context c) { return name; } }");
  }

  private Process start(Path java, String... words) throws Exception {
    String classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    var command =
        new ArrayList<>(
            List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dheddle.home=" + directory.resolve("home"),
                "-cp",
                classes,
                "heddle.cli.Main"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String said(Process process) throws Exception {
    // Whatever happens, the test ends.
    process.onExit().orTimeout(120, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** Waits until the store holds the result of the rule's first run. */
  private void awaitFirstRun(Process process) throws Exception {
    for (boolean seen = false; !seen; Thread.sleep(20)) {
      assertThat(process.isAlive()).isTrue();
      Path actions = directory.resolve("home");
      if (!Files.isDirectory(actions)) continue;
      try (var files = Files.find(actions, 9, (f, a) -> a.isRegularFile())) {
        seen = files.anyMatch(f -> f.toString().contains("actions"));
      } catch (java.io.UncheckedIOException _) {
        // a directory that was removed meanwhile
      }
    }
  }

  /** Started in the background of a shell without job control, all of us ignore Ctrl-C. */
  private static void interrupt(Process process) throws Exception {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    boolean ignored = false;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:"))
        ignored = (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
    }
    if (ignored) process.destroyForcibly();
    assumeFalse(ignored, "SIGINT is not ignored where the tests run");
    var kill = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void ctrl_c_ends_a_rule_that_never_looks_up_and_names_it() throws Exception {
    workspace(
        """
        public record Rule() implements Task<Object> {
          public Object run(Context c) throws Exception {
            c.get(new Run(List.of("true"), Map.of(), List.of()));
            for (long i = 0; ; i++) if (i == -1) return i;
          }
        }
        """);
    var process = start(java(), "rule", "rule");
    awaitFirstRun(process);
    interrupt(process);
    assertThat(said(process)).contains("still running, and ended with Heddle: Rule[]");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void ctrl_c_ends_what_a_rule_runs() throws Exception {
    workspace(
        """
        public record Rule() implements Task<Object> {
          public Object run(Context c) throws Exception {
            c.get(new Run(List.of("true"), Map.of(), List.of()));
            return c.get(new Run(List.of("sleep", "1000"), Map.of(), List.of()));
          }
        }
        """);
    var process = start(java(), "rule", "rule");
    awaitFirstRun(process);
    while (process.descendants().noneMatch(RuleProcessTest::sleeps)) Thread.sleep(20);
    var children = process.descendants().toList();
    interrupt(process);
    assertThat(said(process)).doesNotContain("still running");
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("1000")).isPresent();
  }

  @Test
  void a_java_without_a_compiler_says_so() throws Exception {
    var jlink = ToolProvider.findFirst("jlink");
    assumeTrue(jlink.isPresent(), "jlink is in this JDK");
    Path image = directory.resolve("jre");
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int exit =
        jlink
            .get()
            .run(
                out,
                out,
                "--add-modules",
                "java.base,java.net.http,java.naming",
                "--output",
                image.toString());
    assumeTrue(exit == 0, "this JDK can link an image");
    workspace(
        "public record Rule() implements Task<Object> { public Object run(Context c) { return 1; }"
            + " }");
    assertThat(said(start(image.resolve("bin/java"), "rules")))
        .isEqualTo(
            """
            error: this Java has no compiler (it is a JRE), so rules cannot be compiled
            help: set JAVA_HOME to a JDK, version 25 or newer
            """);
  }

  /** A launcher in the workspace, so that a shell can start it. */
  private void launcher() throws Exception {
    workspace(
        "/** Gives one. */ public record Rule() implements Task<Object> { public Object run(Context"
            + " c) { return 1; } }");
    Path heddle = directory.resolve("heddle");
    String classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    Files.writeString(
        heddle,
        "#!/bin/sh\nexec "
            + java()
            + " -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Dheddle.home="
            + directory.resolve("home")
            + " -cp "
            + classes
            + " heddle.cli.Main \"$@\"\n");
    assertThat(heddle.toFile().setExecutable(true)).isTrue();
  }

  private String shell(String shell, String option, String script) throws Exception {
    for (String each : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      if (!Files.isExecutable(Path.of(each, shell))) continue;
      var command = List.of(Path.of(each, shell).toString(), option, "-c", script);
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
      return said(builder.redirectErrorStream(true).start());
    }
    assumeTrue(false, "there is a " + shell);
    return "";
  }

  @Test
  void bash_completes_goals_their_arguments_and_values() throws Exception {
    launcher();
    String complete =
        """
        eval "$(heddle completion bash)"
        try() { COMP_WORDS=(heddle "$@"); COMP_CWORD=$#; _heddle; echo "${COMPREPLY[@]}"; }
        try rule r
        try rule tw
        try rule twin m
        try rule twin tone = ''
        try rule twin tone =
        try rule --offline twin tone = w
        """;
    assertThat(shell("bash", "--norc", complete))
        .isEqualTo("rule\ntwin\nmore=\nwarm cool\nwarm cool\nwarm\n");
  }

  @Test
  void fish_completes_them_with_their_comments() throws Exception {
    launcher();
    String complete =
        """
        heddle completion fish | source
        for each in "rule r" "rule tw" "rule twin to" "rule twin tone=w"
          complete -C"heddle $each" | string match 'rule*' 'tw*' 'to*'
        end
        """;
    assertThat(shell("fish", "--no-config", complete))
        .contains("rule\tGives one\n", "twin\tSays a name\n", "tone=warm")
        .doesNotContain("heddle.toml");
  }

  @Test
  void zsh_reads_its_script_and_what_heddle_says_of_words() throws Exception {
    launcher();
    String complete =
        """
        compdef() { print "$@" }
        _describe() { local name=${@[-1]}; [[ $name == '' ]] && name=${@[-3]}; print -l ${(P)name} }
        compset() { }
        compadd() { print -l ${(P)@[-1]} }
        _files() { print files }
        eval "$(heddle completion zsh)"
        try() { words=(heddle "$@"); CURRENT=$#words; PREFIX=$words[-1]; _heddle }
        try comp | grep completion
        try rule ''
        try rule twin ''
        try rule twin tone=
        try rule twin more=
        """;
    assertThat(shell("zsh", "-f", complete))
        .isEqualTo(
            """
            _heddle heddle
            completion:Print the completion script of a shell
            rule:Gives one
            twin:Says a name
            name=:
            more=:
            tone=:
            warm
            cool
            files
            """);
  }
}
