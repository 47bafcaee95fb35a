package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import heddle.process.Traced.Deed;
import heddle.process.Traced.Touch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path directory;

  private static void check(String log, Touch... expected) {
    var reader = new StraceLog(Path.of("/w"));
    log.lines().forEach(reader::line);
    assertThat(reader.touched()).containsExactly(expected);
  }

  @Test
  void opening_reads_or_writes_by_its_flags() {
    check(
        """
        7  openat(AT_FDCWD</w>, "a", O_RDONLY|O_CLOEXEC) = 3</w/a>
        7  openat(AT_FDCWD</w>, "/b/../c", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</c>
        7  open("d", O_RDWR) = 4</w/d>
        """,
        new Touch(Deed.READ, "/w/a"),
        new Touch(Deed.WRITE, "/c"),
        new Touch(Deed.WRITE, "/w/d"));
  }

  @Test
  void what_is_not_there_is_absent_and_what_is_forbidden_refused() {
    check(
        """
        7  newfstatat(AT_FDCWD</w>, "no", 0x7ffd, 0) = -1 ENOENT (No such file or directory)
        7  openat(AT_FDCWD</w>, "/etc/shadow", O_RDONLY) = -1 EACCES (Permission denied)
        7  mkdir("/w/there", 0777) = -1 EEXIST (File exists)
        """,
        new Touch(Deed.PROBE, "/w/there"),
        new Touch(Deed.ABSENT, "/w/no"),
        new Touch(Deed.REFUSED, "/etc/shadow"));
  }

  @Test
  void relative_names_follow_the_directory_of_their_process_and_its_children() {
    check(
        """
        7  chdir("sub") = 0
        7  clone(child_stack=NULL, flags=SIGCHLD) = 8
        7  chdir("/") = 0
        8  access("x", F_OK) = 0
        7  access("x", F_OK) = 0
        8  fchdir(5</elsewhere>) = 0
        8  unlink("y") = 0
        """,
        new Touch(Deed.WRITE, "/elsewhere/y"),
        new Touch(Deed.PROBE, "/"),
        new Touch(Deed.PROBE, "/w/sub"),
        new Touch(Deed.PROBE, "/w/sub/x"),
        new Touch(Deed.PROBE, "/x"));
  }

  @Test
  void a_name_is_relative_to_the_descriptor_before_it() {
    check(
        """
        7  renameat2(3</p>, "a", 4</q>, "b", RENAME_NOREPLACE) = 0
        7  symlinkat("target", 3</p>, "link") = 0
        """,
        new Touch(Deed.WRITE, "/p/a"),
        new Touch(Deed.WRITE, "/p/link"),
        new Touch(Deed.WRITE, "/q/b"));
  }

  @Test
  void a_call_in_two_lines_is_one() {
    check(
        """
        7  openat(AT_FDCWD</w>, "a", O_RDONLY <unfinished ...>
        8  openat(AT_FDCWD</w>, "b", O_RDONLY) = 3</w/b>
        7  <... openat resumed>) = 3</w/a>
        """,
        new Touch(Deed.READ, "/w/a"),
        new Touch(Deed.READ, "/w/b"));
  }

  @Test
  void programs_connections_and_quoted_bytes_are_understood() {
    check(
        """
        7  execve("/bin/cat", ["cat", "/etc/x"], 0x5 /* 3 vars */) = 0
        7  connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}, 16) = 0
        7  connect(3<socket:[1]>, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ECONNREFUSED (x)
        7  connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/docker.sock"}, 110) = 0
        7  stat("a \\"b\\" \\303\\274", {st_mode=S_IFREG|0644, st_size=3, ...}) = 0
        7  +++ exited with 0 +++
        """,
        new Touch(Deed.RUN, "/bin/cat"),
        new Touch(Deed.PROBE, "/w/a \"b\" ü"),
        new Touch(Deed.CONNECT, "/run/docker.sock"),
        new Touch(Deed.CONNECT, "10.0.0.1:80"),
        new Touch(Deed.CONNECT, "[::1]:9"));
  }

  @Test
  void what_is_sent_and_received_names_no_file() {
    check(
        """
        7  sendto(3<socket:[1]>, "GET /x HTTP/1.1", 15, MSG_NOSIGNAL, NULL, 0) = 15
        7  recvfrom(3<socket:[1]>, "HTTP/1.1 4", 10, 0, NULL, NULL) = 10
        7  bind(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/w/s"}, 110) = 0
        7  bind(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
        """,
        new Touch(Deed.WRITE, "/w/s"));
  }

  @Test
  void whatever_the_log_holds_the_reader_goes_on() {
    check("7\n8 \n\n9 <... x resumed> = 0\n7 open(\n7 open(\"a\n7 open() = 3\nx y = z ( \"");
  }

  @Test
  void a_command_is_traced_with_its_children() throws Exception {
    assumeThat(Path.of("/usr/bin/strace")).isExecutable();
    var traced =
        Trace.of(
            List.of("/bin/sh", "-c", "cat in > out; test -e nothing; exit 3"),
            Files.createDirectories(directory.resolve("w")),
            Map.of("PATH", "/usr/bin:/bin"),
            directory.resolve("scratch"),
            false);
    assertThat(traced.exit()).isEqualTo(3);
    var at = directory.toRealPath().resolve("w");
    assertThat(traced.touches())
        .contains(
            new Touch(Deed.ABSENT, at.resolve("in").toString()),
            new Touch(Deed.WRITE, at.resolve("out").toString()),
            new Touch(Deed.ABSENT, at.resolve("nothing").toString()));
    assertThat(directory.resolve("scratch")).isEmptyDirectory();
  }
}
