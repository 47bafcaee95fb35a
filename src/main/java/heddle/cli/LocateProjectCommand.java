package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.rust.Workshop;
import heddle.text.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code heddle locate-project}: where the Cargo.toml is, of the package or of the workspace. */
final class LocateProjectCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.flag("workspace", "The Cargo.toml of the workspace's root"),
                Option.choice(
                    "message-format", "FMT", List.of("json", "plain"), "How to print it")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      var asked = shop.inquiries();
      String root =
          (arguments.has("workspace") ? asked.rootManifest() : asked.manifest()).toString();
      if (arguments.value("message-format").orElse("json").equals("json")) {
        var text = new StringBuilder();
        new JsonWriter(text).beginObject().key("root").string(root).endObject();
        root = text.toString();
      }
      session.terminal().out().println(root);
      return 0;
    }
  }
}
