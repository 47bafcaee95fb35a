package heddle.store;

import heddle.engine.Trace;
import heddle.engine.Traces;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the engine's traces as records of kind {@code traces}: for each key the newest few, each
 * with its observations and its value.
 */
public final class KeptTraces implements Traces {
  private static final String KIND = "traces";
  private static final int NEWEST = 4;

  private final Records records;

  public KeptTraces(Records records) {
    this.records = records;
  }

  @Override
  public List<Trace> find(String key) {
    try {
      return decode(records.find(KIND, Actions.key(key)).orElse(new byte[0]));
    } catch (IOException _) {
      return List.of(); // a trace that cannot be read is one that is not there
    }
  }

  @Override
  public void keep(String key, Trace trace) {
    var all = new ArrayList<Trace>();
    all.add(trace);
    for (Trace each : find(key)) {
      if (all.size() < NEWEST && !each.sees(trace)) all.add(each);
    }
    var out = new Wire();
    for (Trace each : all) out.message(1, encode(each));
    try {
      records.put(KIND, Actions.key(key), out.toBytes());
    } catch (IOException _) {
      return; // likewise
    }
  }

  private static Wire encode(Trace trace) {
    var out = new Wire().text(1, trace.value());
    for (Trace.Observation each : trace.observations()) {
      out.message(
          2,
          new Wire()
              .text(1, each.kind())
              .text(2, each.key())
              .text(3, each.digest())
              .text(4, each.stamp()));
    }
    return out;
  }

  private static List<Trace> decode(byte[] bytes) throws IOException {
    var all = new ArrayList<byte[]>();
    var in = new WireReader(bytes);
    while (in.next()) {
      if (in.field() == 1) all.add(in.bytes());
      else in.skip();
    }
    return new Lazily(all);
  }

  /** Traces that are decoded when they are looked at: mostly the first one holds. */
  private static final class Lazily extends AbstractList<Trace> {
    /** Of no known input, so it holds never. */
    private static final Trace DAMAGED =
        new Trace(List.of(new Trace.Observation("", "", "", "")), "");

    private final List<byte[]> texts;

    Lazily(List<byte[]> texts) {
      this.texts = List.copyOf(texts);
    }

    @Override
    public Trace get(int index) {
      try {
        return trace(new WireReader(texts.get(index)));
      } catch (IOException _) {
        return DAMAGED;
      }
    }

    @Override
    public int size() {
      return texts.size();
    }
  }

  private static Trace trace(WireReader in) throws IOException {
    String value = "";
    var observations = new ArrayList<Trace.Observation>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> value = in.text();
        case 2 -> observations.add(observation(new WireReader(in.bytes())));
        default -> in.skip();
      }
    }
    return new Trace(observations, value);
  }

  private static Trace.Observation observation(WireReader in) throws IOException {
    String kind = "";
    String key = "";
    String digest = "";
    String stamp = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> kind = in.text();
        case 2 -> key = in.text();
        case 3 -> digest = in.text();
        case 4 -> stamp = in.text();
        default -> in.skip();
      }
    }
    return new Trace.Observation(kind, key, digest, stamp);
  }
}
