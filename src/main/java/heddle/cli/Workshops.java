package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.engine.BuildException;
import heddle.process.SandboxMode;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Workshop;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens workshops for commands that look at a workspace and build nothing. */
final class Workshops {
  private Workshops() {}

  static Workshop open(Session session, Arguments arguments, BuildRequest request)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Invocation invocation = session.invocation();
    Path directory =
        arguments
            .value("directory")
            .map(invocation.directory()::resolve)
            .orElse(invocation.directory())
            .normalize();
    var order =
        new Order(
            invocation.home(),
            directory,
            arguments.value("manifest-path").map(p -> directory.resolve(p).normalize()),
            invocation.environment(),
            arguments.values("config"),
            request,
            arguments.value("target-dir").map(p -> directory.resolve(p).normalize()),
            0,
            false,
            arguments.has("offline") || arguments.has("frozen"),
            MessageFormat.HUMAN,
            session.terminal().colour(),
            Optional.empty(),
            0,
            List.of(),
            invocation.root().map(r -> r.resolve("heddle")).orElse(Path.of("heddle")),
            SandboxMode.AUTO,
            List.of(),
            Optional.empty());
    Workshop shop =
        Workshop.open(
            order, new Quiet(session.terminal()), Runtime.getRuntime().availableProcessors());
    session.onEnd(shop::interrupt);
    return shop;
  }
}
