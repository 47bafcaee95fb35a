package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private record Blob(Path path, String hash, long size, long used) {}

  private final Path root;
  private final Blobs blobs;
  private final Actions actions;
  private final Leases leases;
  private final Scratch scratch;
  private final String own;

  Collector(Path root, Blobs blobs, Actions actions, Leases leases, Scratch scratch, String own) {
    this.root = root;
    this.blobs = blobs;
    this.actions = actions;
    this.leases = leases;
    this.scratch = scratch;
    this.own = own;
  }

  public Size size() throws IOException {
    long count = 0;
    long bytes = 0;
    for (Blob each : blobs(Map.of())) {
      count++;
      bytes += each.size;
    }
    long records = 0;
    long recordBytes = 0;
    for (Path each : files(root.resolve("records"))) {
      records++;
      recordBytes += sizeOf(each);
    }
    return new Size(count, bytes, records, recordBytes);
  }

  /**
   * Removes the blobs that were not used for longest, until those left have at most {@code maximum}
   * bytes, and the results that name a removed one. Spares what was used since the oldest lease
   * began.
   */
  public Collected collect(long maximum) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                root.resolve("collect.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      scratch.sweep();
      long spareFrom = leases.oldest(own).orElse(Long.MAX_VALUE);
      List<Blob> all = blobs(uses());
      all.sort(Comparator.comparingLong(Blob::used).thenComparing(Blob::hash));
      long left = 0;
      for (Blob each : all) left += each.size;
      long removed = 0;
      long removedBytes = 0;
      long spared = 0;
      for (Blob each : all) {
        if (left <= maximum) break;
        if (each.used >= spareFrom) {
          spared++;
          continue;
        }
        blobs.drop(new Digest(each.hash, each.size));
        left -= each.size;
        removed++;
        removedBytes += each.size;
      }
      if (removed > 0) forgetResults();
      return new Collected(removed, removedBytes, spared, left);
    }
  }

  /** Reads every blob and record; removes the damaged ones. */
  public Verified verify() throws IOException {
    long count = 0;
    long bytes = 0;
    var damaged = new ArrayList<String>();
    for (Blob each : blobs(Map.of())) {
      count++;
      bytes += each.size;
      for (Path file : List.of(each.path, each.path.resolveSibling(each.hash + "-x"))) {
        if (Files.exists(file) && !Digest.of(file).hash().equals(each.hash)) {
          damaged.add(file.getFileName().toString());
          Files.deleteIfExists(file);
        }
      }
    }
    long records = 0;
    var damagedRecords = new ArrayList<String>();
    Path kinds = root.resolve("records");
    for (Path each : files(kinds)) {
      records++;
      String kind = kinds.relativize(each).getName(0).toString();
      if (new Records(kinds, scratch).find(kind, each.getFileName().toString()).isEmpty()) {
        damagedRecords.add(kinds.relativize(each).toString());
        Files.deleteIfExists(each);
      }
    }
    return new Verified(count, bytes, damaged, records, damagedRecords);
  }

  /** Results whose blobs are not all there are of no use. */
  private void forgetResults() throws IOException {
    for (Path each : files(actions.root())) {
      Optional<byte[]> bytes =
          new Records(root.resolve("records"), scratch)
              .find("actions", each.getFileName().toString());
      boolean whole = bytes.isPresent();
      if (whole) {
        for (Digest blob : Actions.decode(bytes.get()).result().blobs())
          whole &= Files.exists(blobs.path(blob));
      }
      if (!whole) Files.deleteIfExists(each);
    }
  }

  private List<Blob> blobs(Map<String, Long> uses) throws IOException {
    var all = new ArrayList<Blob>();
    for (Path each : files(blobs.root())) {
      String name = each.getFileName().toString();
      if (name.length() != 64) continue; // the executable twin goes with its blob
      long made = Files.getLastModifiedTime(each).toMillis();
      long size =
          sizeOf(each) + (Files.exists(each.resolveSibling(name + "-x")) ? sizeOf(each) : 0);
      all.add(new Blob(each, name, size, Math.max(made, uses.getOrDefault(name, 0L))));
    }
    return all;
  }

  /** When each blob was last used. The many small files are joined into few: one for each day. */
  private Map<String, Long> uses() throws IOException {
    var last = new HashMap<String, Long>();
    for (Path each : files(root.resolve("uses"))) {
      long time = Files.getLastModifiedTime(each).toMillis();
      for (String hash : Files.readAllLines(each))
        last.merge(hash.split(" ", 2)[0], time(hash, time), Math::max);
    }
    if (last.isEmpty()) return last;
    var lines = new ArrayList<String>();
    last.forEach((hash, time) -> lines.add(hash + " " + time));
    Path aside = scratch.file();
    Files.write(aside, lines);
    for (Path each : files(root.resolve("uses"))) Files.deleteIfExists(each);
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

  private static List<Path> files(Path root) throws IOException {
    var all = new ArrayList<Path>();
    if (!Files.isDirectory(root)) return all;
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            all.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile
          }
        });
    return all;
  }
}
