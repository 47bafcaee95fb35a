package heddle.process;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tries every escape at one level and says which worked. Has a main, so that a test can run it as
 * another user, whose JVM sees no test library: each line is an escape and {@code open} or {@code
 * closed}, after one with the level reached, one with what it says of itself, and one with what an
 * action wanted of the network.
 */
final class Attempts {
  private final Sandbox sandbox;
  private final Path directory;
  private final Path out;
  private final Path sources;

  private Attempts(Sandbox sandbox, Path directory) throws IOException {
    this.sandbox = sandbox;
    this.directory = directory;
    this.out = Files.createDirectories(directory.resolve("out"));
    this.sources = Files.createDirectories(directory.resolve("sources"));
  }

  public static void main(String[] args) throws Exception {
    var level = SandboxLevel.valueOf(args[0]);
    var directory = Path.of(args[1]);
    try (var sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"))) {
      System.out.println("level " + sandbox.level() + " " + sandbox.refusals());
      System.out.println("claims " + sandbox.escapes());
      System.out.println("named " + new Attempts(sandbox, directory).named());
      new Attempts(sandbox, directory)
          .all()
          .forEach((escape, open) -> System.out.println(escape + (open ? " open" : " closed")));
    }
  }

  static Map<Escape, Boolean> all(Sandbox sandbox, Path directory) throws Exception {
    return new Attempts(sandbox, directory).all();
  }

  private Map<Escape, Boolean> all() throws Exception {
    var results = new EnumMap<Escape, Boolean>(Escape.class);
    for (var escape : Escape.values()) {
      results.put(escape, works(escape));
    }
    return results;
  }

  private boolean works(Escape escape) throws Exception {
    return switch (escape) {
      case TCP -> tcp();
      case UDP -> udp();
      case UNIX_SOCKET -> unixSocket() || unixDatagram();
      case ABSTRACT_SOCKET -> abstractSocket();
      case IO_URING ->
          !output("perl -e '$!=0; syscall(425, 1, 0); print $!+0'").equals("38"); // ENOSYS
      case WRITE_HOME -> writes(Files.createDirectories(directory.resolve("user-home")));
      case WRITE_UNDECLARED -> {
        output("echo x > /written; echo x > /heddle/written; echo x > /dev/written");
        boolean kept = !output("ls /written /heddle/written /dev/written").isEmpty();
        output("rm -f /written /heddle/written /dev/written");
        boolean store = writes(Files.createDirectories(directory.resolve("store")));
        yield kept || store;
      }
      case WRITE_SOURCES -> writes(sources);
      case READ_SECRET -> {
        var other = Files.createDirectories(directory.resolve("scratch/run-other"));
        var secret = Files.writeString(other.resolve("secret"), "the secret");
        yield output("cat " + secret).contains("the secret")
            || (Files.isReadable(Path.of("/etc/shadow")) && !output("cat /etc/shadow").isEmpty());
      }
      case SEE_UNDECLARED -> {
        var there = Files.writeString(directory.resolve("there"), "");
        yield output("test -e " + there + " && echo yes").contains("yes");
      }
      case DAEMON -> daemon();
      case SIGNAL -> signal();
      case DEVICE -> {
        output("mknod " + out + "/null c 1 3; echo x > " + out + "/null");
        boolean made =
            Files.exists(out.resolve("null")) && !Files.isRegularFile(out.resolve("null"));
        Files.deleteIfExists(out.resolve("null"));
        yield made;
      }
      case FORK_BOMB -> forkBomb();
      case FLOOD -> floods();
      case OUTPUT_LINK -> outputLink();
    };
  }

