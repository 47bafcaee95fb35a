package heddle.process;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ways out by processes and what they share; each is true where it worked. */
record ProcessAttempts(Trial trial) {
  boolean daemon() throws Exception {
    var mark = Marked.unused();
    // It needs a moment to become the leader of its own session.
    trial.output("setsid -f sleep " + mark + " </dev/null >/dev/null 2>&1; sleep 0.2");
    return Marked.ended(mark) > 0;
  }

  /** Signal 0 is checked as any other, and so is a limit that stays as it was. */
  boolean signal() throws Exception {
    long us = ProcessHandle.current().pid();
    long call = Syscall.PRLIMIT64.number(Machine.here());
    return trial.says("yes", "kill -0 " + us + " && echo yes")
        || trial.says(
            "yes",
            "perl -e '$b = \"\\0\" x 16; $n = 0; syscall("
                + call
                + ", "
                + us
                + ", 4, $n, $b) == 0 and syscall("
                + call
                + ", "
                + us
                + ", 4, $b, $n) == 0 and print \"yes\"'");
  }

  boolean readsOthers() throws Exception {
    var builder = new ProcessBuilder("/bin/sleep", "20");
    builder.environment().put("SECRET", "the secret");
    var other = builder.start();
    try {
      return trial.says("the secret", "tr '\\0' '\\n' < /proc/" + other.pid() + "/environ");
    } finally {
      other.destroyForcibly();
    }
  }

  boolean sharesMemory() throws Exception {
    int key = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    var machine = Machine.here();
    var name = "heddle" + key;
    var open = "syscall(" + Syscall.MQ_OPEN.number(machine) + ", my $n = \"" + name + "\", ";
    var gone = "syscall(" + Syscall.MQ_UNLINK.number(machine) + ", my $n = \"" + name + "\")";
    var other =
        Trial.outside(
            "$m = shmget("
                + key
                + ", 64, 01600); shmwrite($m, \"the secret\", 0, 10); "
                + open
                + "0102, 0600, 0); print 1; $_ = <STDIN>; shmctl($m, 0, 0); "
                + gone);
    try {
      return trial.says(
              "the secret",
              "perl -e '$m = shmget(" + key + ", 64, 0); shmread($m, $b, 0, 10); print $b'")
          || trial.says("yes", "perl -e '" + open + "2, 0, 0) >= 0 and print \"yes\"'");
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }

  boolean ring() throws Exception {
    return !trial.output("perl -e '$!=0; syscall(425, 1, 0); print $!+0'").equals("38"); // ENOSYS
  }

  /**
   * One that stays in its group, and one whose every process is the leader of its own session; both
   * end, should nobody stop them, by a file.
   */
  boolean forkBomb() throws Exception {
    var stop = trial.out().resolve("stop");
    var limits = new Limits(Duration.ofSeconds(20), 1 << 20, 1 << 20, 60);
    boolean open = false;
    for (var apart : List.of("", "setsid -f ")) {
      var mark = Marked.unused();
      Files.deleteIfExists(stop);
      Files.writeString(
          trial.out().resolve("bomb"),
          "[ -e stop ] || [ $1 -gt 9 ] && exec sleep 1; "
              + apart
              + "sh ./bomb $(($1+1)) "
              + mark
              + " & "
              + apart
              + "sh ./bomb $(($1+1)) "
              + mark
              + (apart.isEmpty() ? " & exec sleep " + mark + "\n" : " &\n"));
      var ending = trial.run("sh ./bomb 1 " + mark + "; sleep 3", limits).ending();
      Files.writeString(stop, "");
      long left = Marked.ended(mark);
      open |= ending != Ending.TOO_MANY_PROCESSES || left > 0;
    }
    return open;
  }
}
