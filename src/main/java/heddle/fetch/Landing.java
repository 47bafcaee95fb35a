package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
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

/**
 * Where the entries of an archive land: below one directory, whatever their names, and never
 * through a link.
 *
 * @param top the only directory that entries may stand in; empty where they may stand anywhere
 * @param strip how many leading names are left out; an entry with no more than that is none
 */
record Landing(Path archive, String top, int strip, Path target) {
  /** The bytes of an entry. */
  interface Content {
    int read(byte[] buffer) throws IOException;
  }

  /** Where an entry goes; nowhere if nothing of its name is left. */
  Optional<Path> place(String name) throws ProblemException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException _) {
      throw problem("it holds an impossible name");
    }
    if (path.isAbsolute() || !(top.isEmpty() || path.startsWith(top))) {
      throw problem(
          "it holds `"
              + name
              + "`, which is "
              + (top.isEmpty() ? "an absolute path" : "not under `" + top + "`"));
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
    int names = inner.toString().isEmpty() ? 0 : inner.getNameCount();
    if (!top.isEmpty() && names <= strip) {
      return Optional.of(target);
    }
    return names <= strip
        ? Optional.empty()
        : Optional.of(target.resolve(inner.subpath(strip, names)));
  }

  /** Makes the directories above a path; none of them may be a link. */
  void parents(Path path) throws IOException, ProblemException {
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

  void directory(Path path) throws IOException, ProblemException {
    parents(path.resolve("_"));
  }

  /** A read-only file with this content. */
  void file(Path path, Content content, boolean executable, FileTime time)
      throws IOException, ProblemException {
    parents(path);
    replace(path);
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[64 * 1024];
      for (int got = content.read(buffer); got >= 0; got = content.read(buffer)) {
        out.write(buffer, 0, got);
      }
    }
    Set<PosixFilePermission> mode =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if (executable) {
      mode.add(PosixFilePermission.OWNER_EXECUTE);
      mode.add(PosixFilePermission.GROUP_EXECUTE);
      mode.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    // Makefiles inside archives compare the times of their files.
    Files.setLastModifiedTime(path, time);
    Files.setPosixFilePermissions(path, mode);
  }

  /** The last entry of a name wins, as in tar; a directory is none that another could replace. */
  private void replace(Path path) throws IOException, ProblemException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw problem(
          "it holds `" + target.relativize(path) + "` as a directory and as something else");
    }
    Files.deleteIfExists(path);
  }

  /** A symbolic link that leads nowhere outside. */
  void link(Path path, String name, String to) throws IOException, ProblemException {
    parents(path);
    Path link;
    try {
      link = Path.of(to);
    } catch (InvalidPathException _) {
      throw problem("the link `" + name + "` has an impossible target");
    }
    Path end = path.resolveSibling(link).normalize();
    if (link.isAbsolute() || !end.startsWith(target) || climbsAgain(link)) {
      throw problem("the link `" + name + "` leads out, to `" + to + "`");
    }
    replace(path);
    Files.createSymbolicLink(path, link);
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

  static FileTime seconds(long seconds) {
    return FileTime.from(seconds, TimeUnit.SECONDS);
  }

  ProblemException problem(String message) {
    return new ProblemException(
        Problem.of("`" + archive.getFileName() + "` cannot be unpacked: " + message));
  }
}
