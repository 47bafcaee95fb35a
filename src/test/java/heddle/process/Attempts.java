package heddle.process;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tries every escape at one level and says which worked. Has a main, so that a test can run it as
 * another user, whose JVM sees no test library: each line is an escape and {@code open} or {@code
 * closed}, after one with the level reached, one with what it says of itself, and one with what an
 * action wanted of the network.
 */
final class Attempts {
  private Attempts() {}

  public static void main(String[] args) throws Exception {
    var level = SandboxLevel.valueOf(args[0]);
    var directory = Path.of(args[1]);
    try (var sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"))) {
      System.out.println("level " + sandbox.level() + " " + sandbox.refusals());
      if (args.length > 2) { // a mark: a process that only ends when this one does
        Trial.of(sandbox, directory).outcome("sleep " + args[2]);
        return;
      }
      System.out.println("claims " + sandbox.escapes());
      System.out.println("named " + new NetworkAttempts(Trial.of(sandbox, directory)).named());
      all(sandbox, directory)
          .forEach((escape, open) -> System.out.println(escape + (open ? " open" : " closed")));
    }
  }

  static Map<Escape, Boolean> all(Sandbox sandbox, Path directory) throws Exception {
    var results = new EnumMap<Escape, Boolean>(Escape.class);
    for (var escape : Escape.values()) {
      results.put(escape, works(escape, Trial.of(sandbox, directory)));
    }
    return results;
  }

  private static boolean works(Escape escape, Trial trial) throws Exception {
    var network = new NetworkAttempts(trial);
    var files = new FileAttempts(trial);
    var processes = new ProcessAttempts(trial);
    return switch (escape) {
      case TCP -> network.tcp();
      case UDP -> network.udp();
      case UNIX_SOCKET -> network.unixStream() || network.unixDatagram();
      case ABSTRACT_SOCKET -> network.abstractSocket();
      case IO_URING -> processes.ring();
      case WRITE_HOME -> files.writesHome();
      case WRITE_UNDECLARED -> files.writesUndeclared();
      case WRITE_SOURCES -> files.writesSources();
      case ATTRIBUTES -> files.changesAttributes();
      case READ_SECRET -> files.readsSecret();
      case SEE_UNDECLARED -> files.seesUndeclared();
      case READ_PROCESS -> processes.readsOthers();
      case SHARED_MEMORY -> processes.sharesMemory();
      case DAEMON -> processes.daemon();
      case SIGNAL -> processes.signal();
      case DEVICE -> files.makesDevice();
      case SETUID -> files.leavesSetuid();
      case FORK_BOMB -> processes.forkBomb();
      case FLOOD -> files.floods();
      case OUTPUT_LINK -> files.outputLink();
      case VARIABLES -> files.actsByVariables();
    };
  }
}
