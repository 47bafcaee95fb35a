package heddle.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the digest of a file by its identity (device, inode, size, mtime, ctime), so that a
 * file which was not touched is not read again.
 *
 * <p>A file that changed so shortly before it was read that a later change could leave the same
 * times is not remembered (racily clean, as git calls it). The cache never decides what a file's
 * digest is: it only says that it was computed from this very state.
 *
 * <p>Format of the file: {@code heddle-stat/2}, the boot of the machine it was written in, a count,
 * then for each entry path, device, inode, size, mtime and ctime in nanoseconds, hash; big-endian,
 * texts in modified UTF-8. A damaged file is an empty one. Processes merge under a lock when they
 * end.
 */
public final class StatCache {
  private static final String FORMAT = "heddle-stat/2";

  /** What a clock tick of a kernel can hide, in nanoseconds. */
  private static final long TICK = 50_000_000;

  /** What a file system with times in seconds can hide. */
  private static final long SECONDS = 2_000_000_000L;

  private record Identity(long device, long inode, long size, long modified, long changed) {
    static Identity of(Path file) throws IOException {
      Map<String, Object> a =
          Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime,isRegularFile");
      if (!(boolean) value(a, "isRegularFile")) throw new NoSuchFileException(file.toString());
      return new Identity(
          (long) value(a, "dev"),
          (long) value(a, "ino"),
          (long) value(a, "size"),
          nanos(value(a, "lastModifiedTime")),
          nanos(value(a, "ctime")));
    }

    private static Object value(Map<String, Object> attributes, String name) {
      return Optional.ofNullable(attributes.get(name)).orElseThrow();
    }

    private static long nanos(Object time) {
      var instant = ((FileTime) time).toInstant();
      return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** Whether nothing differs but the ctime, as when a second name was given or taken away. */
    boolean sameContent(Identity other) {
      return device == other.device
          && inode == other.inode
          && size == other.size
          && modified == other.modified;
    }

    /** Whether a change after this moment could leave the same times. */
    boolean racy(long now) {
      long grain = changed % 1_000_000_000L == 0 ? SECONDS : TICK;
      return Math.max(modified, changed) > now - grain;
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity that
          && device == that.device
          && inode == that.inode
          && size == that.size
          && modified == that.modified
          && changed == that.changed;
    }

    @Override
    public int hashCode() {
      return 31
              * (31
                      * (31 * (31 * Long.hashCode(device) + Long.hashCode(inode))
                          + Long.hashCode(size))
                  + Long.hashCode(modified))
          + Long.hashCode(changed);
    }
  }

  private record Entry(Identity identity, String hash) {}

  /** So many more entries, and all are looked at. */
  private static final int STEP = 20_000;

  private final int step;
  private final Path file;
  private final String unsynced;
  private final Object loading = new Object();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Entry> added = new ConcurrentHashMap<>();

  /** What this process laid down where others may write; see {@link #placed}. */
  private final Map<Path, Entry> placed = new ConcurrentHashMap<>();

  /** Files that this process gives second names; see {@link #links}. */
  private final Set<String> linked = ConcurrentHashMap.newKeySet();

  private boolean loaded;

  /**
   * @param unsynced what lies below it is written without being synced, so that after a restart of
   *     the machine its bytes are not known to have reached the disk: such entries hold for one
   *     boot
   */
  StatCache(Path file, Path unsynced) {
    this(file, unsynced, STEP);
  }

  /** As the other; each time it grows past a multiple of {@code step}, what is gone goes. */
  StatCache(Path file, Path unsynced, int step) {
    this.step = step;
    this.file = file;
    this.unsynced = unsynced + "/";
  }

