package heddle.fetch;

import heddle.text.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks an archive below one directory. Whatever the archive says, nothing is written outside it:
 * a path with {@code ..}, an absolute one, one through a link, or a link that leads out is a
 * problem, and so is more than the limits allow. Files are written read-only.
 *
 * @param landing where entries go
 * @param format one of {@link Download#FORMATS}
 * @param limit bytes that may come out of the archive, headers included
 */
record Unpacking(Landing landing, String format, long limit) {
  private static final int ENTRIES = 500_000;

  /** How archives begin, and who makes them so. */
  private static final Map<String, String> HEADS =
      Map.of(
          "\u00fd7zXZ",
          "xz",
          "BZh",
          "bzip2",
          "(\u00b5/\u00fd",
          "zstd",
          "7z\u00bc\u00af",
          "7-zip",
          "PK\u0003\u0004",
          "zip",
          "\u001f\u008b",
          "gzip");

  private static final String MARKER = ".cargo-ok";

  /**
   * A crate's archive.
   *
   * @param top the only directory that entries may stand in; it becomes {@code target}
   */
  static Unpacking crate(Path archive, String top, Path target, long limit) {
    return new Unpacking(new Landing(archive, top, 1, target), "tar.gz", limit);
  }

  /** Any archive, its leading directories left out. */
  static Unpacking stripped(Path archive, String format, int strip, Path target, long limit) {
    return new Unpacking(new Landing(archive, "", strip, target), format, limit);
  }

  /** Cargo's limit for a crate: 512 MiB, or twenty times the archive if that is more. */
  static long limit(long archiveSize) {
    return Math.max(512L * 1024 * 1024, archiveSize * 20);
  }

  /** Unpacks into the target, which must not exist; what was written of a bad archive stays. */
  void run() throws ProblemException, IOException {
    Path archive = landing.archive();
    Path target = landing.target();
    Files.createDirectories(target);
    try {
      switch (format) {
        case "zip" -> zip();
        case "tar" -> {
          try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            tar(in);
          }
        }
        default -> {
          try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
              InputStream plain = new GZIPInputStream(in, 64 * 1024)) {
            tar(plain);
          }
        }
      }
    } catch (TooLong e) {
      throw landing.problem("it unpacks to more than " + e.limit() + " bytes");
    } catch (ProviderNotFoundException _) {
      throw landing.problem(other(archive).orElse("it is no zip, or holds names that lead out"));
    } catch (FileAlreadyExistsException e) {
      throw landing.problem("it holds `" + target.relativize(Path.of(e.getFile())) + "` twice");
    } catch (ZipException e) {
      throw landing.problem(other(archive).orElse(String.valueOf(e.getMessage())));
    } catch (FileSystemException e) {
      if (!Files.isWritable(target) || e.getReason() == null || e.getFile() == null) throw e;
      throw landing.problem(
          "`" + shown(target, e.getFile()) + "` cannot be there: " + e.getReason());
    } catch (IOException | NumberFormatException e) {
      if (Files.isReadable(archive) && Files.isWritable(target)) {
        throw landing.problem(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** What it is, where that is another archive than was said. */
  private Optional<String> other(Path archive) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(6);
    }
    String first = new String(head, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> each : HEADS.entrySet()) {
      boolean own = each.getValue().equals(format.equals("tar.gz") ? "gzip" : format);
      if (!own && first.startsWith(each.getKey())) {
        return Optional.of("it is an archive of " + each.getValue());
      }
    }
    return Optional.empty();
  }

  /** A name below the target, not in full if it is a long one. */
  private static String shown(Path target, String file) {
    String name = file.startsWith(target + "/") ? file.substring((target + "/").length()) : file;
    return name.length() > 80 ? name.substring(0, 77) + "..." : name;
  }

  private void tar(InputStream bytes) throws IOException, ProblemException {
    try (InputStream in = new Limited(bytes, limit)) {
      var tar = new Tar(in);
      int count = 0;
      for (Optional<Tar.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        count(++count);
        unpack(tar, entry.get());
      }
    }
  }

  private void count(int entries) throws ProblemException {
    if (entries > ENTRIES) {
      throw landing.problem("it holds more than " + ENTRIES + " entries");
    }
  }

  private void unpack(Tar tar, Tar.Entry entry) throws ProblemException, IOException {
    Optional<Path> place = landing.place(entry.path());
    if (place.isEmpty() || MARKER.equals(String.valueOf(place.get().getFileName()))) {
      return;
    }
    Path path = place.get();
    switch (entry.kind()) {
      case '5' -> landing.directory(path);
      case '0', '7' -> {
        if (entry.path().endsWith("/")) {
          landing.directory(path);
        } else {
          landing.file(path, tar::read, (entry.mode() & 0100) != 0, Landing.seconds(entry.mtime()));
        }
      }
      case '2' -> landing.link(path, entry.path(), entry.link());
      default ->
          throw landing.problem(
              "`" + entry.path() + "` is of a kind that is not unpacked: " + called(entry.kind()));
    }
  }

  private static String called(char kind) {
    return switch (kind) {
      case '1' -> "a hard link";
      case '3', '4' -> "a device";
      case '6' -> "a pipe";
      case 'S' -> "a sparse file";
      default -> "type `" + kind + "`";
    };
  }

  /** The JDK's file system of a zip refuses names with {@code ..}; a link comes out as a file. */
  private void zip() throws IOException, ProblemException {
    try (FileSystem zip =
        FileSystems.newFileSystem(
            landing.archive(),
            Map.of("enablePosixFileAttributes", "true", "accessMode", "readOnly"))) {
      long left = limit;
      int count = 0;
      for (Path root : zip.getRootDirectories()) {
        List<Path> entries;
        try (var all = Files.walk(root)) {
          entries = all.filter(path -> !path.equals(root)).toList();
        }
        for (Path entry : entries) {
          count(++count);
          Optional<Path> place = landing.place(root.relativize(entry).toString());
          if (place.isEmpty()) continue;
          if (Files.isDirectory(entry)) {
            landing.directory(place.get());
            continue;
          }
          try (var in = new Limited(Files.newInputStream(entry), left)) {
            landing.file(
                place.get(), in::read, executable(entry), Files.getLastModifiedTime(entry));
            left -= in.count();
          }
        }
      }
    }
  }

  private static boolean executable(Path entry) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getFileAttributeView(entry, PosixFileAttributeView.class)
            .readAttributes()
            .permissions();
    return permissions.contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
