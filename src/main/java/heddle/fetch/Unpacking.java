package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a tar.gz below one directory. Whatever the archive says, nothing is written outside it: a
 * path with {@code ..}, an absolute one, one through a link, or a link that leads out is a problem,
 * and so is more than the limits allow. Files are written read-only.
 *
 * @param top the only directory that entries may stand in; it becomes {@code target}
 * @param limit bytes that may come out of the archive, headers included
 */
public record Unpacking(Path archive, String top, Path target, long limit) {
  private static final int ENTRIES = 500_000;
  private static final String MARKER = ".cargo-ok";

  /** Cargo's limit for a crate: 512 MiB, or twenty times the archive if that is more. */
  public static long limit(long archiveSize) {
    return Math.max(512L * 1024 * 1024, archiveSize * 20);
  }

  /** Unpacks into the target, which must not exist; what was written of a bad archive stays. */
  public void run() throws ProblemException, IOException {
    Files.createDirectories(target);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        InputStream in = new Limited(new GZIPInputStream(file, 64 * 1024), limit)) {
      var tar = new Tar(in);
      int count = 0;
      for (Optional<Tar.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        if (++count > ENTRIES) {
          throw problem("it holds more than " + ENTRIES + " entries");
        }
        unpack(tar, entry.get());
      }
    } catch (Http.TooLong e) {
      throw problem("it unpacks to more than " + e.limit + " bytes");
    } catch (FileAlreadyExistsException e) {
      throw problem("it holds `" + target.relativize(Path.of(e.getFile())) + "` twice");
    } catch (IOException | NumberFormatException e) {
      if (Files.isReadable(archive) && Files.isWritable(target)) {
        throw problem(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void unpack(Tar tar, Tar.Entry entry) throws ProblemException, IOException {
    Path path = place(entry.path());
    if (MARKER.equals(String.valueOf(path.getFileName()))) {
      return;
    }
    switch (entry.kind()) {
      case '5' -> parents(path.resolve("_"));
      case '0', '7' -> {
        if (entry.path().endsWith("/")) {
          parents(path.resolve("_"));
        } else {
          file(tar, entry, path);
        }
      }
      case '2' -> {
        parents(path);
        Path link = Path.of(entry.link());
        Path end = path.resolveSibling(link).normalize();
        if (link.isAbsolute() || !end.startsWith(target) || climbsAgain(link)) {
          throw problem("the link `" + entry.path() + "` leads out, to `" + entry.link() + "`");
        }
        Files.createSymbolicLink(path, link);
      }
      default ->
          throw problem(
              "`" + entry.path() + "` is of a kind that is not unpacked: " + entry.kind());
    }
  }

  /** Whether a {@code ..} follows a name: through another link it could lead anywhere. */
  private static boolean climbsAgain(Path link) {
    boolean name = false;
    for (Path part : link) {
      boolean up = part.toString().equals("..");
      if (up && name) {
        return true;
      }
      name |= !up;
    }
    return false;
  }

  private void file(Tar tar, Tar.Entry entry, Path path) throws IOException, ProblemException {
    parents(path);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      // The last entry of a name wins, as in tar.
      Files.delete(path);
    }
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[64 * 1024];
      for (int got = tar.read(buffer); got >= 0; got = tar.read(buffer)) {
        out.write(buffer, 0, got);
      }
    }
    Set<PosixFilePermission> mode =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((entry.mode() & 0100) != 0) {
      mode.add(PosixFilePermission.OWNER_EXECUTE);
      mode.add(PosixFilePermission.GROUP_EXECUTE);
      mode.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    // Makefiles inside crates compare the times of their files.
    Files.setLastModifiedTime(path, FileTime.from(entry.mtime(), TimeUnit.SECONDS));
    Files.setPosixFilePermissions(path, mode);
  }

  /** Where an entry goes: below the target, whatever its name. */
  private Path place(String name) throws ProblemException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException _) {
      throw problem("it holds an impossible name");
    }
    if (path.isAbsolute() || !path.startsWith(top)) {
      throw problem("it holds `" + name + "`, which is not under `" + top + "`");
    }
    Path inner = Path.of("");
    for (Path part : path.subpath(0, path.getNameCount())) {
      if (part.toString().equals("..")) {
        throw problem("it holds `" + name + "`, a path with `..`");
      }
      if (!part.toString().equals(".")) {
        inner = inner.resolve(part);
      }
    }
    return inner.getNameCount() == 1
        ? target
        : target.resolve(inner.subpath(1, inner.getNameCount()));
  }

  /** Makes the directories above a path; none of them may be a link. */
  private void parents(Path path) throws IOException, ProblemException {
    if (path.equals(target)) {
      throw problem("its top `" + top + "` is not a directory");
    }
    Path parent = target;
    for (Path part : target.relativize(path)) {
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
          throw problem(
              "it holds `" + target.relativize(path) + "`, which is behind a link or a file");
        }
        Files.createDirectory(parent);
      }
      parent = parent.resolve(part);
    }
  }

  private ProblemException problem(String message) {
    return new ProblemException(
        Problem.of("`" + archive.getFileName() + "` cannot be unpacked: " + message));
  }

  /** A stream that fails beyond its limit. */
  private static final class Limited extends FilterInputStream {
    private final long limit;
    private long count;

    Limited(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = super.read(buffer, offset, length);
      count += Math.max(0, got);
      if (count > limit) {
        throw new Http.TooLong(limit);
      }
      return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count += skipped;
      if (count > limit) {
        throw new Http.TooLong(limit);
      }
      return skipped;
    }
  }
}
