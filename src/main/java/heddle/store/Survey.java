package heddle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks over files as they lie on the disk: what is below a directory, what it holds, and what was
 * changed. It writes nothing, and hashes a directory once, so one value serves one build.
 */
public final class Survey {
  private final StatCache stats;
  private final Map<Below, String> directories = new ConcurrentHashMap<>();

  /** What lies below a directory, but in excluded ones. */
  private record Below(Path directory, Set<Path> excluded) {}

  Survey(StatCache stats) {
    this.stats = stats;
  }

  /**
   * The hash of a file's content, or of the names and contents of all below a directory; empty if
   * nothing is there.
   */
  public Optional<String> digest(Path path, Set<Path> excluded) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException _) {
      return Optional.empty();
    }
    return attributes.isDirectory()
        ? digestBelow(path, excluded)
        : stats.digest(path).map(Digest::hash);
  }

  /** The hash of a regular file's content; empty for anything else. */
  public Optional<String> fileDigest(Path file) throws IOException {
    return stats.digest(file).map(Digest::hash);
  }

  /**
   * The hash of the names and contents of all below a directory without version control's own
   * folder and the excluded ones; computed once in a build.
   */
  public Optional<String> digestBelow(Path directory, Set<Path> excluded) throws IOException {
    Below what = new Below(directory, Set.copyOf(excluded));
    Optional<String> known = Optional.ofNullable(directories.get(what));
    if (known.isPresent()) {
      return known;
    }
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    MessageDigest sha = Digest.sha256();
    for (Path file : below(directory, excluded)) {
      sha.update((directory.relativize(file) + "\0").getBytes(StandardCharsets.UTF_8));
      Optional<Digest> digest = Files.isRegularFile(file) ? stats.digest(file) : Optional.empty();
      sha.update((digest.map(Digest::hash).orElse("-") + "\0").getBytes(StandardCharsets.UTF_8));
    }
    String hash = HexFormat.of().formatHex(sha.digest());
    directories.put(what, hash);
    return Optional.of(hash);
  }

  /** The files below a directory but those in excluded ones; none if it is no directory. */
  public List<Path> below(Path directory, Set<Path> excluded) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      below(directory, excluded, files);
    }
    return files;
  }

  /** The files below a directory but those in excluded ones, and the directories themselves. */
  public List<Path> all(Path directory, Set<Path> excluded) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      below(directory, excluded, files);
      Set<Path> parents = new TreeSet<>();
      for (Path file : files) {
        for (Path at = file.getParent(); at != null && !at.equals(directory); at = at.getParent()) {
          parents.add(at);
        }
      }
      files.addAll(parents);
    }
    return files;
  }

  private static void below(Path directory, Set<Path> excluded, List<Path> files)
      throws IOException {
    for (Path entry : entries(directory)) {
      if (excluded.contains(entry) || entry.endsWith(".git")) {
        continue;
      }
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        below(entry, excluded, files);
      } else {
        files.add(entry);
      }
    }
  }

  /** All in a directory, in order of path. */
  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Whether the file, or anything below the directory, was changed at or after this moment in
   * nanoseconds since the epoch. By ctime: a program can give a file any mtime, as {@code cp -p},
   * {@code mv} and {@code tar} do.
   */
  public boolean changedSince(Path path, long moment, Set<Path> excluded) throws IOException {
    try {
      return Files.isDirectory(path)
          ? !changedBelow(path, moment, excluded).isEmpty()
          : Math.max(changed(path), changed(path.toRealPath())) >= moment;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** The files below a directory, but those in excluded ones, that were changed since a moment. */
  public List<Path> changedBelow(Path directory, long moment, Set<Path> excluded)
      throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : below(directory, excluded)) {
      // one that went meanwhile is not below it any more
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && changed(file) >= moment) found.add(file);
    }
    return found;
  }

  /** The ctime of the path itself, in nanoseconds since the epoch. */
  static long changed(Path path) throws IOException {
    var time = (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    return time.to(TimeUnit.NANOSECONDS);
  }

  /** Whether the file, or any below the directory, holds this text as bytes of UTF-8. */
  public boolean mentions(Path place, String text) throws IOException {
    var search = new ByteSearch(text.getBytes(StandardCharsets.UTF_8));
    List<Path> files =
        Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
            ? below(place, Set.of())
            : List.of(place);
    for (Path file : files) {
      if (Files.isSymbolicLink(file)
          ? Files.readSymbolicLink(file).toString().contains(text)
          : Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && search.finds(file)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The file itself, or all files below a directory, in order of path; none if nothing is there.
   */
  public List<Path> files(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /**
   * The names and sizes of the files in the directory, one to a line, in order of path; empty if
   * there is none.
   */
  public String inventory(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : entries(directory)) {
      if (Files.isRegularFile(file)) {
        lines.append(file.getFileName()).append(' ').append(Files.size(file)).append('\n');
      }
    }
    return lines.toString();
  }

  /** Whether it is a regular file, and neither a link nor anything else; empty if it is nothing. */
  public Optional<Boolean> regular(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
        : Optional.empty();
  }
}
