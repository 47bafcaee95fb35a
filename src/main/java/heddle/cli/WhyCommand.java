package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.PackageSelection;
import heddle.rust.KeyChange;
import heddle.rust.UnitReason;
import heddle.rust.Workshop;
import heddle.text.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code heddle why [SPEC]}: for each unit of a package, what of its key changed since it was last
 * built in this target directory, whether its result is found or it would run, and through whom it
 * is in the graph. Without a package: all units that would run. Nothing is built.
 */
final class WhyCommand implements Command {
  private static final List<String> COMMANDS = List.of("build", "check", "test", "bench");

  @Override
  public Usage usage() {
    var more =
        new ArrayList<>(
            List.of(
                Option.flag("json", "Print JSON; docs/schema/why-1.json says its form"),
                Option.choice("for", COMMANDS, "The command whose units are meant: build"),
                Option.flag("paths", "Only units whose result holds paths of this machine")));
    more.addAll(OrderOptions.policy());
    return new Usage("[SPEC]", 0, 1, false, BuildOptions.all(more));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    Optional<PackageIdSpec> spec = Optional.empty();
    if (!arguments.words().isEmpty()) {
      spec = Optional.of(PackageIdSpec.parse(arguments.words().getFirst()));
    }
    Intent intent =
        switch (arguments.value("for").orElse("build")) {
          case "check" -> Intent.CHECK;
          case "test" -> Intent.TEST;
          case "bench" -> Intent.BENCH;
          default -> Intent.BUILD;
        };
    BuildRequest request = BuildOptions.request(intent, arguments);
    if (spec.isPresent() && request.packages() instanceof PackageSelection.Default) {
      request = BuildOptions.everywhere(request); // it may be below any member
    }
    try (Workshop shop = Workshops.open(session, arguments, request)) {
      List<UnitReason> reasons = shop.why(spec);
      boolean all = spec.isPresent();
      if (arguments.has("paths")) {
        reasons = reasons.stream().filter(UnitReason::bound).toList();
        all = true;
      }
      var out = session.terminal().out();
      if (arguments.has("json")) {
        out.println(json(reasons));
      } else {
        text(reasons, all).forEach(out::println);
      }
      out.flush();
      return 0;
    }
  }

  static List<String> text(List<UnitReason> reasons, boolean all) {
    var lines = new ArrayList<String>();
    int fresh = 0;
    int found = 0;
    int waiting = 0;
    int stale = 0;
    for (UnitReason each : reasons) {
      switch (each.state()) {
        case FRESH, REPLACED -> fresh++;
        case FOUND -> found++;
        case WAITS -> waiting++;
        case STALE -> stale++;
      }
      if (all || each.state() == UnitReason.State.STALE) unit(each, all, lines);
    }
    if (!all) {
      lines.add(
          stale
              + (stale == 1 ? " unit would be built, " : " units would be built, ")
              + waiting
              + " wait for what those give, "
              + found
              + " are found in the store, "
              + fresh
              + " are as they were");
    }
    return lines;
  }

  private static void unit(UnitReason unit, boolean all, List<String> lines) {
    lines.add(
        unit.unit()
            + ", "
            + unit.work()
            + " in profile `"
            + unit.profile()
            + "`"
            + (unit.triple().isEmpty() ? "" : " for " + unit.triple()));
    lines.add("  " + state(unit));
    if (unit.state() != UnitReason.State.WAITS) {
      unit.changes().forEach(each -> lines.add("    " + said(each)));
    }
    for (UnitReason.Below each : unit.below()) {
      String way =
          each.path().size() > 2
              ? ", through " + String.join(" -> ", each.path().subList(1, each.path().size() - 1))
              : "";
      lines.add("    " + each.unit() + way);
      each.changes().forEach(change -> lines.add("      " + said(change)));
    }
    if (!all) return;
    if (unit.state() == UnitReason.State.WAITS && !unit.changes().isEmpty()) {
      lines.add("  and whatever those give, it is built again or found in the store:");
      unit.changes().forEach(each -> lines.add("    " + said(each)));
    }
    if (unit.bound()) lines.add("  its result holds paths of this machine");
    unit.last()
        .filter(last -> last.processRan() > 0)
        .ifPresent(last -> {
          lines.add(
              "  its process last ran here "
                  + ago(System.currentTimeMillis() - last.processRan())
                  + " ago"
                  + (last.failed() ? ", and failed" : "")
                  + (last.because().isEmpty() ? "" : ", because"));
          last.because().forEach(each -> lines.add("    " + said(each)));
        });
    if (unit.path().size() > 1) {
      lines.add("  in the graph: " + String.join(" -> ", unit.path()));
    } else if (!unit.path().isEmpty()) {
      lines.add("  in the graph: it was asked for");
    }
    if (unit.dependents().size() > (unit.path().size() > 1 ? 1 : 0)) {
      lines.add("  needed by " + String.join(", ", unit.dependents()));
    }
  }