  /** The digest of a regular file (links followed); empty if there is none. */
  public Optional<Digest> digest(Path path) throws IOException {
    Identity before;
    try {
      before = Identity.of(path);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (Files.exists(path)) throw e;
      return Optional.empty();
    }
    String key = path.toString();
    load();
    Entry known = entries.get(key);
    if (known != null
        && (known.identity.equals(before)
            || (linked.contains(key) && known.identity.sameContent(before)))) {
      return Optional.of(new Digest(known.hash, before.size));
    }
    long now = System.currentTimeMillis() * 1_000_000L;
    Digest digest;
    try {
      digest = Digest.of(path);
      if (Identity.of(path).equals(before) && !before.racy(now)) {
        var entry = new Entry(before, digest.hash());
        entries.put(key, entry);
        added.put(key, entry);
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    return Optional.of(digest);
  }

  /** Remembers a file that nobody writes again, however fresh it is. */
  void remember(Path path, Digest digest) throws IOException {
    var entry = new Entry(Identity.of(path), digest.hash());
    entries.put(path.toString(), entry);
    added.put(path.toString(), entry);
  }

  /**
   * Notes what this process has just written to a place that is not the store's. It is remembered
   * when the process ends, if the file is then as it was left and old enough that a change from now
   * on shows.
   */
  void placed(Path path, Digest digest) throws IOException {
    placed.put(path, new Entry(Identity.of(path), digest.hash()));
  }

  private void settlePlaced() {
    long now = System.currentTimeMillis() * 1_000_000L;
    placed.forEach((path, entry) -> {
      if (!entry.identity.racy(now) && holds(path, entry)) added.put(path.toString(), entry);
    });
    placed.clear();
  }

  /**
   * From here on this process gives the file second names and takes them away, which changes its
   * ctime: until it saves what it knows, the ctime of this file does not count.
   */
  void links(Path path) {
    linked.add(path.toString());
  }

  /** Whether the digest of the file as it is now is remembered. */
  boolean knows(Path path) throws IOException {
    load();
    Entry known = entries.get(path.toString());
    return known != null && known.identity.equals(Identity.of(path));
  }

  private void settleLinked() {
    for (String each : linked) {
      Entry known = entries.get(each);
      if (known == null) continue;
      try {
        var now = Identity.of(Path.of(each));
        if (known.identity.sameContent(now)) added.put(each, new Entry(now, known.hash));
      } catch (IOException _) {
        added.remove(each); // it is gone
      }
    }
    linked.clear();
  }

  private void load() {
    synchronized (loading) {
      if (loaded) return;
      loaded = true;
      stored().forEach(entries::putIfAbsent);
    }
  }

  private Map<String, Entry> stored() {
    var all = new HashMap<String, Entry>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!in.readUTF().equals(FORMAT)) return Map.of();
      String boot = in.readUTF();
      boolean same = !boot.isEmpty() && boot.equals(boot());
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String path = in.readUTF();
        var identity =
            new Identity(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        var entry = new Entry(identity, in.readUTF());
        if (same || !path.startsWith(unsynced)) all.put(path, entry);
      }
      return all;
    } catch (IOException _) {
      return Map.of();
    }
  }

  /** The kernel's name of this boot; empty where it has none, which equals no boot. */
  private static String boot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException _) {
      return "";
    }
  }

  private static boolean holds(Path file, Entry entry) {
    try {
      return Identity.of(file).equals(entry.identity);
    } catch (IOException _) {
      return false;
    }
  }

  /** Adds what this process learnt to the file. */
  void save() throws IOException {
    settleLinked();
    settlePlaced();
    if (added.isEmpty()) return;
    Files.createDirectories(file.getParent());
    try (FileChannel lock =
            FileChannel.open(
                file.resolveSibling("stat.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      var all = new HashMap<>(stored());
      int before = all.size();
      all.putAll(added);
      added.clear();
      // Another so many files: those that are not there any more need not be remembered.
      if (all.size() / step > before / step) {
        all.entrySet().removeIf(each -> !holds(Path.of(each.getKey()), each.getValue()));
      }
      Path aside = file.resolveSibling("stat.new");
      try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(aside)))) {
        out.writeUTF(FORMAT);
        out.writeUTF(boot());
        out.writeInt(all.size());
        for (var each : all.entrySet()) {
          Identity id = each.getValue().identity;
          out.writeUTF(each.getKey());
          for (long n : new long[] {id.device, id.inode, id.size, id.modified, id.changed})
            out.writeLong(n);
          out.writeUTF(each.getValue().hash);
        }
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
