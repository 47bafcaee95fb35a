package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.PackageSelection;
import heddle.cargo.TargetSelection;
import heddle.rust.Cleaning;
import heddle.rust.Workshop;
import heddle.world.Footprint;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code heddle clean}: removes the target directory, or what one profile or package left in it.
 * The store keeps its results.
 */
final class CleanCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.flag("release", 'r', "Remove the outputs of the profile `release` only"),
                Option.value("profile", "PROFILE-NAME", "Remove the outputs of this profile only"),
                Option.value("package", 'p', "SPEC", "Remove the outputs of this package only")
                    .repeated(),
                Option.value("target", "TRIPLE", "With -p: those for this target").repeated(),
                Option.flag("doc", "Remove the documentation only"),
                Option.flag("dry-run", 'n', "Say what would be removed"),
                Option.flag("workspace", "Remove the outputs of all members only")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    if (arguments.has("release") && arguments.has("profile")) {
      throw BuildOptions.conflict(arguments);
    }
    String profile = arguments.has("release") ? "release" : arguments.value("profile").orElse("");
    if (arguments.has("doc") && (arguments.has("package") || arguments.has("workspace"))) {
      throw UsageException.behindParser("--doc cannot be used with -p");
    }
    var specs = new ArrayList<PackageIdSpec>();
    for (String each : arguments.values("package")) {
      PackageIdSpec spec = PackageIdSpec.parse(each);
      if (spec.version().isPresent()) {
        session
            .terminal()
            .warning(
                "the version in `-p "
                    + each
                    + "` is ignored: all versions of `"
                    + spec.name()
                    + "` are cleaned");
      }
      specs.add(spec);
    }
    var cleaning =
        new Cleaning(
            profile,
            arguments.values("target"),
            arguments.has("doc"),
            specs,
            arguments.has("workspace"));
    try (Workshop shop = Workshops.look(session, arguments, everything(arguments))) {
      Footprint removed = shop.clean(cleaning, arguments.has("dry-run"));
      if (!arguments.has("quiet")) {
        boolean dry = arguments.has("dry-run");
        session.terminal().status(dry ? "Summary" : "Removed", told(removed));
        if (dry) session.terminal().warning("no files deleted due to --dry-run");
      }
      return 0;
    }
  }

  /** Files and their bytes, in cargo's form. */
  static String told(Footprint removed) {
    String files = removed.files() == 1 ? "1 file" : removed.files() + " files";
    return removed.bytes() == 0
        ? files
        : files + ", " + StoreCommand.shown(removed.bytes()).replace(" ", "") + " total";
  }

  /** All units that any command builds, for the targets of the command line. */
  private static BuildRequest everything(Arguments arguments) {
    return new BuildRequest(
        Intent.TEST,
        new PackageSelection.All(),
        TargetSelection.EVERYTHING,
        List.of(),
        true,
        false,
        "",
        arguments.values("target"),
        List.of(),
        arguments.has("locked") || arguments.has("frozen"),
        true,
        FeaturePolicy.NONE);
  }
}
