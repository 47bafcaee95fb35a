package heddle.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A store, and the directories that a build writes: its scratch directory, what it shows under
 * {@code target/}, and what it keeps beside the store. Files appear under their names complete;
 * many threads and processes may use one home.
 */
public final class Depot implements AutoCloseable {
  private static final String KIND = "rust";

  private final Store store;
  private final Path home;
  private final Path scratch;
  private final AtomicLong count = new AtomicLong();
  private final Set<Path> entered = ConcurrentHashMap.newKeySet();
  private final Queue<CompletableFuture<Void>> discarded = new ConcurrentLinkedQueue<>();
  private final Survey survey;

  public Depot(Path home, Store store) throws IOException {
    this.home = home;
    this.store = store;
    this.scratch = store.scratch();
    this.survey = new Survey(store.stats());
    Files.createDirectories(scratch);
  }

  public Path home() {
    return home;
  }

  /** A directory of this build alone, on the store's file system; removed at the end. */
  public Path scratch() {
    return scratch;
  }

  /**
   * The path of the directory in which what this name stands for is made, on the store's file
   * system: the same in each process, since rustc throws its incremental state away when it is
   * given other paths. The name has no dash.
   */
  public Path workplace(String name) {
    return store.workplace(name);
  }

  /**
   * Removes the directory from its place now, and from the disk beside what comes next; all is gone
   * when this is closed.
   */
  public void discard(Path directory) throws IOException {
    Path gone = scratch.resolve("gone-" + count.incrementAndGet());
    try {
      Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      return;
    } catch (IOException _) {
      delete(directory); // on another file system
      return;
    }
    discarded.add(CompletableFuture.runAsync(() -> removed(gone), Thread::startVirtualThread));
  }

  private static void removed(Path directory) {
    try {
      Trees.delete(directory);
    } catch (IOException _) {
      // it lies in the scratch directory, which is removed as a whole
    }
  }

  /**
   * Makes the directory of {@link #workplace}, empty; it is removed at the end. The caller has seen
   * to it that no other process is in it.
   */
  public void enter(Path workplace) throws IOException {
    entered.add(workplace);
    emptyDirectory(workplace);
  }

  /**
   * Gives an entered directory up to other processes; what is in it lies at the returned path, and
   * is removed at the end.
   */
  public Path leave(Path workplace) throws IOException {
    entered.remove(workplace);
    return Files.move(workplace, scratch.resolve("left-" + count.incrementAndGet()));
  }

  /** What lies in the files that the build reads and writes. */
  public Survey survey() {
    return survey;
  }

  /** Takes in a file that nobody writes again; it stays where it is. */
  public Digest keep(Path file) throws IOException {
    return store.blobs().link(file);
  }

  public Digest keep(byte[] bytes) throws IOException {
    return store.blobs().put(bytes);
  }

  /** The content. */
  public byte[] read(Digest digest) throws IOException {
    return store.blobs().read(digest).orElseThrow(() -> new LostBlob(digest));
  }

  /** Whether a file of this name is in the store; what it holds is checked when it is used. */
  public boolean seems(Digest digest) {
    return store.blobs().seems(digest);
  }

  /**
   * Puts the content at the path in one step; {@code shared} gives a second name of the store's own
   * file, which nobody may write.
   */
  public void place(Digest digest, Path to, boolean executable, boolean shared) throws IOException {
    Files.createDirectories(to.getParent());
    if (shared) {
      Path from = store.blobs().linkable(digest, executable);
      try {
        Files.deleteIfExists(to);
        Files.createLink(to, from);
        return;
      } catch (NoSuchFileException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException _) {
        // another file system: a copy does
      }
    }
    Files.deleteIfExists(to);
    store.blobs().copyTo(digest, to, executable);
    store.stats().placed(to, digest);
  }

  /** Whether the file holds this content; one of another size is not read. */
  public boolean shows(Path file, Digest digest) throws IOException {
    try {
      return Files.size(file) == digest.size()
          && store.stats().digest(file).equals(Optional.of(digest));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return false;
    }
  }

  public Optional<byte[]> recall(String key) throws IOException {
    return store.records().find(KIND, key);
  }

  public void remember(String key, byte[] bytes) throws IOException {
    store.records().put(KIND, key, bytes);
  }

  /** Takes in a directory, and notes beside it that it holds that tree. */
  public Digest keepTree(Path directory) throws IOException {
    Digest tree = store.trees().put(directory);
    note(directory, tree);
    return tree;
  }

  /** Makes the directory hold exactly this tree, by copies. */
  public void placeTree(Digest tree, Path directory) throws IOException {
    emptyDirectory(directory);
    try {
      store.trees().lay(tree, directory, Trees.Laying.COPIES);
    } catch (LostBlob lost) {
      // With its root gone, too, whoever asks whether the tree is there is told the truth.
      store.blobs().drop(tree);
      throw lost;
    }
    note(directory, tree);
  }

  private static Path marker(Path directory) {
    return directory.resolveSibling("." + directory.getFileName() + ".heddle");
  }

  private void note(Path directory, Digest tree) throws IOException {
    write(marker(directory), tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether {@link #keepTree} or {@link #placeTree} left this tree in the directory, last of all.
   */
  public boolean holds(Path directory, Digest tree) throws IOException {
    try {
      return Files.isDirectory(directory)
          && Files.readString(marker(directory)).equals(tree.toString());
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** Makes an empty directory, removing what was there. */
  public void emptyDirectory(Path directory) throws IOException {
    Files.deleteIfExists(marker(directory));
    delete(directory);
    Files.createDirectories(directory);
  }

  /** Removes a file, or a directory with all that is in it, if it is there. */
  public void delete(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Trees.delete(directory);
    }
  }

  /**
   * The present moment by the clock of the file system, whose ticks are coarser than a program's:
   * an empty directory is made there anew. In nanoseconds since the epoch.
   */
  public long moment(Path directory) throws IOException {
    emptyDirectory(directory);
    return Survey.changed(directory);
  }

  /** Notes that a file of this home is in use, for {@link Housekeeping}; once a day is enough. */
  public void used(Path file) throws IOException {
    long now = System.currentTimeMillis();
    try {
      if (now - Files.getLastModifiedTime(file).toMillis() > 24 * 3600_000L) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(now));
      }
    } catch (NoSuchFileException _) {
      return; // there is nothing to spare
    }
  }

  /** Once a day: bounds what grows in the home. */
  public void housekeeping() {
    new Housekeeping(home, store, System.currentTimeMillis()).daily();
  }

  public void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  public void link(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.deleteIfExists(to);
    try {
      Files.createLink(to, from);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException _) {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS); // another file system
    }
  }

  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /** Where a path leads when its links are followed; empty if nothing is there. */
  public Optional<Path> real(Path path) throws IOException {
    return Files.exists(path) ? Optional.of(path.toRealPath()) : Optional.empty();
  }

  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  public boolean exists(Path path) {
    return Files.exists(path);
  }

  public Optional<String> readText(Path file) throws IOException {
    // A process may have left something there that never ends, or that waits for a writer.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is not a regular file");
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Writes a file in one step. */
  public void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary =
        file.resolveSibling(
            "."
                + file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + count.incrementAndGet());
    Files.write(temporary, bytes);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the scratch directory and those entered; the store is closed by whoever opened it. */
  @Override
  public void close() throws IOException {
    discarded.forEach(CompletableFuture::join);
    for (Path each : entered) {
      delete(each);
    }
    delete(scratch);
  }
}
