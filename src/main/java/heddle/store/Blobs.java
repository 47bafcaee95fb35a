package heddle.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contents by digest, one file each, at {@code blobs/<first digit>/<hash>}: few directories, for
 * one costs more to make than the files of a small build.
 *
 * <ul>
 *   <li>A blob appears complete or not at all: it is written under another name and renamed.
 *   <li>A blob is never changed. Files are read-only; {@code <hash>-x} is the same content with the
 *       right to execute, for links into directories: the same file, where it came as a program and
 *       nobody wants it without that right, or else a copy.
 *   <li>Nothing is served unchecked: what this process did not write is hashed before its first
 *       use, and again whenever the file's stat has changed since. A damaged blob is removed and
 *       counts as missing.
 *   <li>Nothing is synced to the disk by hand: a blob that a power cut damaged fails its check (the
 *       stat cache forgets blobs at a restart of the machine), and is made again. A SIGKILL damages
 *       none.
 * </ul>
 */
public final class Blobs {
  private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("r-xr-xr-x");

  private final Path root;
  private final Scratch scratch;
  private final StatCache stats;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Uses uses;

  Blobs(Path root, Scratch scratch, StatCache stats, Uses uses) {
    this.root = root;
    this.scratch = scratch;
    this.stats = stats;
    this.uses = uses;
  }

  /** Where the blob lies, whether or not it is there. */
  public Path path(Digest digest) {
    return root.resolve(digest.hash().substring(0, 1)).resolve(digest.hash());
  }

