package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through the whole store: how big it is, whether it is sound, and what may go. What it
 * removes is only ever made again.
 */
public final class Collector {
  /** Counts and bytes. */
  public record Size(long blobs, long blobBytes, long records, long recordBytes) {}

  /** What a collection removed and what it left. */
  public record Collected(long removed, long removedBytes, long spared, long leftBytes) {}

  /** What a verification read and which blobs it found damaged and removed. */
  public record Verified(
      long blobs, long bytes, List<String> damaged, long records, List<String> damagedRecords) {
    public Verified {
      damaged = List.copyOf(damaged);
      damagedRecords = List.copyOf(damagedRecords);
    }
  }

  /** A blob with its twin, or a record. */
  private record Item(Path path, String name, long size, long used, boolean blob) {}

  private final Path root;
  private final Blobs blobs;
  private final Records records;
  private final Leases leases;
  private final Scratch scratch;
  private final String own;

  Collector(Path root, Blobs blobs, Records records, Leases leases, Scratch scratch, String own) {
    this.root = root;
    this.blobs = blobs;
    this.records = records;
    this.leases = leases;
    this.scratch = scratch;
    this.own = own;
  }

  public Size size() throws IOException {
    long count = 0;
    long bytes = 0;
    for (Item each : blobs(Map.of())) {
      count++;
      bytes += each.size;
    }
    long records = 0;
    long recordBytes = 0;
    for (Path each : Trees.files(root.resolve("records"))) {
      records++;
      recordBytes += sizeOf(each);
    }
    return new Size(count, bytes, records, recordBytes);
  }

  /**
   * Removes the blobs and records that were not used for longest, until those left have at most
   * {@code maximum} bytes, and the results that name a removed blob. Spares what was used since the
   * oldest lease of another process began.
   */
  public Collected collect(long maximum) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                root.resolve("collect.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      List<Path> unfinished = scratch.list();
      List<Leases.Lease> leases = this.leases.others(own);
      var living = new HashSet<String>(List.of(own));
      leases.forEach(each -> living.add(each.name()));
      Scratch.sweep(unfinished, living);
      long spareFrom = leases.stream().mapToLong(Leases.Lease::began).min().orElse(Long.MAX_VALUE);
      Map<String, Long> uses = uses(living);
      List<Item> all = blobs(uses);
      all.addAll(records(uses));
      all.sort(Comparator.comparingLong(Item::used).thenComparing(Item::name));
      long left = 0;
      for (Item each : all) left += each.size;
      long removed = 0;
      long removedBytes = 0;
      long spared = 0;
      for (Item each : all) {
        if (left <= maximum) break;
        if (each.used >= spareFrom) {
          spared++;
          continue;
        }
        if (each.blob) blobs.drop(new Digest(each.name, each.size));
        Files.deleteIfExists(each.path);
        left -= each.size;
        removed++;
        removedBytes += each.size;
      }
      if (removed > 0) forgetResults();
      return new Collected(removed, removedBytes, spared, left);
    }
  }

  /** Removes what dead processes left, and joins their lists of uses into one. */
  void tidy() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                root.resolve("collect.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      List<Path> unfinished = scratch.list();
      var living = new HashSet<String>(List.of(own));
      leases.others(own).forEach(each -> living.add(each.name()));
      Scratch.sweep(unfinished, living);
      uses(living);
    }
  }

  /** Reads every blob and record; removes the damaged ones. */
  public Verified verify() throws IOException {
    long count = 0;
    long bytes = 0;
    var damaged = new ArrayList<String>();
    for (Item each : blobs(Map.of())) {
      count++;
      bytes += each.size;
      for (Path file : List.of(each.path, each.path.resolveSibling(each.name + "-x"))) {
        if (Files.exists(file) && !Digest.of(file).hash().equals(each.name)) {
          damaged.add(file.getFileName().toString());
          Files.deleteIfExists(file);
        }
      }
    }
    long records = 0;
    var damagedRecords = new ArrayList<String>();
    Path kinds = root.resolve("records");
    for (Path each : Trees.files(kinds)) {
      records++;
      String kind = kinds.relativize(each).getName(0).toString();
      if (this.records.look(kind, each.getFileName().toString()).isEmpty()) {
        damagedRecords.add(kinds.relativize(each).toString());
        Files.deleteIfExists(each);
      }
    }
    return new Verified(count, bytes, damaged, records, damagedRecords);
  }

  /** Results whose blobs are not all there are of no use. */
  private void forgetResults() throws IOException {
    for (Path each : Trees.files(records.root("actions"))) {
      Optional<byte[]> bytes = records.look("actions", each.getFileName().toString());
      boolean whole = bytes.isPresent();
      if (whole) {
        for (Digest blob : Actions.decode(bytes.get()).result().blobs())
          whole &= Files.exists(blobs.path(blob));
      }
      if (!whole) Files.deleteIfExists(each);
    }
  }

  private List<Item> blobs(Map<String, Long> uses) throws IOException {
    var all = new ArrayList<Item>();
    for (Path each : Trees.files(blobs.root())) {
      String name = each.getFileName().toString();
      if (name.length() != 64) continue; // the executable twin goes with its blob
      Path twin = each.resolveSibling(name + "-x");
      boolean one = Files.exists(twin) && Files.isSameFile(each, twin);
      long size = one ? sizeOf(each) : sizeOf(each) + sizeOf(twin);
      all.add(new Item(each, name, size, last(each, name, uses), true));
    }
    return all;
  }

  private List<Item> records(Map<String, Long> uses) throws IOException {
    var all = new ArrayList<Item>();
    for (Path each : Trees.files(root.resolve("records"))) {
      String name = each.getFileName().toString();
      all.add(new Item(each, name, sizeOf(each), last(each, name, uses), false));
    }
    return all;
  }

  private static long last(Path file, String name, Map<String, Long> uses) throws IOException {
    long used = uses.getOrDefault(name, 0L);
    try {
      return Math.max(Files.getLastModifiedTime(file).toMillis(), used);
    } catch (NoSuchFileException _) {
      return used; // another process removed it
    }
  }

  /** When each was last used. The many files of processes that ended are joined into one. */
  private Map<String, Long> uses(Set<String> living) throws IOException {
    var last = new HashMap<String, Long>();
    var ended = new ArrayList<Path>();
    for (Path each : Trees.files(root.resolve("uses"))) {
      long time = Files.getLastModifiedTime(each).toMillis();
      for (String line : Files.readAllLines(each))
        last.merge(line.split(" ", 2)[0], time(line, time), Math::max);
      if (!living.contains(each.getFileName().toString())) ended.add(each);
    }
    if (ended.size() < 2) return last;
    var lines = new ArrayList<String>();
    last.forEach((name, time) -> lines.add(name + " " + time));
    Path aside = scratch.file();
    Files.write(aside, lines);
    for (Path each : ended) Files.deleteIfExists(each);
    Files.move(aside, root.resolve("uses").resolve("joined"), StandardCopyOption.ATOMIC_MOVE);
    return last;
  }

  private static long time(String line, long otherwise) {
    int space = line.indexOf(' ');
    return space < 0 ? otherwise : Long.parseLong(line.substring(space + 1));
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0; // another process removed it
    }
  }
}
