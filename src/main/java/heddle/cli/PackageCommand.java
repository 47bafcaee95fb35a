package heddle.cli;

import heddle.cargo.BuildRequest.Intent;
import heddle.rust.PackageList;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code heddle package --list}: the files that cargo would put into the archive of a package. */
final class PackageCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.flag("list", 'l', "Print the files of the package (nothing else is done)"),
                Option.flag("allow-dirty", "Also where files differ from the last commit"),
                Option.flag("exclude-lockfile", "Leave out the lock file"),
                Option.flag("no-metadata", "Do not warn where the manifest says too little"),
                Option.flag("no-verify", "Build nothing (as ever)"),
                Option.choice(
                    "message-format",
                    "FMT",
                    List.of("human", "json"),
                    "How to print it (unstable)"),
                Option.value("package", 'p', "SPEC", "Package to list").repeated(),
                Option.flag("workspace", "All packages of the workspace"),
                Option.flag("all", "Another name for --workspace"),
                Option.value("exclude", "SPEC", "Leave a package out").repeated(),
                Option.value("features", 'F', "FEATURES", "Features to turn on").repeated(),
                Option.flag("all-features", "Turn on all features"),
                Option.flag("no-default-features", "Do not turn on the feature `default`"),
                Option.value("index", "INDEX", "The index it is for (changes no file)"),
                Option.value("registry", "REGISTRY", "The registry it is for (changes no file)"),
                Option.value("target", "TRIPLE", "The target to build for (nothing is built)")
                    .repeated(),
                Option.value("jobs", 'j', "N", "How many processes run at one time"),
                Option.flag("keep-going", "Build as much as possible (nothing is built)")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    if (!arguments.has("list")) {
      throw new ProblemException(
          Problem.of("Heddle lists the files of a package, and makes no archive of them")
              .withHelp("`heddle package --list` lists them; `cargo package` makes the archive"));
    }
    if (arguments.has("message-format")) {
      Unstable.require(session, arguments, "the `--message-format` flag", 15353);
    }
    boolean json = arguments.value("message-format").equals(Optional.of("json"));
    var out = session.terminal().out();
    try (Workshop shop =
        Workshops.look(session, arguments, BuildOptions.request(Intent.BUILD, arguments))) {
      shop.planning()
          .pack(
              !arguments.has("no-metadata") && !arguments.has("index"),
              arguments.has("allow-dirty"),
              !arguments.has("exclude-lockfile"),
              list -> {
                if (json) out.println(list.json());
                else for (PackageList.File each : list.files()) out.println(each.name());
              });
      return 0;
    }
  }
}
