package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.PlanReport;
import heddle.cargo.UnitGraph;
import heddle.cargo.UnitGraphJson;
import heddle.rust.Workshop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code heddle plan [build|check|test|bench]}: the graph of units that a command would build, and
 * nothing built.
 */
final class PlanCommand implements Command {
  @Override
  public Usage usage() {
    var more =
        new ArrayList<>(
            List.of(
                Option.flag("unit-graph", "Print the graph in cargo's form, `version: 1`"),
                Option.flag(
                    "commands", "Print rustc's command line and variables for every unit")));
    more.addAll(
        List.of(
            Option.flag("quiet", 'q', "Say less"),
            Option.flag("no-run", "As for test; nothing is run in any case")));
    more.addAll(OrderOptions.policy());
    return new Usage("[build|check|test|bench]", 0, 1, false, BuildOptions.all(more));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    String verb = arguments.words().isEmpty() ? "build" : arguments.words().getFirst();
    Intent intent =
        switch (verb) {
          case "build" -> Intent.BUILD;
          case "check" -> Intent.CHECK;
          case "test" -> Intent.TEST;
          case "bench" -> Intent.BENCH;
          default ->
              throw new UsageException("no plan for `" + verb + "`: build, check, test, bench");
        };
    return print(
        session, arguments, BuildOptions.request(intent, arguments), arguments.has("unit-graph"));
  }

  static int print(Session session, Arguments arguments, BuildRequest request, boolean json)
      throws Exception {
    try (Workshop shop = Workshops.look(session, arguments, request)) {
      if (arguments.has("commands")) {
        shop.planning().commands().forEach(session.terminal().out()::println);
        return 0;
      }
      UnitGraph graph = shop.planning().graph();
      if (!arguments.has("quiet")) shop.planning().warnings().forEach(session.terminal()::warning);
      if (json)
        session
            .terminal()
            .out()
            .writeBytes(new UnitGraphJson(graph).text().getBytes(StandardCharsets.UTF_8));
      else new PlanReport(graph).lines().forEach(session.terminal().out()::println);
      return 0;
    }
  }
}
