package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UndeclaredTest {
  @TempDir Path directory;

  private List<Denied> check(SandboxLevel level, String script) throws Exception {
    try (var sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"))) {
      assumeTrue(sandbox.level() == level, () -> sandbox.refusals().toString());
      var out = Files.createDirectories(directory.resolve("out"));
      var action =
          Action.of(
              List.of("/bin/bash", "-c", script),
              Map.of("PATH", "/usr/bin:/bin", "GIVEN", "1"),
              List.of(new Mount.Writable("out", out)),
              Mount.placeholder("out"));
      return new Runner(sandbox, new Slots(1), Set.of("GIVEN", "FOO_DIR", "PATH"))
          .run(action, Watcher.NONE)
          .denied();
    }
  }

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void what_is_left_in_home_is_a_write(SandboxLevel level) throws Exception {
    assertThat(check(level, "mkdir -p ~/.cache/x; echo 1 > ~/.cache/x/y; exit 0"))
        .containsExactly(new Denied.Write("~/.cache/x/y"));
  }

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void a_request_through_the_proxy_is_named(SandboxLevel level) throws Exception {
    var connect =
        "at=${https_proxy#http://}; exec 3<>/dev/tcp/${at%:*}/${at#*:};"
            + " printf 'CONNECT example.org:443 HTTP/1.1\\r\\n\\r\\n' >&3; head -1 <&3";
    assertThat(check(level, connect)).containsExactly(new Denied.Network("example.org", 443));
  }

  @Test
  void a_connection_past_the_proxy_is_named_by_its_address() throws Exception {
    assertThat(check(SandboxLevel.LANDLOCK, "(echo > /dev/tcp/192.0.2.7/81); exit 0"))
        .containsExactly(new Denied.Network("192.0.2.7", 81));
    assertThat(check(SandboxLevel.LANDLOCK, "(echo > /dev/tcp/::1/82); exit 0"))
        .containsExactly(new Denied.Network("0:0:0:0:0:0:0:1", 82));
  }

  @ParameterizedTest
  @EnumSource(
      value = SandboxLevel.class,
      names = {"LANDLOCK", "NAMESPACES"})
  void a_file_that_it_was_not_given_is_named(SandboxLevel level) throws Exception {
    var secret = Files.writeString(directory.resolve("secret"), "1");
    assertThat(check(level, "cat " + secret)).containsExactly(new Denied.Read(secret.toString()));
  }

  @Test
  void a_failed_action_that_names_a_hidden_variable_wants_it() throws Exception {
    assertThat(
            check(
                SandboxLevel.PLAIN,
                "echo 'FOO_DIR is not set, nor GIVEN, nor PATH, nor FOO_DIRS' >&2; exit 1"))
        .containsExactly(new Denied.Variable("FOO_DIR"));
    assertThat(check(SandboxLevel.PLAIN, "echo 'FOO_DIR is not set' >&2")).isEmpty();
  }

  private static List<Denied> printed(String line) {
    var undeclared = new Undeclared(p -> p.startsWith("/usr"), Set.of(), false);
    undeclared.printed(Captured.of(line));
    return undeclared.found();
  }

  @Test
  void hosts_are_read_from_what_tools_print() {
    assertThat(printed("curl: (6) Could not resolve host: example.org"))
        .containsExactly(new Denied.Network("example.org", 443));
    assertThat(
            printed("fatal: unable to access 'https://git.example.org:8443/x/': Could not connect"))
        .containsExactly(new Denied.Network("git.example.org", 8443));
    assertThat(printed("error: failed to download http://user@example.org/a.tar.gz"))
        .containsExactly(new Denied.Network("example.org", 80));
    assertThat(printed("see https://example.org/docs for help")).isEmpty();
  }

  @Test
  void paths_are_read_from_what_tools_print() throws Exception {
    var file = Files.writeString(directory.resolve("a"), "");
    assertThat(printed("cat: " + file + ": No such file or directory"))
        .containsExactly(new Denied.Read(file.toString()));
    assertThat(printed("cannot open `" + file + "': Permission denied"))
        .containsExactly(new Denied.Read(file.toString()));
    assertThat(printed("touch: cannot touch '" + file + "': Read-only file system"))
        .containsExactly(new Denied.Write(file.toString()));
    assertThat(printed("ld: cannot find /usr/lib: No such file or directory")).isEmpty();
    assertThat(printed("cat: " + file + "-not-there: No such file or directory")).isEmpty();
  }

  @Test
  void a_request_line_says_where_it_was_to_go() {
    assertThat(RefusingProxy.asked("CONNECT example.org:8443 HTTP/1.1"))
        .contains(new Denied.Network("example.org", 8443));
    assertThat(RefusingProxy.asked("GET http://example.org/x HTTP/1.1"))
        .contains(new Denied.Network("example.org", 80));
    assertThat(RefusingProxy.asked("GET /x HTTP/1.1")).isEmpty();
    assertThat(RefusingProxy.asked("")).isEmpty();
    assertThat(RefusingProxy.asked("CONNECT a:b HTTP/1.1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void a_link_out_of_the_outputs_is_no_output(SandboxLevel level) throws Exception {
    try (var sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"))) {
      assumeTrue(sandbox.level() == level, () -> sandbox.refusals().toString());
      var out = Files.createDirectories(directory.resolve("out"));
      var mount = new Mount.Writable("out", out);
      var action =
          Action.of(
                  List.of("/bin/sh", "-c", "ln -s /etc/passwd a; echo > b; ln -s b c"),
                  Map.of("PATH", "/usr/bin:/bin"),
                  List.of(mount),
                  mount.placeholder())
              .withOutputs(
                  List.of(
                      mount.placeholder() + "/a",
                      mount.placeholder() + "/b",
                      mount.placeholder() + "/c"));
      var outcome = new Runner(sandbox, new Slots(1)).run(action, Watcher.NONE);
      assertThat(outcome.outputs().values()).containsExactly(out.resolve("b"), out.resolve("c"));
    }
  }
}
