package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that take Heddle's place, as they take cargo's: {@code run}, and {@code cargo-NAME}. */
final class SuccessorTest {
  @TempDir private Path temp = Path.of("");

  /** What a process that was started as Heddle said, and how it ended. */
  private record Ended(long pid, int exit, String said) {}

  @BeforeEach
  void a_package_whose_program_is_run_by_a_shell() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    write("Cargo.toml", "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write("src/main.rs", "fn main() { println!(\"ran\"); }\n");
    write("inner/x", "");
    Path script = write("runner.sh", "#!/bin/sh\nshift\nexec sh -c \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    write(".cargo/config.toml", "[target.'cfg(unix)']\nrunner = \"" + script + "\"\n");
  }

  private Path write(String name, String text) throws IOException {
    Path file = temp.toRealPath().resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  private Ended heddle(String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Invocation.ownClassPath(),
                "-Dheddle.home=" + temp.resolve("home"),
                "-Dheddle.cargo=" + temp.resolve("bin/cargo"),
                "heddle.cli.Main"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(temp.resolve("inner").toFile());
    builder.environment().put("CARGO_HOME", temp.toRealPath().resolve("cargo").toString());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.pid(), process.exitValue(), said);
  }

  @Test
  void a_program_that_is_run_has_the_process_of_heddle_and_nothing_of_the_jvm() throws Exception {
    Ended ended =
        heddle(
            "run",
            "-q",
            "--",
            // a shell that starts others blocks signals and opens pipes, so it looks by itself; a
            // fourth descriptor is that of the directory
            "echo $$; pwd; set -- /proc/$$/fd/*; echo $#; while read -r line; do case $line in SigBlk*)"
                + " echo \"$line\"; esac; done </proc/$$/status; exit 7");
    assertThat(ended.exit()).as(ended.said()).isEqualTo(7);
    assertThat(ended.said().lines().map(String::strip))
        .containsExactly(
            "" + ended.pid(),
            temp.toRealPath().resolve("inner").toString(),
            "4",
            "SigBlk:\t0000000000000000");
  }

  @Test
  void a_signal_that_ends_the_program_is_the_end_of_heddle() throws Exception {
    Ended ended = heddle("run", "-q", "--", "echo begun; kill -KILL $$");
    // 128 and the signal is how Java tells of it
    assertThat(ended.exit()).isEqualTo(128 + 9);
    assertThat(ended.said()).isEqualTo("begun\n");
  }

  @Test
  void a_runner_that_is_not_there_is_named() throws Exception {
    write(".cargo/config.toml", "[target.'cfg(unix)']\nrunner = \"/no/such/runner\"\n");
    Ended ended = heddle("run", "-q");
    assertThat(ended.exit()).isEqualTo(101);
    assertThat(ended.said()).startsWith("error: could not execute process `/no/such/runner ");
  }

  @Test
  void a_command_of_its_own_program_has_the_process_too() throws Exception {
    Path program = write("cargo/bin/cargo-say", "#!/bin/sh\necho $$ $CARGO \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended = heddle("say", "this");
    assertThat(ended.exit()).as(ended.said()).isZero();
    assertThat(ended.said())
        .isEqualTo(ended.pid() + " " + temp.resolve("bin/cargo") + " say this\n");
  }
}