  private boolean tcp() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      // The second connects by sending (MSG_FASTOPEN), the third by another protocol (MPTCP).
      var to = "sockaddr_in(" + port + ", inet_aton(\"127.0.0.1\"))";
      return output("(echo x > /dev/tcp/127.0.0.1/" + port + ") && echo yes").contains("yes")
          || output(
                  "perl -MSocket -e 'socket(S, 2, 1, 0); print \"yes\" if defined send(S, \"x\","
                      + " 0x20000000, "
                      + to
                      + ")'")
              .contains("yes")
          || output(
                  "perl -MSocket -e 'socket(S, 2, 1, 262); print \"yes\" if connect(S, "
                      + to
                      + ")'")
              .contains("yes");
    }
  }

  private boolean udp() throws Exception {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      output("echo x > /dev/udp/127.0.0.1/" + server.getLocalPort());
      server.receive(new DatagramPacket(new byte[10], 10));
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private boolean unixSocket() throws Exception {
    var path = directory.resolve("socket");
    Files.deleteIfExists(path);
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      return output(
              "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); print \"yes\" if connect(S,"
                  + " sockaddr_un(\""
                  + path
                  + "\"))'")
          .contains("yes");
    }
  }

  private boolean unixDatagram() throws Exception {
    var path = directory.resolve("datagrams");
    Files.deleteIfExists(path);
    var bound =
        "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, sockaddr_un(\""
            + path
            + "\")); $| = 1;"
            + " print \"on\\n\"; alarm 5; recv(S, $_, 9, 0); print'";
    var server = new ProcessBuilder("/bin/sh", "-c", bound).start();
    try (var said = server.inputReader()) {
      if (!"on".equals(said.readLine())) {
        throw new IOException("no socket at " + path);
      }
      var to = "sockaddr_un(\"" + path + "\")";
      var pair = "socketpair(S, T, AF_UNIX, SOCK_DGRAM, 0)";
      return output(
                  "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0); print \"yes\" if send(S,"
                      + " \"x\", 0, "
                      + to
                      + ")'")
              .contains("yes")
          || output(
                  "perl -MSocket -e '" + pair + "; print \"yes\" if send(S, \"x\", 0, " + to + ")'")
              .contains("yes");
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  private boolean abstractSocket() throws Exception {
    var name = "heddle-" + Marked.unused();
    var bound =
        "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack(\"Sx a*\", AF_UNIX, \""
            + name
            + "\")); listen(S, 5); $| = 1; print \"on\\n\"; alarm 5; accept(T, S)'";
    var server = new ProcessBuilder("/bin/sh", "-c", bound).start();
    try (var said = server.inputReader()) {
      if (!"on".equals(said.readLine())) {
        throw new IOException("no abstract socket");
      }
      return output(
              "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); print \"yes\" if connect(S,"
                  + " pack(\"Sx a*\", AF_UNIX, \""
                  + name
                  + "\"))'")
          .contains("yes");
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  /** Where an action says it wanted to go, by the proxy and past it. */
  List<Denied> named() throws Exception {
    var script =
        "at=${https_proxy#http://}; exec 3<>/dev/tcp/${at%:*}/${at#*:};"
            + " printf 'CONNECT example.org:443 HTTP/1.1\\r\\n\\r\\n' >&3; head -1 <&3;"
            + " exec 3>&-; (echo > /dev/tcp/192.0.2.7/81); exit 0";
    return outcome(script).denied();
  }

  private boolean writes(Path directory) throws Exception {
    var file = directory.resolve("written");
    output("mkdir -p " + directory + "; echo x > " + file);
    return Files.deleteIfExists(file);
  }

  private boolean daemon() throws Exception {
    var mark = Marked.unused();
    // It needs a moment to become the leader of its own session.
    output("setsid -f sleep " + mark + " </dev/null >/dev/null 2>&1; sleep 0.2");
    try (var processes = ProcessHandle.allProcesses()) {
      var left =
          processes
              .filter(p -> p.info().arguments().map(List::of).orElse(List.of()).contains(mark))
              .toList();
      left.forEach(ProcessHandle::destroyForcibly);
      return !left.isEmpty();
    }
  }

  /** Doubles to 512 at most, should nobody stop it. */
  private boolean forkBomb() throws Exception {
    var mark = Marked.unused();
    var script =
        "f() { if [ $1 -gt 0 ]; then f $(($1-1)) & f $(($1-1)) & wait; else exec sleep "
            + mark
            + "; fi; }; f 8";
    var ending = run(script, new Limits(Duration.ofSeconds(30), 1 << 20, 1 << 20, 60)).ending();
    long left = Marked.running(mark);
    if (left > 0) {
      ProcessHandle.allProcesses()
          .filter(p -> p.info().arguments().map(List::of).orElse(List.of()).contains(mark))
          .forEach(ProcessHandle::destroyForcibly);
    }
    return ending != Ending.TOO_MANY_PROCESSES || left > 0;
  }

  private boolean floods() throws Exception {
    var limits = new Limits(Duration.ofSeconds(30), 2 << 20, 1 << 20, 100);
    for (var stream : List.of("", " >&2")) {
      var printed = run("head -c 10000000000 /dev/zero" + stream, limits);
      if (printed.ending() != Ending.TOO_MUCH_OUTPUT
          || Math.max(printed.stdout().size(), printed.stderr().size()) != limits.streamBytes()) {
        return true;
      }
    }
    // The writer was started before its parent could be given limits, as it may happen.
    run("(sleep 1; exec head -c 20000000 /dev/zero > " + out + "/big) & wait", limits);
    long size = Files.size(out.resolve("big"));
    Files.delete(out.resolve("big"));
    return size > limits.fileBytes();
  }

  private boolean outputLink() throws Exception {
    var other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("secret"), "the secret");
    var names = List.of("file", "folder", "folder/secret", "below/../file");
    var action =
        action("ln -s " + other + "/secret file; ln -s " + other + " folder; mkdir below")
            .withOutputs(names.stream().map(n -> Mount.placeholder("out") + "/" + n).toList());
    var outcome = new Runner(sandbox, new Slots(1)).run(action, Watcher.NONE);
    boolean made = Files.isSymbolicLink(out.resolve("folder"));
    return !made || !outcome.outputs().isEmpty();
  }

  private boolean signal() throws Exception {
    // Signal 0 is checked as any other and changes nothing.
    return output("kill -0 " + ProcessHandle.current().pid() + " && echo yes").contains("yes");
  }

  private String output(String script) throws Exception {
    return outcome(script).stdout().text().toLowerCase(Locale.ROOT);
  }

  private ActionOutcome outcome(String script) throws Exception {
    return run(script, Limits.DEFAULT.withTime(Duration.ofSeconds(20)));
  }

  private ActionOutcome run(String script, Limits limits) throws Exception {
    return new Runner(sandbox, new Slots(1)).run(action(script).withLimits(limits), Watcher.NONE);
  }

  private Action action(String script) {
    return Action.of(
        List.of("/bin/bash", "-c", script),
        Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C"),
        List.of(new Mount.Source("sources", sources), new Mount.Writable("out", out)),
        Mount.placeholder("out"));
  }
}
