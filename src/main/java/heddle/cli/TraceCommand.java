package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.PackageIdSpec;
import heddle.process.Denied;
import heddle.process.Trace;
import heddle.process.Traced;
import heddle.rust.UnitTrace;
import heddle.rust.Workshop;
import heddle.store.Store;
import heddle.text.JsonWriter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code heddle trace SPEC}: runs one unit of the workspace under strace and lists every file and
 * address that it touched, and whose they are. {@code heddle trace -- COMMAND} does so for any
 * command, held by nothing. Its exit code is the traced process's.
 */
final class TraceCommand implements Command {
  @Override
  public Usage usage() {
    var more =
        new ArrayList<>(
            List.of(
                Option.flag(
                    "json",
                    "Print JSON (docs/schema/trace-1.json); what a command prints goes to standard"
                        + " error"),
                Option.flag("system", "List the system's own directories as well"),
                Option.flag("compile", "Look at the package's compilation, not its build script")));
    more.addAll(OrderOptions.policy());
    return new Usage("[SPEC | -- COMMAND...]", 0, 1, true, BuildOptions.all(more));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    boolean unit = !arguments.words().isEmpty();
    if (unit == !arguments.trailing().isEmpty()) {
      throw new UsageException(
          "`trace` needs a package of the workspace, or a command after `--`",
          Optional.of("heddle trace -- cc -c a.c"));
    }
    return unit ? unit(session, arguments) : command(session, arguments);
  }

  private static int command(Session session, Arguments arguments) throws Exception {
    Invocation invocation = session.invocation();
    try (Store store = Store.open(invocation.home())) {
      Traced traced =
          Trace.of(
              arguments.trailing(),
              invocation.directory(),
              invocation.environment(),
              store.scratch(),
              arguments.has("json"));
      PrintStream out = session.terminal().out();
      List<Traced.Touch> touches =
          traced.touches().stream()
              .filter(t -> arguments.has("system") || !ofSystem(t.name()))
              .toList();
      if (arguments.has("json")) {
        out.println(json(traced.exit(), touches));
      } else {
        for (Traced.Touch each : touches) out.println(pad(name(each.deed()), 9) + each.name());
        hidden(out, traced.touches().size() - touches.size(), 9);
      }
      out.flush();
      return traced.exit();
    }
  }

  private static int unit(Session session, Arguments arguments) throws Exception {
    PackageIdSpec spec = PackageIdSpec.parse(arguments.words().getFirst());
    BuildRequest request =
        BuildOptions.everywhere(BuildOptions.request(BuildRequest.Intent.BUILD, arguments));
    try (Workshop shop = Workshops.open(session, arguments, request)) {
      UnitTrace traced = shop.trace(spec, arguments.has("compile"));
      PrintStream out = session.terminal().out();
      List<UnitTrace.Touch> touches =
          traced.touches().stream()
              .filter(t -> arguments.has("system") || t.whose() != UnitTrace.Whose.SYSTEM)
              .toList();
      if (arguments.has("json")) {
        out.println(json(traced, touches));
      } else {
        out.println(
            traced.unit()
                + " (sandbox: "
                + traced.level().name().toLowerCase(Locale.ROOT)
                + ", exit code "
                + traced.exit()
                + ")");
        for (UnitTrace.Touch each : touches) {
          out.println(pad(name(each.deed()), 9) + pad(name(each.whose()), 12) + each.name());
        }
        hidden(out, traced.touches().size() - touches.size(), 21);
        for (Denied each : traced.refused()) out.println("it was not given " + each.text());
      }
      out.flush();
      return traced.exit();
    }
  }

  private static void hidden(PrintStream out, int count, int indent) {
    if (count > 0)
      out.println(" ".repeat(indent) + count + " more in the system's directories: --system");
  }

  private static String json(UnitTrace traced, List<UnitTrace.Touch> touches) {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("heddle")
        .number(1)
        .key("unit")
        .string(traced.unit())
        .key("command")
        .strings(traced.command());
    json.key("exit").number(traced.exit());
    json.key("sandbox").string(traced.level().name().toLowerCase(Locale.ROOT));
    json.key("touches").beginArray();
    for (UnitTrace.Touch each : touches) {
      json.beginObject()
          .key("deed")
          .string(name(each.deed()))
          .key("whose")
          .string(name(each.whose()))
          .key("name")
          .string(each.name())
          .endObject();
    }
    json.endArray()
        .key("refused")
        .strings(traced.refused().stream().map(Denied::text).toList())
        .endObject();
    return text.toString();
  }

  private static String json(int exit, List<Traced.Touch> touches) {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject().key("heddle").number(1);
    json.key("exit").number(exit).key("touches").beginArray();
    for (Traced.Touch each : touches) {
      json.beginObject()
          .key("deed")
          .string(name(each.deed()))
          .key("name")
          .string(each.name())
          .endObject();
    }
    json.endArray().endObject();
    return text.toString();
  }

  private static boolean ofSystem(String name) {
    for (String each :
        List.of("/usr/", "/lib", "/bin/", "/etc/ld.so", "/proc/", "/dev/", "/sys/")) {
      if (name.startsWith(each)) return true;
    }
    return false;
  }

  private static String name(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
