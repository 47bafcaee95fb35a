package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heddle below filters like those of container engines, and below limits of processes. */
@Tag("bare-machine")
class ContainerTest {
  private static final int NO_PERMISSION = 1;
  private static final int NO_SUCH_CALL = 38;

  /** What Docker keeps from containers that are not privileged, of what a sandbox is made. */
  private static final List<Syscall> DOCKER =
      List.of(
          Syscall.UNSHARE,
          Syscall.SETNS,
          Syscall.MOUNT,
          Syscall.UMOUNT2,
          Syscall.PIVOT_ROOT,
          Syscall.OPEN_TREE,
          Syscall.MOVE_MOUNT,
          Syscall.MOUNT_SETATTR);

  /** What engines before 2021 did not know. */
  private static final List<Syscall> OLD =
      List.of(
          Syscall.LANDLOCK_CREATE_RULESET,
          Syscall.LANDLOCK_ADD_RULE,
          Syscall.LANDLOCK_RESTRICT_SELF,
          Syscall.CLOSE_RANGE,
          Syscall.PIDFD_OPEN);

  @TempDir Path directory;

  /** Runs {@link Report} where these calls fail so. */
  private List<String> report(Map<List<Syscall>, Integer> failing, List<String> before)
      throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    var said = directory.resolve("said");
    var java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(each -> Files.isDirectory(Path.of(each, "heddle/process")))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)),
            Report.class.getName(),
            directory.toString());
    var kernel = Kernel.load();
    var spawner = new Spawner(kernel);
    try (var arena = Arena.ofShared()) {
      var words = Stream.concat(before.stream(), java.stream()).toList();
      var quoted = words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(" "));
      var prepared =
          spawner.prepare(
              arena,
              new Spawner.Start(
                  "/bin/sh",
                  List.of("sh", "-c", "exec > " + said + " 2>&1; exec " + quoted),
                  Map.of("PATH", "/usr/bin:/bin"),
                  Optional.of("/"),
                  Map.of()));
      var script = new Script(kernel, arena);
      Privileges.noNew(script);
      failing.forEach((calls, error) -> fail(script, calls, kernel.machine(), error));
      var launch = new Launch(script, prepared);
      launch.begin();
      int pid = launch.await();
      prepared.free();
      assertThat(pid).isPositive();
      kernel.call(Syscall.WAIT4, pid, 0, 0, 0);
    }
    return Files.readAllLines(said);
  }

  /** A filter of its own: load the number, compare with each, fail or allow. */
  private static void fail(Script script, List<Syscall> calls, Machine machine, int error) {
    var code = script.arena().allocate(8L * (2L * calls.size() + 2), 8);
    long at = 0;
    at = put(code.asSlice(at), 0x20, 0, 0) + at;
    for (var call : calls) {
      at = put(code.asSlice(at), 0x15, 1, (int) call.number(machine)) + at;
      at = put(code.asSlice(at), 0x06, 0, SystemCalls.ERROR | error) + at;
    }
    put(code.asSlice(at), 0x06, 0, SystemCalls.ALLOW);
    var head = script.arena().allocate(16, 8);
    head.set(ValueLayout.JAVA_SHORT, 0, (short) (2 * calls.size() + 2));
    head.set(ValueLayout.ADDRESS, 8, code);
    script.must(Syscall.PRCTL, 22, 2, head.address());
  }

  private static long put(java.lang.foreign.MemorySegment to, int code, int no, int value) {
    to.set(ValueLayout.JAVA_SHORT, 0, (short) code);
    to.set(ValueLayout.JAVA_BYTE, 3, (byte) no);
    to.set(ValueLayout.JAVA_INT, 4, value);
    return 8;
  }

  private static void ran(List<String> said) {
    assertThat(said).contains("hello", "descriptors 0 1 2 3", "exit 7 EXITED");
  }

  @Test
  void without_namespaces_there_is_landlock_and_it_is_said_why() throws Exception {
    assumeTrue(
        Kernel.load().call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, 1) > 0, "no Landlock here");
    var said = report(Map.of(DOCKER, NO_PERMISSION), List.of());
    assertThat(said).contains("level LANDLOCK");
    assertThat(said)
        .anyMatch(
            line -> line.matches("no NAMESPACES: .*(UNSHARE|unshare).*(errno 1|permitted).*"));
    ran(said);
  }

  @Test
  void below_an_old_filter_there_is_no_sandbox_and_actions_run_and_end() throws Exception {
    var said = report(Map.of(DOCKER, NO_PERMISSION, OLD, NO_SUCH_CALL), List.of());
    assertThat(said).contains("level PLAIN");
    assertThat(said).anyMatch(line -> line.startsWith("no LANDLOCK: this kernel has no Landlock"));
    assertThat(said).anyMatch(line -> line.startsWith("help: Landlock needs Linux 5.13"));
    ran(said);
    ran(report(Map.of(DOCKER, NO_PERMISSION, OLD, NO_PERMISSION), List.of()));
  }

  @Test
  void few_descriptors_are_enough() throws Exception {
    ran(report(Map.of(), List.of("/bin/sh", "-c", "ulimit -n 64; exec \"$@\"", "sh")));
  }

  @Test
  void what_helps_is_said_by_what_this_machine_forbids() throws Exception {
    Files.createDirectories(directory.resolve("proc/sys/kernel"));
    Files.createDirectories(directory.resolve("proc/sys/user"));
    Files.createDirectories(directory.resolve("usr/bin"));
    var remedies = new Remedies(directory);
    assertThat(remedies.of(SandboxLevel.NAMESPACES, true)).isEmpty();
    assertThat(remedies.of(SandboxLevel.NAMESPACES, false))
        .containsExactly("perl (Debian: perl-base), which enters the namespaces");
    var perl = Files.writeString(directory.resolve("usr/bin/perl"), "");
    Files.setPosixFilePermissions(perl, PosixFilePermissions.fromString("rwxr-xr-x"));
    var armor = "proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    Files.writeString(directory.resolve(armor), "1\n");
    assertThat(remedies.of(SandboxLevel.NAMESPACES, false))
        .singleElement()
        .asString()
        .startsWith("Ubuntu: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0");
    Files.writeString(directory.resolve(armor), "0\n");
    Files.writeString(directory.resolve("proc/sys/user/max_user_namespaces"), "0\n");
    assertThat(remedies.of(SandboxLevel.NAMESPACES, false))
        .containsExactly("sudo sysctl user.max_user_namespaces=15000");
    Files.writeString(directory.resolve(".dockerenv"), "");
    assertThat(remedies.of(SandboxLevel.NAMESPACES, true))
        .singleElement()
        .asString()
        .startsWith("in a container: start it with --cap-add SYS_ADMIN");
  }
}
