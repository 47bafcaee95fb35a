package heddle.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds what grows beside the blobs in a HEDDLE_HOME. What it removes costs at most one look at
 * all inputs, or one laying down of files, when it is wanted again.
 *
 * <ul>
 *   <li>{@code last} and {@code repeat} (what the last build of each goal looked at): {@value
 *       #DAYS} days, and of {@code last} the latest {@value #GOALS}.
 *   <li>{@code jump/**}{@code /environ-*}, which a killed process leaves: one day.
 *   <li>{@code store/uses}: one file for all processes that ended.
 *   <li>{@code out} (what build scripts of dependencies made): {@value #DAYS} days without use.
 *   <li>{@code dist} (Heddle compiled): those that no folder's jump names, {@value #DAYS} days old.
 * </ul>
 */
public final class Housekeeping {
  static final int DAYS = 30;
  static final int GOALS = 2000;

  private static final long DAY = 24 * 3600_000L;

  private final Path home;
  private final Store store;
  private final long now;
  private long files;
  private long bytes;

  /** How much was removed. */
  public record Swept(long files, long bytes) {}

  /** Takes a lock that users of a directory hold, does something and lets it go. */
  public interface Alone {
    /** Does nothing if others hold the lock. */
    void with(Path lock, Removal removal) throws IOException;
  }

  /** Something to be done while no other process is at it. */
  public interface Removal {
    void run() throws IOException;
  }

  /**
   * @param now in milliseconds since the epoch
   */
  public Housekeeping(Path home, Store store, long now) {
    this.home = home;
    this.store = store;
    this.now = now;
  }

  /** Does the cheap part if that was not done for a day; failures leave it for another time. */
  public void daily() {
    try {
      Path mark = home.resolve("swept");
      if (Files.exists(mark) && age(mark) < DAY) return;
      Files.createDirectories(home);
      Files.writeString(mark, "");
      Files.setLastModifiedTime(mark, FileTime.fromMillis(now));
      sweep();
    } catch (IOException _) {
      // it only saves room
    }
  }

  /** The cheap part: small files that are many. */
  public Swept sweep() throws IOException {
    goals();
    repeats();
    for (Path each : Trees.files(home.resolve("jump"))) {
      if (name(each).startsWith("environ-") && age(each) > DAY) remove(each);
    }
    for (Path each : list(home)) {
      if (name(each).startsWith("crash-") && age(each) > DAYS * DAY) remove(each);
    }
    store.collector().tidy();
    return new Swept(files, bytes);
  }

  /** All of it. */
  public Swept whole(Alone alone) throws IOException {
    sweep();
    for (Path each : list(home.resolve("out"))) {
      Path lock = each.resolve("lock");
      if (Files.exists(lock) && age(lock) > DAYS * DAY) {
        alone.with(lock, () -> removeAll(each));
      }
    }
    Set<String> named = new HashSet<>();
    for (Path each : Trees.files(home.resolve("jump"))) {
      if (name(each).equals("current")) named.add(Files.readString(each).strip());
    }
    for (Path each : list(home.resolve("dist"))) {
      if (!named.contains(name(each)) && age(each) > DAYS * DAY) removeAll(each);
    }
    return new Swept(files, bytes);
  }

  private void goals() throws IOException {
    List<Path> goals = new ArrayList<>(list(home.resolve("last")));
    goals.sort(Comparator.comparingLong(this::age));
    for (int i = 0; i < goals.size(); i++) {
      if (i >= GOALS || age(goals.get(i)) > DAYS * DAY) remove(goals.get(i));
    }
  }

  /** A repetition's files are all of one time; without its stamps it is none. */
  private void repeats() throws IOException {
    Path root = home.resolve("repeat");
    if (!Files.isDirectory(root)) return;
    for (Path each : Trees.files(root)) {
      if (age(each) > DAYS * DAY) remove(each);
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (!directory.equals(root)) {
              try {
                Files.delete(directory);
              } catch (DirectoryNotEmptyException | NoSuchFileException _) {
                // in use
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void removeAll(Path directory) throws IOException {
    for (Path each : Trees.files(directory)) count(each);
    Trees.delete(directory);
  }

  private void remove(Path file) throws IOException {
    count(file);
    Files.deleteIfExists(file);
  }

  private void count(Path file) {
    try {
      bytes += Files.size(file);
      files++;
    } catch (IOException _) {
      // another process removed it
    }
  }

  /** Since it was written, in milliseconds; nothing for what is gone. */
  private long age(Path file) {
    try {
      return now - Files.getLastModifiedTime(file).toMillis();
    } catch (IOException _) {
      return 0;
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(directory)) {
      entries.forEach(all::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    return all;
  }
}
