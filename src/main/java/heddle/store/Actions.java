package heddle.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Results of actions by the digest of their message Action. Each carries the level of the sandbox
 * it was made at, as a number where a higher one is a stricter one: a lookup demands at least the
 * level it names.
 */
public final class Actions {
  /**
   * A result with what it may be used for.
   *
   * @param level the sandbox it was made in, higher is stricter
   * @param shareable whether it may leave this machine
   */
  public record Entry(ActionResult result, int level, boolean shareable) {}

  private final Records records;
  private final Blobs blobs;

  Actions(Records records, Blobs blobs) {
    this.records = records;
    this.blobs = blobs;
  }

  /** The result, if one of at least this level is known and all its blobs are there and sound. */
  public Optional<Entry> find(Digest action, int level) throws IOException {
    Optional<byte[]> record = records.find("actions", action.hash());
    if (record.isEmpty()) return Optional.empty();
    Entry entry = decode(record.get());
    if (entry.level < level) return Optional.empty();
    for (Digest each : entry.result.blobs()) if (!blobs.has(each)) return Optional.empty();
    return Optional.of(entry);
  }

  /** Keeps the result; one of a stricter level is not replaced. The blobs must be in the store. */
  public void put(Digest action, Entry entry) throws IOException {
    Optional<Entry> old = find(action, entry.level + 1);
    if (old.isPresent()) return;
    byte[] encoded =
        new Wire()
            .message(1, entry.result.encode())
            .number(2, entry.level)
            .flag(3, entry.shareable)
            .toBytes();
    records.put("actions", action.hash(), encoded);
  }

  static Entry decode(byte[] bytes) throws IOException {
    ActionResult result = ActionResult.decode(new byte[0]);
    int level = 0;
    boolean shareable = false;
    var in = new WireReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> result = ActionResult.decode(in.bytes());
        case 2 -> level = (int) in.number();
        case 3 -> shareable = in.flag();
        default -> in.skip();
      }
    }
    return new Entry(result, level, shareable);
  }

  /** The key of a text: for rooms that keep records of their own. */
  static String key(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hash();
  }
}