  private static String state(UnitReason unit) {
    return switch (unit.state()) {
      case FRESH -> "fresh: nothing changed since it was last built here";
      case FOUND ->
          unit.last().isEmpty()
              ? "found in the store: no build of it is known in this target directory"
              : unit.changes().isEmpty()
                  ? "found in the store"
                  : "found in the store, and since it was last built here:";
      case STALE -> "would be built:";
      case WAITS -> "waits: if what it uses of these differs when they are built, it is built, too";
      case REPLACED -> "nothing runs: what its build script would give is written down";
    };
  }

  private static String said(KeyChange change) {
    String before = change.before().map(WhyCommand::quoted).orElse("");
    String now = change.now().map(WhyCommand::quoted).orElse("");
    String values =
        before.isEmpty() && now.isEmpty()
            ? ""
            : before.isEmpty()
                ? " is " + now
                : now.isEmpty() ? " was " + before : " was " + before + ", is " + now;
    return change.what() + (values.isEmpty() ? "" : ":" + values);
  }

  private static String quoted(String text) {
    return "`" + cut(text) + "`";
  }

  private static String cut(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  static String ago(long milliseconds) {
    long seconds = Math.max(0, milliseconds / 1000);
    if (seconds < 120) return seconds + " s";
    if (seconds < 2 * 3600) return seconds / 60 + " min";
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / (24 * 3600) + " days";
  }

  private static String json(List<UnitReason> reasons) {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("heddle").number(1).key("units").beginArray();
    for (UnitReason each : reasons) {
      json.beginObject().key("unit").string(each.unit()).key("package").string(each.pkg());
      json.key("work").string(each.work()).key("target").string(each.triple());
      json.key("profile").string(each.profile());
      json.key("state").string(each.state().name().toLowerCase(Locale.ROOT));
      changes(json.key("changes"), each.changes());
      json.key("below").beginArray();
      for (UnitReason.Below below : each.below()) {
        json.beginObject().key("unit").string(below.unit()).key("path").strings(below.path());
        changes(json.key("changes"), below.changes());
        json.endObject();
      }
      json.endArray().key("last");
      if (each.last().isPresent()) {
        UnitReason.Last last = each.last().get();
        json.beginObject().key("built").number(last.built()).key("ran").bool(last.ran());
        json.key("failed").bool(last.failed()).key("process_ran").number(last.processRan());
        changes(json.key("because"), last.because());
        json.endObject();
      } else {
        json.nil();
      }
      json.key("path").strings(each.path()).key("dependents").strings(each.dependents());
      json.key("holds_paths").bool(each.bound()).endObject();
    }
    json.endArray().endObject();
    return text.toString();
  }

  private static void changes(JsonWriter json, List<KeyChange> changes) {
    json.beginArray();
    for (KeyChange each : changes) {
      json.beginObject().key("kind").string(each.kind().name().toLowerCase(Locale.ROOT));
      json.key("what").string(each.what());
      if (each.before().isPresent()) json.key("before").string(each.before().get());
      if (each.now().isPresent()) json.key("now").string(each.now().get());
      json.endObject();
    }
    json.endArray();
  }
}
