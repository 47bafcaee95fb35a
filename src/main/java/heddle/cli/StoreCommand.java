package heddle.cli;

import heddle.process.FileLock;
import heddle.store.Collector;
import heddle.store.Housekeeping;
import heddle.store.Store;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@code heddle store stats | verify | gc --max-size 5G}: what the store holds, and making it
 * smaller.
 */
final class StoreCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "<stats|verify|gc>",
        1,
        1,
        false,
        List.of(
            Option.value(
                "max-size", "SIZE", "gc: how much may stay, as 500M or 5G (default 10G)")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    String verb = arguments.words().getFirst();
    long maximum = bytes(arguments.value("max-size").orElse("10G"));
    if (arguments.has("max-size") && !verb.equals("gc"))
      throw new UsageException("`--max-size` belongs to `store gc`");
    try (Store store = Store.open(session.invocation().home())) {
      return switch (verb) {
        case "stats" -> stats(session, store);
        case "verify" -> verify(session, store);
        case "gc" -> {
          int code = collect(session, store, maximum);
          sweep(session, store);
          yield code;
        }
        default ->
            throw new UsageException("`" + verb + "` is not a verb of `store`: stats, verify, gc");
      };
    }
  }

  private static int stats(Session session, Store store) throws Exception {
    Collector.Size size = store.collector().size();
    session.terminal().out().println("store    " + store.root());
    session
        .terminal()
        .out()
        .println("blobs    " + size.blobs() + " (" + shown(size.blobBytes()) + ")");
    session
        .terminal()
        .out()
        .println("records  " + size.records() + " (" + shown(size.recordBytes()) + ")");
    return 0;
  }

  private static int verify(Session session, Store store) throws Exception {
    Collector.Verified verified = store.collector().verify();
    for (String each : verified.damaged())
      session.terminal().warning("damaged blob removed: " + each);
    for (String each : verified.damagedRecords())
      session.terminal().warning("damaged record removed: " + each);
    int damaged = verified.damaged().size() + verified.damagedRecords().size();
    session
        .terminal()
        .out()
        .println(
            verified.blobs()
                + " blobs ("
                + shown(verified.bytes())
                + ") and "
                + verified.records()
                + " records read, "
                + damaged
                + " damaged");
    return damaged == 0 ? 0 : Failure.EXIT;
  }

  private static int collect(Session session, Store store, long maximum) throws Exception {
    Collector.Collected done = store.collector().collect(maximum);
    String spared =
        done.spared() == 0 ? "" : ", " + done.spared() + " spared for builds that run now";
    session
        .terminal()
        .out()
        .println(
            done.removed()
                + " blobs removed ("
                + shown(done.removedBytes())
                + "), "
                + shown(done.leftBytes())
                + " left"
                + spared);
    return 0;
  }

  private static void sweep(Session session, Store store) throws Exception {
    var keeping = new Housekeeping(session.invocation().home(), store, System.currentTimeMillis());
    Housekeeping.Swept swept =
        keeping.whole((file, removal) -> {
          try (FileLock lock = FileLock.open(file)) {
            if (lock.own()) removal.run();
          } catch (ProblemException e) {
            throw new IOException(e);
          }
        });
    session
        .terminal()
        .out()
        .println(
            swept.files()
                + " files removed beside the store ("
                + shown(swept.bytes())
                + "): old goals, OUT_DIRs and builds of Heddle");
  }

  /** A size as people write it: a number, and K, M, G or T for powers of 1024. */
  static long bytes(String text) throws UsageException {
    String digits = text.strip();
    int shift = 0;
    if (!digits.isEmpty()) {
      int unit = "KMGT".indexOf(Character.toUpperCase(digits.charAt(digits.length() - 1)));
      if (unit >= 0) {
        shift = 10 * (unit + 1);
        digits = digits.substring(0, digits.length() - 1);
      }
    }
    try {
      long number = Long.parseLong(digits);
      if (number >= 0 && number <= Long.MAX_VALUE >> shift) return number << shift;
    } catch (NumberFormatException _) {
      // said below
    }
    throw new UsageException("`" + text + "` is not a size: write it as 500M or 5G");
  }

  static String shown(long bytes) {
    if (bytes < 1024) return bytes + " B";
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < 3) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGT".charAt(unit));
  }
}
