package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.PackageSelection;
import heddle.cargo.TargetSelection;
import heddle.rust.Workshop;
import java.util.ArrayList;
import java.util.List;

/** {@code heddle metadata}: what {@code cargo metadata --format-version 1} prints. */
final class MetadataCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.choice(
                    "format-version", "VERSION", List.of("1"), "The version of the format"),
                Option.flag("no-deps", "Print the workspace's own packages only"),
                Option.value("filter-platform", "TRIPLE", "Resolve for this target only")
                    .repeated(),
                Option.value(
                        "features",
                        'F',
                        "FEATURES",
                        "Features to turn on, separated by space or comma")
                    .repeated(),
                Option.flag("all-features", "Turn on all features"),
                Option.flag("no-default-features", "Do not turn on the feature `default`")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    var request =
        new BuildRequest(
            Intent.BUILD,
            new PackageSelection.All(),
            TargetSelection.DEFAULT,
            arguments.values("features"),
            arguments.has("all-features"),
            arguments.has("no-default-features"),
            "",
            arguments.values("filter-platform"),
            List.of(),
            arguments.has("locked") || arguments.has("frozen"),
            true,
            FeaturePolicy.NONE);
    try (Workshop shop = Workshops.look(session, arguments, request)) {
      String text = shop.planning().metadata(!arguments.has("no-deps"));
      if (!arguments.has("quiet")) {
        if (!arguments.has("no-deps")) {
          session.terminal().warn(shop.planning().unusedPatches());
        }
        session.terminal().warn(shop.planning().remarks());
      }
      session.terminal().out().println(text);
      return 0;
    }
  }
}
