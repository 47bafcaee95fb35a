package heddle.cli;

import heddle.process.Trace;
import heddle.process.Traced;
import heddle.store.Store;
import heddle.text.JsonWriter;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code heddle trace -- COMMAND}: runs a command and lists every file and address that it and its
 * children touched. Its exit code is the command's.
 */
final class TraceCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "-- COMMAND...",
        0,
        0,
        true,
        List.of(
            Option.flag("json", "Print JSON; what the command prints goes to standard error"),
            Option.flag("system", "List the system's own directories as well")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    if (arguments.trailing().isEmpty()) {
      throw new UsageException(
          "`trace` needs a command after `--`", Optional.of("heddle trace -- cc -c a.c"));
    }
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
        for (Traced.Touch each : touches) out.println(pad(name(each.deed())) + each.name());
        int hidden = traced.touches().size() - touches.size();
        if (hidden > 0)
          out.println(pad("") + hidden + " more in the system's directories: --system");
      }
      out.flush();
      return traced.exit();
    }
  }

  private static String json(int exit, List<Traced.Touch> touches) {
    var text = new StringBuilder();
    var json =
        new JsonWriter(text).beginObject().key("exit").number(exit).key("touches").beginArray();
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

  private static String name(Traced.Deed deed) {
    return deed.name().toLowerCase(Locale.ROOT);
  }

  private static String pad(String text) {
    return text + " ".repeat(9 - text.length());
  }
}
