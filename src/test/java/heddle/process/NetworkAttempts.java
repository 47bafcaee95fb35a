package heddle.process;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.List;

/** Ways out by sockets; each is true where it worked. */
record NetworkAttempts(Trial trial) {
  private static String perl(String script) {
    return "perl -MSocket -e '" + script + "'";
  }

  boolean tcp() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      // The second connects by sending (MSG_FASTOPEN), the third by another protocol (MPTCP).
      var to = "sockaddr_in(" + port + ", inet_aton(\"127.0.0.1\"))";
      return trial.says("yes", "(echo x > /dev/tcp/127.0.0.1/" + port + ") && echo yes")
          || trial.says(
              "yes",
              perl(
                  "socket(S, 2, 1, 0); print \"yes\" if defined send(S, \"x\", 0x20000000, "
                      + to
                      + ")"))
          || trial.says(
              "yes", perl("socket(S, 2, 1, 262); print \"yes\" if connect(S, " + to + ")"));
    }
  }

  boolean udp() throws Exception {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      trial.output("echo x > /dev/udp/127.0.0.1/" + server.getLocalPort());
      server.receive(new DatagramPacket(new byte[10], 10));
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  boolean unixStream() throws Exception {
    var path = trial.undeclared("socket");
    Files.deleteIfExists(path);
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      return trial.says(
          "yes",
          perl(
              "socket(S, AF_UNIX, SOCK_STREAM, 0); print \"yes\" if connect(S, sockaddr_un(\""
                  + path
                  + "\"))"));
    }
  }

  boolean unixDatagram() throws Exception {
    var path = trial.undeclared("datagrams");
    Files.deleteIfExists(path);
    var to = "sockaddr_un(\"" + path + "\")";
    var server =
        Trial.outside(
            "socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, " + to + "); print 1; alarm 5; sleep 9");
    try {
      var sent = "print \"yes\" if send(S, \"x\", 0, " + to + ")";
      return trial.says("yes", perl("socket(S, AF_UNIX, SOCK_DGRAM, 0); " + sent))
          || trial.says("yes", perl("socketpair(S, T, AF_UNIX, SOCK_DGRAM, 0); " + sent));
    } finally {
      server.destroyForcibly();
    }
  }

  boolean abstractSocket() throws Exception {
    var name = "pack(\"Sx a*\", AF_UNIX, \"heddle-" + Marked.unused() + "\")";
    var server =
        Trial.outside(
            "socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, "
                + name
                + "); listen(S, 5); print 1; alarm 5; sleep 9");
    try {
      return trial.says(
          "yes",
          perl("socket(S, AF_UNIX, SOCK_STREAM, 0); print \"yes\" if connect(S, " + name + ")"));
    } finally {
      server.destroyForcibly();
    }
  }

  /** Where an action says it wanted to go, by the proxy and past it. */
  List<Denied> named() throws Exception {
    return trial
        .outcome(
            "at=${https_proxy#http://}; exec 3<>/dev/tcp/${at%:*}/${at#*:};"
                + " printf 'CONNECT example.org:443 HTTP/1.1\\r\\n\\r\\n' >&3; head -1 <&3;"
                + " exec 3>&-; (echo > /dev/tcp/192.0.2.7/81); exit 0")
        .denied();
  }
}
