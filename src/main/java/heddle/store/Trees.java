package heddle.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Directories by digest, each a blob that holds a {@link Directory}. A tree names regular files,
 * directories and symbolic links; anything else in a directory is an error.
 */
public final class Trees {
  /** How files of a tree are laid down. */
  public enum Laying {
    /** Hard links of the blobs: quick, and only to be read. */
    LINKS,
    /** Copies, which whoever gets them may change. */
    COPIES
  }

  private final Blobs blobs;
  private final StatCache stats;

  Trees(Blobs blobs, StatCache stats) {
    this.blobs = blobs;
    this.stats = stats;
  }

  /** Keeps all that is below the directory. */
  public Digest put(Path directory) throws IOException {
    return walk(directory, "", Set.of(), _ -> {}, true);
  }

  /** The digest that {@link #put} would give, keeping nothing. */
  public Digest digest(Path directory) throws IOException {
    return digest(directory, Set.of(), _ -> {});
  }

  /**
   * The digest of the directory without the files and directories whose paths, relative to it, are
   * {@code without}; {@code seen} is told each path before it is read.
   */
  public Digest digest(Path directory, Set<String> without, Consumer<Path> seen)
      throws IOException {
    return walk(directory, "", without, seen, false);
  }

  private Digest walk(
      Path directory, String prefix, Set<String> without, Consumer<Path> seen, boolean keep)
      throws IOException {
    seen.accept(directory);
    var files = new ArrayList<Directory.FileNode>();
    var directories = new ArrayList<Directory.DirectoryNode>();
    var links = new ArrayList<Directory.SymlinkNode>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path each : entries) {
        String name = each.getFileName().toString();
        if (without.contains(prefix + name)) continue;
        BasicFileAttributes a =
            Files.readAttributes(each, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (a.isSymbolicLink()) {
          links.add(new Directory.SymlinkNode(name, Files.readSymbolicLink(each).toString()));
        } else if (a.isDirectory()) {
          directories.add(
              new Directory.DirectoryNode(
                  name, walk(each, prefix + name + "/", without, seen, keep)));
        } else if (a.isRegularFile()) {
          seen.accept(each);
          Digest digest =
              keep
                  ? blobs.copyItself(each)
                  : stats.digest(each).orElseThrow(() -> new NoSuchFileException(each.toString()));
          files.add(new Directory.FileNode(name, digest, executable(each)));
        } else {
          throw new IOException(each + " is neither a file nor a directory nor a link");
        }
      }
    }
    byte[] encoded = new Directory(files, directories, links).encode();
    return keep ? blobs.put(encoded) : Digest.of(encoded);
  }

  /** Lays the tree down in a directory that is made, or empty. */
  public void lay(Digest root, Path directory, Laying how) throws IOException {
    Files.createDirectories(directory);
    Directory listed = read(root);
    for (var each : listed.files()) {
      Path to = directory.resolve(each.name());
      if (how == Laying.LINKS) Files.createLink(to, blobs.file(each.digest(), each.executable()));
      else blobs.copyTo(each.digest(), to, each.executable());
    }
    for (var each : listed.symlinks())
      Files.createSymbolicLink(directory.resolve(each.name()), Path.of(each.target()));
    for (var each : listed.directories()) lay(each.digest(), directory.resolve(each.name()), how);
  }

  /**
   * One directory of a tree.
   *
   * @throws NoSuchFileException if its blob is missing or was damaged
   */
  public Directory read(Digest root) throws IOException {
    return Directory.decode(blobs.read(root).orElseThrow(() -> new LostBlob(root)));
  }

  /** Every blob of the tree, its directories among them. */
  public List<Digest> blobs(Digest root) throws IOException {
    var all = new ArrayList<Digest>();
    collect(root, all);
    return all;
  }

  private void collect(Digest root, List<Digest> into) throws IOException {
    into.add(root);
    Directory listed = read(root);
    for (var each : listed.files()) into.add(each.digest());
    for (var each : listed.directories()) collect(each.digest(), into);
  }

  private static boolean executable(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** All files below a directory, as far as other processes do not remove them meanwhile. */
  static List<Path> files(Path root) throws IOException {
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
            return FileVisitResult.CONTINUE; // gone
          }
        });
    return all;
  }

  /**
   * Removes a file, or a directory with all below it, also where directories are read-only. Follows
   * no link.
   */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) return;
    Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwx------");
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a)
              throws IOException {
            if (!Files.isWritable(directory)) Files.setPosixFilePermissions(directory, open);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
