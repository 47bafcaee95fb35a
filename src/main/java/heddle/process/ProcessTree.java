package heddle.process;

import java.util.ArrayList;

/** A process that we started, as the leader of its session, with all that descends from it. */
record ProcessTree(Kernel kernel, int pid) {
  private static final int SIGKILL = 9;

  /** Kills the leader, its process group, and descendants in other groups that still name it. */
  void kill() {
    var all = new ArrayList<Long>();
    ProcessHandle.of(pid).ifPresent(p -> p.descendants().forEach(d -> all.add(d.pid())));
    killGroup();
    for (long descendant : all) {
      kernel.call(Syscall.KILL, descendant, SIGKILL);
    }
  }

  /** Kills what is left of the leader's process group. */
  void killGroup() {
    kernel.call(Syscall.KILL, -pid, SIGKILL);
  }
}
