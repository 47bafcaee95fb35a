package heddle.rust;

import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.text.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * When what of one command happened: its own phases, the wait of each unit for a slot, its process,
 * when its metadata was there, and how long it took to put its files away. All times are {@link
 * System#nanoTime}'s; many threads write to it.
 *
 * <p>{@link #json} gives it in the Trace Event Format of Chrome ({@code chrome://tracing},
 * Perfetto): complete events in microseconds since the timeline began, a lane for each process that
 * ran at one time.
 */
public final class Timeline implements BuildListener, Listener {
  /** Tasks whose time is their units', and is told as such. */
  private static final Set<String> UNITS =
      Set.of("CompileUnit", "RunScript", "ShowUnit", "BuildAll", "BuildOrder", "PrepareDocTest");

  /** What is shorter says nothing, in nanoseconds. */
  private static final long SHORT = 500_000;

  private enum Lane {
    HEDDLE(1, "Heddle"),
    UNITS(2, "units"),
    WAITING(3, "units that wait for a slot"),
    FOUND(4, "units found");

    private final int number;
    private final String title;

    Lane(int number, String title) {
      this.number = number;
      this.title = title;
    }
  }

  /** Something with a beginning, an end and parts within; one without a length is a moment. */
  private record Span(
      Lane lane, String name, long begins, long ends, Map<String, String> about, List<Span> parts) {
    Span(Lane lane, String name, long begins, long ends, Map<String, String> about) {
      this(lane, name, begins, ends, about, List.of());
    }

    boolean moment() {
      return begins == ends;
    }
  }

  /** What is known of a unit that has begun. */
  private static final class Begun {
    private final String label;
    private final long started;
    private final List<long[]> runs = new ArrayList<>();
    private long metadata;

    Begun(String label, long started) {
      this.label = label;
      this.started = started;
    }
  }

  private final long zero;
  private final List<Span> spans = new ArrayList<>();
  private final Map<Integer, Begun> begun = new HashMap<>();
  private List<Crate> crates = List.of();

  private Timeline(long zero) {
    this.zero = zero;
  }

  /** A timeline that begins now. */
  public static Timeline begin() {
    return new Timeline(System.nanoTime());
  }

  /** From now on these are the units. */
  synchronized void units(List<Crate> all) {
    crates = List.copyOf(all);
    begun.clear();
  }

  /** A part of the command's own work that has just ended. */
  public synchronized void phase(String name, long begins) {
    spans.add(new Span(Lane.HEDDLE, name, begins, System.nanoTime(), Map.of()));
  }

  @Override
  public void finished(Task<?> task, End end, Duration time) {
    long now = System.nanoTime();
    String kind = task.getClass().getSimpleName();
    if (time.toNanos() < SHORT || UNITS.contains(kind)) return;
    String about = String.valueOf(task);
    synchronized (this) {
      spans.add(
          new Span(
              Lane.HEDDLE,
              kind,
              now - time.toNanos(),
              now,
              Map.of("task", about.length() > 200 ? about.substring(0, 200) + "…" : about)));
    }
  }

  @Override
  public synchronized void started(int unit, String label) {
    begun.computeIfAbsent(unit, _ -> new Begun(label, System.nanoTime()));
  }

  @Override
  public synchronized void ran(int unit, long began, long nanos) {
    Begun it = begun.get(unit);
    if (it != null) it.runs.add(new long[] {began, began + nanos});
  }

  @Override
  public synchronized void metadata(int unit) {
    Begun it = begun.get(unit);
    if (it != null) it.metadata = System.nanoTime();
  }

  @Override
  public synchronized void finished(UnitReport report) {
    long now = System.nanoTime();
    Crate crate = crates.get(report.unit());
    Begun it = begun.remove(report.unit());
    if (it == null || it.runs.isEmpty()) {
      spans.add(new Span(Lane.FOUND, report.label(), now, now, about(crate, report)));
      return;
    }
    Map<String, String> about = about(crate, report);
    long from = it.runs.getFirst()[0];
    List<Span> parts = new ArrayList<>();
    String process = crate.work() == Crate.Work.RUN_SCRIPT ? "script" : "rustc";
    for (long[] run : it.runs) {
      parts.add(new Span(Lane.UNITS, process, run[0], Math.min(run[1], now), Map.of()));
    }
    if (it.metadata > 0) {
      parts.add(new Span(Lane.UNITS, "metadata", it.metadata, it.metadata, Map.of()));
    }
    long ended = Math.min(it.runs.getLast()[1], now);
    if (ended < now) parts.add(new Span(Lane.UNITS, "storing", ended, now, Map.of()));
    if (it.started < from) spans.add(new Span(Lane.WAITING, it.label, it.started, from, about));
    spans.add(new Span(Lane.UNITS, it.label, from, now, about, parts));
  }

  private static Map<String, String> about(Crate crate, UnitReport report) {
    Map<String, String> about = new HashMap<>();
    about.put("package", crate.pkg().description());
    about.put("target", Diagnostics.describe(crate));
    about.put("work", crate.work().name());
    about.put("profile", crate.codegen().profileName());
    about.put("result", report.failed() ? "failed" : report.fresh() ? "found" : "built");
    if (!crate.triple().isEmpty()) about.put("triple", crate.triple());
    if (!crate.features().isEmpty()) about.put("features", String.join(" ", crate.features()));
    return about;
  }

  @Override
  public void runs(String command) {}

  @Override
  public void shown(Shown shown) {}

  @Override
  public void executed(int unit, ScriptRun run) {}

  /** The units so far: those that ran by their beginning, then those that were found. */
  synchronized List<TimedUnit> units() {
    List<TimedUnit> all = new ArrayList<>();
    Map<String, Long> waits = new HashMap<>();
    for (Span span : spans) {
      if (span.lane == Lane.WAITING) waits.merge(span.name, span.ends - span.begins, Long::sum);
    }
    for (Span span : spans) {
      if (span.lane != Lane.UNITS && span.lane != Lane.FOUND) continue;
      all.add(
          new TimedUnit(
              span.about.getOrDefault("package", span.name),
              span.about.getOrDefault("target", "")
                  + (span.about.getOrDefault("work", "").equals("RUN_SCRIPT") ? " (run)" : ""),
              span.about.getOrDefault("features", ""),
              span.lane == Lane.FOUND
                  ? TimedUnit.Result.FOUND
                  : span.about.getOrDefault("result", "").equals("failed")
                      ? TimedUnit.Result.FAILED
                      : TimedUnit.Result.BUILT,
              waits.getOrDefault(span.name, 0L) / 1e6,
              millis(span.begins),
              span.parts.stream()
                  .filter(part -> part.name.equals("metadata"))
                  .mapToDouble(part -> millis(part.begins))
                  .findFirst()
                  .orElse(-1),
              millis(span.ends)));
    }
    all.sort(
        Comparator.comparing((TimedUnit each) -> each.result() == TimedUnit.Result.FOUND)
            .thenComparingDouble(TimedUnit::begins));
    return all;
  }

  /** How long it is since the timeline began, in milliseconds. */
  double length() {
    return millis(System.nanoTime());
  }

  private double millis(long nanos) {
    return (nanos - zero) / 1e6;
  }

  /** The trace as JSON; {@code command} is what the user asked for. */
  public synchronized String json(String command) {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("displayTimeUnit").string("ms");
    json.key("otherData").beginObject().key("command").string(command).endObject();
    json.key("traceEvents").beginArray();
    for (Lane lane : Lane.values()) {
      named(json, lane, 0, "process_name", lane.title);
      List<Span> own = new ArrayList<>(spans.stream().filter(s -> s.lane == lane).toList());
      own.sort(
          Comparator.comparingLong(Span::begins)
              .thenComparing(Comparator.comparingLong(Span::ends).reversed()));
      List<List<Span>> threads = new ArrayList<>();
      for (Span span : own) {
        int known = threads.size();
        int thread = place(span, threads) + 1;
        if (thread > known) {
          named(json, lane, thread, "thread_name", lane.title + " " + thread);
        }
        event(json, span, thread);
        span.parts.forEach(part -> event(json, part, thread));
      }
    }
    json.endArray().endObject();
    return text.append('\n').toString();
  }

  /** The first thread in which the span lies beside what is there, or within Heddle's phases. */
  private static int place(Span span, List<List<Span>> threads) {
    for (int i = 0; i < threads.size(); i++) {
      List<Span> open = threads.get(i);
      while (!open.isEmpty() && open.getLast().ends <= span.begins) open.removeLast();
      if (open.isEmpty() || (span.lane == Lane.HEDDLE && span.ends <= open.getLast().ends)) {
        open.add(span);
        return i;
      }
    }
    threads.add(new ArrayList<>(List.of(span)));
    return threads.size() - 1;
  }

  private static void named(JsonWriter json, Lane lane, int thread, String what, String name) {
    json.beginObject().key("ph").string("M").key("name").string(what);
    json.key("pid").number(lane.number).key("tid").number(thread);
    json.key("args").beginObject().key("name").string(name).endObject().endObject();
  }

  private void event(JsonWriter json, Span span, int thread) {
    json.beginObject().key("ph").string(span.moment() ? "i" : "X").key("name").string(span.name);
    json.key("cat").string(span.lane.title);
    json.key("pid").number(span.lane.number).key("tid").number(thread);
    json.key("ts").number((span.begins - zero) / 1000);
    if (span.moment()) {
      json.key("s").string("t");
    } else {
      json.key("dur").number(Math.max(0, (span.ends - span.begins) / 1000));
    }
    if (!span.about.isEmpty()) {
      json.key("args").beginObject();
      new TreeMap<>(span.about).forEach((key, value) -> json.key(key).string(value));
      json.endObject();
    }
    json.endObject();
  }
}