  /** Keeps the bytes. */
  public Digest put(byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    if (missing(digest)) {
      Path aside = scratch.file();
      try {
        Files.write(aside, bytes);
        publish(aside, digest);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    return digest;
  }

  /** Keeps a copy of the file, or of what it leads to. */
  public Digest copy(Path file) throws IOException {
    return copied(file);
  }

  /** Keeps a copy of the file, which must not be a link when it is read. */
  Digest copyItself(Path file) throws IOException {
    return copied(file, LinkOption.NOFOLLOW_LINKS);
  }

  private Digest copied(Path file, LinkOption... links) throws IOException {
    // The copy is what is hashed: the file may change in between.
    Path aside = scratch.file();
    try {
      Files.copy(file, aside, links);
      regular(aside);
      Digest digest = Digest.of(aside);
      if (missing(digest)) publish(aside, digest);
      return digest;
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /**
   * Takes the file away into the store; nobody may write it any more. On one file system this is a
   * rename.
   */
  public Digest move(Path file) throws IOException {
    Digest digest = Digest.of(file);
    if (missing(digest)) publish(file, digest);
    else Files.delete(file);
    return digest;
  }

  /**
   * Keeps the file under a second name for it, the file staying where it is: for outputs that
   * nobody writes again but that are still read where they are. Copies on another file system.
   */
  public Digest link(Path file) throws IOException {
    regular(file);
    Digest digest = Digest.of(file);
    Path place = path(digest);
    try {
      linked(place, file);
    } catch (FileAlreadyExistsException _) {
      if (!missing(digest)) return digest;
      return link(file);
    } catch (IOException | UnsupportedOperationException _) {
      return copyItself(file);
    }
    try {
      regular(place);
    } catch (IOException x) { // it was exchanged meanwhile
      Files.deleteIfExists(place);
      throw x;
    }
    boolean program = Files.isExecutable(place);
    Files.setPosixFilePermissions(place, program ? PROGRAM : DATA);
    if (program) named(twin(digest), place, digest);
    stats.links(place); // its other name goes away some day
    wrote(digest, place);
    return digest;
  }

  /** One file with both names costs no copy. */
  private void named(Path twin, Path place, Digest digest) throws IOException {
    try {
      Files.createLink(twin, place);
    } catch (FileAlreadyExistsException _) {
      return; // it is checked when it is used
    }
    stats.links(twin);
    stats.remember(twin, digest);
  }

  /**
   * What a process left may be a symbolic link to a file that it could not read itself: neither is
   * that file taken in nor its mode changed.
   */
  private static void regular(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? new IOException(file + " is not a regular file")
          : new NoSuchFileException(file.toString());
    }
  }

  private static void linked(Path place, Path file) throws IOException {
    try {
      Files.createLink(place, file);
    } catch (NoSuchFileException _) {
      Files.createDirectories(place.getParent());
      Files.createLink(place, file);
    }
  }

  /** The bytes, checked; empty if the blob is missing or was damaged. */
  public Optional<byte[]> read(Digest digest) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path(digest));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    uses.add(digest.hash());
    if (written.contains(digest.hash()) && bytes.length == digest.size()) return Optional.of(bytes);
    if (Digest.of(bytes).equals(digest)) return Optional.of(bytes);
    drop(digest);
    return Optional.empty();
  }

  /** Whether a file of that name is there, which counts as a use of it. */
  boolean seems(Digest digest) {
    boolean there = Files.exists(path(digest));
    if (there) uses.add(digest.hash());
    return there;
  }

  /** Whether the blob is there and sound; one that is damaged is removed. */
  public boolean has(Digest digest) throws IOException {
    Path place = path(digest);
    Optional<Digest> actual = stats.digest(place);
    if (actual.isEmpty()) return false;
    uses.add(digest.hash());
    if (actual.get().equals(digest)) return true;
    drop(digest);
    return false;
  }

  /**
   * A sound blob's file for links into directories that are only read.
   *
   * @throws NoSuchFileException if it is missing or was damaged
   */
  public Path file(Digest digest, boolean executable) throws IOException {
    if (!has(digest)) throw new LostBlob(digest);
    Path place = path(digest);
    if (!executable) {
      if (Files.isExecutable(place)) {
        // it came as a program, whose name with "-x" stays
        aside(place, place, DATA);
        stats.remember(place, digest);
      }
      return place;
    }
    Path twin = twin(digest);
    if (!stats.digest(twin).filter(digest::equals).isPresent()) aside(place, twin, PROGRAM);
    return twin;
  }

  /** Writes a copy with these rights, and gives it the name in one step. */
  private void aside(Path from, Path to, Set<PosixFilePermission> rights) throws IOException {
    Path aside = scratch.file();
    Files.copy(from, aside);
    Files.setPosixFilePermissions(aside, rights);
    Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path twin(Digest digest) {
    return path(digest).resolveSibling(digest.hash() + "-x");
  }

  /**
   * As {@link #file}, for a second name that this process makes and takes away before it closes the
   * store.
   */
  public Path linkable(Digest digest, boolean executable) throws IOException {
    Path file = file(digest, executable);
    stats.links(file);
    return file;
  }

  /** Writes a copy of a sound blob to {@code to} in one step; whoever gets it may change it. */
  public void copyTo(Digest digest, Path to, boolean executable) throws IOException {
    if (!has(digest)) throw new LostBlob(digest);
    Path from = path(digest);
    Path aside = to.resolveSibling("." + to.getFileName() + "." + scratch.name());
    try {
      Files.copy(from, aside);
      Files.setPosixFilePermissions(
          aside, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  void drop(Digest digest) throws IOException {
    written.remove(digest.hash());
    Files.deleteIfExists(path(digest));
    Files.deleteIfExists(twin(digest));
  }

  private boolean missing(Digest digest) throws IOException {
    return !(written.contains(digest.hash())
            && Files.exists(path(digest), LinkOption.NOFOLLOW_LINKS))
        && !has(digest);
  }

  private void publish(Path file, Digest digest) throws IOException {
    readOnly(file);
    Path place = path(digest);
    Files.createDirectories(place.getParent());
    try {
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Path aside = scratch.file();
      Files.copy(file, aside);
      readOnly(aside);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(file);
    }
    wrote(digest, place);
  }

  private void wrote(Digest digest, Path place) throws IOException {
    written.add(digest.hash());
    uses.add(digest.hash());
    stats.remember(place, digest);
  }

  Path root() {
    return root;
  }

  private static void readOnly(Path file) throws IOException {
    Files.setPosixFilePermissions(file, DATA);
  }
}
