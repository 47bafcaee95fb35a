package heddle.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Turns what happens in a build into what the console shows, and counts it. */
final class Reporter implements BuildListener {
  private final List<Crate> crates;
  private final Progress progress;
  private final Messages messages;
  private final MessageFormat format;
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  private final List<String> saidOut = new ArrayList<>();
  private final List<String> saidErr = new ArrayList<>();
  private final boolean quiet;
  private int ran;
  private int found;

  /**
   * The warnings are lines that were shown before the first unit; {@code quiet} leaves out cargo's
   * own words, but not rustc's.
   */
  Reporter(
      List<Crate> crates,
      Progress progress,
      MessageFormat format,
      boolean colour,
      boolean quiet,
      List<String> warnings) {
    this.quiet = quiet;
    this.crates = List.copyOf(crates);
    saidErr.addAll(warnings);
    this.progress = progress;
    this.format = format;
    this.messages = new Messages(format, colour);
  }

  @Override
  public void started(int unit, String label) {
    Crate crate = crates.get(unit);
    String verb = crate.check() ? "Checking" : "Compiling";
    boolean first = crate.work() != Crate.Work.RUN_SCRIPT && named.add(crate.pkg().specification());
    String where = crate.pkg().local() ? " (" + crate.pkg().root() + ")" : "";
    progress.started(label, first ? verb : "", crate.pkg().description() + where);
  }

  @Override
  public void printed(List<String> out, List<String> err) {
    progress.said(out, err);
  }

  @Override
  public void runs(String command) {
    progress.runs(command);
  }

  @Override
  public synchronized void finished(UnitReport report) {
    Crate crate = crates.get(report.unit());
    if (report.fresh()) {
      found++;
    } else {
      ran++;
    }
    if (crate.work() == Crate.Work.RUN_SCRIPT) {
      say(
          List.of(),
          report.messages().stream()
              .filter(line -> !quiet || !line.startsWith("warning:"))
              .map(messages::text)
              .toList());
    } else {
      Messages.Said said = messages.diagnostics(crate, report.messages());
      List<String> err = new ArrayList<>(said.err());
      if (said.warnings() > 0 && said.errors() == 0 && !format.json() && !quiet) {
        err.add(summary(crate, said.warnings(), said.repeated()));
      }
      if (!said.out().isEmpty() || !err.isEmpty()) {
        say(said.out(), err);
      }
    }
    progress.finished(report.label(), report.fresh());
  }

  private static String summary(Crate crate, int warnings, int repeated) {
    return "warning: `"
        + crate.pkg().name()
        + "` ("
        + Diagnostics.describe(crate)
        + ") generated "
        + (warnings == 1 ? "1 warning" : warnings + " warnings")
        + (repeated == 0
            ? ""
            : repeated == 1 ? " (1 duplicate)" : " (" + repeated + " duplicates)");
  }

  @Override
  public void shown(Shown shown) {
    if (format.json()) {
      say(List.of(messages.artifact(crates.get(shown.unit()), shown)), List.of());
    }
  }

  @Override
  public void executed(int unit, ScriptRun run) {
    if (format.json()) {
      say(List.of(Messages.scriptExecuted(crates.get(unit), run)), List.of());
    }
  }

  private synchronized void say(List<String> out, List<String> err) {
    saidOut.addAll(out);
    saidErr.addAll(err);
    progress.said(out, err);
  }

  /** All that was said, to be repeated while nothing changes. */
  synchronized LastBuild last() {
    return new LastBuild(saidOut, saidErr, profile(), crates.size());
  }

  /** As cargo names it: {@code `dev` profile [unoptimized + debuginfo]}. */
  String profile() {
    return crates.stream()
        .filter(crate ->
            crate.pkg().primary() && crate.work() != Crate.Work.RUN_SCRIPT && !crate.forHost())
        .findFirst()
        .or(() -> crates.stream().findFirst())
        .map(crate -> {
          String optimised = crate.codegen().optLevel().equals("0") ? "unoptimized" : "optimized";
          return "`"
              + crate.codegen().profileName()
              + "` profile ["
              + optimised
              + (crate.codegen().debuginfo().isPresent() ? " + debuginfo" : "")
              + "]";
        })
        .orElse("");
  }

  synchronized int ran() {
    return ran;
  }

  synchronized int found() {
    return found;
  }
}
