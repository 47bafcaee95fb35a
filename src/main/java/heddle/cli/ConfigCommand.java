package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.ConfigText;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code heddle config get [KEY]}: cargo's configuration as it holds here; unstable in cargo. */
final class ConfigCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            List.of(
                Option.choice("format", List.of("toml", "json", "json-value"), "How to print it"),
                Option.choice("merged", List.of("yes", "no"), "Whether places are put together"),
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
    String format = arguments.value("format").orElse("toml");
    boolean merged = !arguments.value("merged").equals(Optional.of("no"));
    if (!format.equals("toml") && arguments.has("show-origin"))
      throw tomlOnly(format, "show-origin");
    if (!format.equals("toml") && !merged) throw tomlOnly(format, "merged=no");
    String key = arguments.words().size() > 1 ? arguments.words().get(1) : "";
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      var text = new ConfigText(shop.inquiries().config(), arguments.has("show-origin"));
      var lines =
          switch (format) {
            case "json" -> text.json(key, true);
            case "json-value" -> text.json(key, false);
            default -> merged ? text.toml(key) : text.unmerged(shop.inquiries().configFiles(), key);
          };
      lines.out().forEach(session.terminal().out()::println);
      lines.err().forEach(session.terminal().err()::println);
      return 0;
    }
  }

  private static ProblemException tomlOnly(String format, String option) {
    return new ProblemException(
        Problem.of(
            "the `"
                + format
                + "` format does not support --"
                + option
                + ", try the `toml` format instead"));
  }
}
