package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.rust.Workshop;
import heddle.world.Footprint;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code heddle clean}: removes the target directory, or one profile's part of it. The store keeps
 * its results.
 */
final class CleanCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.flag("release", 'r', "Remove the outputs of the profile `release` only"),
                Option.value("profile", "NAME", "Remove the outputs of this profile only"),
                Option.flag("dry-run", 'n', "Say what would be removed"),
                Option.flag("quiet", 'q', "Say nothing")));
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    if (arguments.has("release") && arguments.has("profile")) {
      throw new UsageException("`--release` and `--profile` cannot be used together");
    }
    String profile = arguments.has("release") ? "release" : arguments.value("profile").orElse("");
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      Footprint removed = shop.clean(profile, arguments.has("dry-run"));
      if (!arguments.has("quiet")) {
        String what = removed.files() + " files, " + StoreCommand.shown(removed.bytes());
        session
            .terminal()
            .status(
                arguments.has("dry-run") ? "Summary" : "Removed",
                what + (arguments.has("dry-run") ? " (nothing removed)" : " total"));
      }
      return 0;
    }
  }
}
