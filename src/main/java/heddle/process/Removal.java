package heddle.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes a directory with all in it, whatever a process made of it: also where it took away its
 * own permissions, where names nest deeper than a path may be long, and where a process that is
 * left exchanges directories for links meanwhile. What is removed is named from an open directory,
 * by one step, and no link is followed.
 */
final class Removal {
  /** Levels with an open directory each; what lies deeper is moved up first. */
  private static final int DEPTH = 30;

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

  private final Directory top;
  private int moved;

  /** An open directory, and a path to it that held when it was opened. */
  private record Directory(Path path, SecureDirectoryStream<Path> entries)
      implements AutoCloseable {
    /** Open, with all permissions of its owner. */
    @SuppressWarnings("StreamResourceLeak") // whoever gets the directory closes it
    static Directory open(Path path) throws IOException {
      try {
        return owned(path, Files.newDirectoryStream(path));
      } catch (AccessDeniedException _) {
        Files.setPosixFilePermissions(path, OWN);
        return owned(path, Files.newDirectoryStream(path));
      }
    }

    Directory below(Path name) throws IOException {
      var inner = path.resolve(name);
      try {
        return owned(inner, entries.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
      } catch (AccessDeniedException _) {
        Files.setPosixFilePermissions(inner, OWN);
        return owned(inner, entries.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
      }
    }

    private static Directory owned(Path path, DirectoryStream<Path> opened) throws IOException {
      if (!(opened instanceof SecureDirectoryStream<Path> entries)) {
        opened.close();
        throw new IOException("this system names no file from an open directory: " + path);
      }
      var attributes = entries.getFileAttributeView(PosixFileAttributeView.class);
      if (!attributes.readAttributes().permissions().containsAll(OWN)) {
        attributes.setPermissions(OWN);
      }
      return new Directory(path, entries);
    }

    List<Path> names() {
      var names = new ArrayList<Path>();
      entries.forEach(entry -> names.add(Path.of(String.valueOf(entry.getFileName()))));
      return names;
    }

    boolean isDirectory(Path name) throws IOException {
      return entries
          .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes()
          .isDirectory();
    }

    @Override
    public void close() throws IOException {
      entries.close();
    }
  }

  private Removal(Directory top) {
    this.top = top;
  }

  /** The directory, if it is there. */
  static void of(Path directory) throws IOException {
    boolean again = true;
    while (again) {
      try (var top = Directory.open(directory)) {
        var removal = new Removal(top);
        removal.empty(top, 0);
        again = removal.moved > 0;
      } catch (NoSuchFileException _) {
        again = false;
      }
    }
    Files.deleteIfExists(directory);
  }

  private void empty(Directory directory, int depth) throws IOException {
    for (var name : directory.names()) {
      try {
        if (directory.isDirectory(name)) {
          remove(directory, name, depth);
        } else {
          directory.entries.deleteFile(name);
        }
      } catch (NoSuchFileException _) {
        // a process that is left removed it
      }
    }
  }

  private void remove(Directory in, Path name, int depth) throws IOException {
    try (var inner = in.below(name)) {
      if (depth < DEPTH) {
        empty(inner, depth + 1);
      } else {
        in.entries.move(name, top.entries, Path.of(".deep-" + moved++ + "-" + System.nanoTime()));
        return;
      }
    }
    in.entries.deleteDirectory(name);
  }
}
