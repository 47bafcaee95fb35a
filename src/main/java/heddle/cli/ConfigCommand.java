package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.ConfigText;
import heddle.rust.Workshop;
import java.util.ArrayList;
import java.util.List;

/** {@code heddle config get [KEY]}: cargo's configuration as it holds here; unstable in cargo. */
final class ConfigCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.choice("format", List.of("toml", "json", "json-value"), "How to print it"),
                Option.flag("show-origin", "Say where each value stands")));
    options.addAll(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("get [KEY]", 1, 2, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    if (!arguments.words().getFirst().equals("get")) {
      throw new UsageException("`config` has one command: `config get [KEY]`");
    }
    Unstable.require(session, arguments, "the `cargo config` command", 9301);
    String key = arguments.words().size() > 1 ? arguments.words().get(1) : "";
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      var text = new ConfigText(shop.inquiries().config(), arguments.has("show-origin"));
      var lines =
          switch (arguments.value("format").orElse("toml")) {
            case "json" -> text.json(key, true);
            case "json-value" -> text.json(key, false);
            default -> text.toml(key);
          };
      lines.out().forEach(session.terminal().out()::println);
      lines.err().forEach(session.terminal().err()::println);
      return 0;
    }
  }
}
