package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.rust.Workshop;
import java.util.ArrayList;
import java.util.List;

/** {@code heddle pkgid [SPEC]}: the full id of a package, as messages and metadata have it. */
final class PkgidCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(List.of(Option.value("package", 'p', "SPEC", "The package to name")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("[SPEC]", 0, 1, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    var spec = arguments.words().stream().findFirst().or(() -> arguments.value("package"));
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      session.terminal().out().println(shop.inquiries().packageId(spec));
      return 0;
    }
  }
}
