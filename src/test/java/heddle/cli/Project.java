package heddle.cli;

import com.sun.net.httpserver.HttpServer;
import heddle.process.UserRust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workspace for tests of commands, and a server of files on loopback. */
final class Project implements AutoCloseable {
  /** What a command said, both streams together, and its exit code. */
  record Said(int exit, String text) {}

  final Path root;
  final Path home;
  final Map<String, String> environment = new HashMap<>();

  /** Where commands are started. */
  Path directory;

  /** The path of the name {@code cargo} under which Heddle is started. */
  Optional<Path> program = Optional.empty();

  final Map<String, byte[]> served = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Project(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("project")).toRealPath();
    this.directory = root;
    home = directory.toRealPath().resolve("home");
    environment.putAll(UserRust.variables());
    environment.put("CARGO_HOME", directory.toRealPath().resolve("cargo").toString());
    environment.put("no_proxy", "*");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            asked.add(path);
            byte[] body = served.getOrDefault(path, new byte[0]);
            boolean known = served.containsKey(path);
            exchange.sendResponseHeaders(known ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  Project write(String... namesAndTexts) throws IOException {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Path file = root.resolve(namesAndTexts[i]);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, namesAndTexts[i + 1]);
      Files.setLastModifiedTime(
          file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
    }
    return this;
  }

  Said heddle(String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var invocation =
        new Invocation(
            List.of(words),
            environment,
            this.directory,
            home,
            Invocation.ownClassPath(),
            Optional.of(Path.of("").toAbsolutePath()),
            0,
            program,
            Optional.empty());
    int exit = Main.run(new Session(invocation, new Terminal(out, out, false, false, 80)));
    return new Said(exit, bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
