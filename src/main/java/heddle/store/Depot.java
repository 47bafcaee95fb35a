package heddle.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Files by their SHA-256 and small records by key, below one directory, with the operations on a
 * build's own directories that go with them. Every file appears under its name at once and
 * complete; many processes may use one depot.
 */
public final class Depot {
  private static final int BUFFER = 1 << 18;

  private final Path home;
  private final AtomicLong count = new AtomicLong();
  private final Map<Path, Known> stats = new ConcurrentHashMap<>();

  private record Known(Object key, long size, long modified, long changed, String hash) {}

  /** A content: its SHA-256 in hex and its length in bytes. */
  public record Content(String hash, long size) {}

  public Depot(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("temporary"));
  }

  public Path home() {
    return home;
  }

  /** Where the content lies, whether or not it is there. */
  public Path path(String hash) {
    return home.resolve("files").resolve(hash.substring(0, 2)).resolve(hash);
  }

  /** Takes in a file by a second name for it; where the file system cannot do that, by a copy. */
  public Content keep(Path file) throws IOException {
    Content content = hash(file);
    Path place = path(content.hash());
    if (!Files.exists(place)) {
      Files.createDirectories(place.getParent());
      try {
        Files.createLink(place, file);
      } catch (FileAlreadyExistsException _) {
        return content;
      } catch (IOException | UnsupportedOperationException _) {
        Path temporary = temporary();
        Files.copy(file, temporary);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return content;
  }

  public Content keep(byte[] bytes) throws IOException {
    Content content = new Content(HexFormat.of().formatHex(sha().digest(bytes)), bytes.length);
    Path place = path(content.hash());
    if (!Files.exists(place)) {
      write(place, bytes);
    }
    return content;
  }

  /** The content, checked against its hash. */
  public byte[] read(Content content) throws IOException {
    byte[] bytes = Files.readAllBytes(path(content.hash()));
    if (!HexFormat.of().formatHex(sha().digest(bytes)).equals(content.hash())) {
      Files.deleteIfExists(path(content.hash()));
      throw new NoSuchFileException(content.hash(), "", "was damaged, and is removed");
    }
    return bytes;
  }

  /** Whether the content is there with its length. */
  public boolean has(Content content) {
    try {
      return Files.size(path(content.hash())) == content.size();
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Puts the content at the path in one step; {@code shared} gives a second name of the depot's own
   * file.
   */
  public void place(Content content, Path to, boolean executable, boolean shared)
      throws IOException {
    Path from = path(content.hash());
    Files.createDirectories(to.getParent());
    Path temporary =
        to.resolveSibling(
            "."
                + to.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + count.incrementAndGet());
    if (shared) {
      if (executable && !Files.isExecutable(from)) {
        permit(from);
      }
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
    Files.copy(from, temporary);
    if (executable) {
      permit(temporary);
    }
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void permit(Path file) throws IOException {
    Set<PosixFilePermission> all = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    all.addAll(
        Set.of(
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE));
    Files.setPosixFilePermissions(file, all);
  }

  public Optional<byte[]> recall(String key) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(record(key)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  public void remember(String key, byte[] bytes) throws IOException {
    write(record(key), bytes);
  }

  private Path record(String key) {
    return home.resolve("records").resolve(key.substring(0, 2)).resolve(key);
  }

  /**
   * Takes in a directory: each entry a line of kind, hash or link target, and relative path, in
   * order of path.
   */
  public Content keepTree(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : walk(directory)) {
      String name = directory.relativize(file).toString();
      if (Files.isSymbolicLink(file)) {
        lines.add("l\t" + Files.readSymbolicLink(file) + "\t0\t" + name);
      } else if (Files.isDirectory(file)) {
        lines.add("d\t-\t0\t" + name);
      } else {
        Content content = hash(file);
        if (!Files.exists(path(content.hash()))) {
          Path temporary = temporary();
          Files.copy(file, temporary);
          Files.createDirectories(path(content.hash()).getParent());
          Files.move(temporary, path(content.hash()), StandardCopyOption.ATOMIC_MOVE);
        }
        lines.add(
            (Files.isExecutable(file) ? "x" : "f")
                + "\t"
                + content.hash()
                + "\t"
                + content.size()
                + "\t"
                + name);
      }
    }
    Content tree = keep(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    note(directory, tree);
    return tree;
  }

  /** Makes the directory hold exactly this tree, by copies. */
  public void placeTree(Content tree, Path directory) throws IOException {
    emptyDirectory(directory);
    for (String line : new String(read(tree), StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      String[] fields = line.split("\t", 4);
      Path to = directory.resolve(fields[3]);
      switch (fields[0]) {
        case "d" -> Files.createDirectories(to);
        case "l" -> {
          Files.createDirectories(to.getParent());
          Files.createSymbolicLink(to, Path.of(fields[1]));
        }
        default ->
            place(
                new Content(fields[1], Long.parseLong(fields[2])),
                to,
                fields[0].equals("x"),
                false);
      }
    }
    note(directory, tree);
  }

  private static Path marker(Path directory) {
    return directory.resolveSibling("." + directory.getFileName() + ".heddle");
  }

  private void note(Path directory, Content tree) throws IOException {
    write(marker(directory), tree.hash().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether {@link #keepTree} or {@link #placeTree} left this tree in the directory, last of all.
   */
  public boolean holds(Path directory, Content tree) throws IOException {
    try {
      return Files.isDirectory(directory)
          && Files.readString(marker(directory)).equals(tree.hash());
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

  /** Removes a directory with all that is in it, if it is there. */
  public void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException problem)
              throws IOException {
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * The hash of a file, or of the names and contents of all below a directory; empty if nothing is
   * there.
   */
  public Optional<String> digest(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException _) {
      return Optional.empty();
    }
    if (!attributes.isDirectory()) {
      return Optional.of(remembered(path, attributes));
    }
    MessageDigest sha = sha();
    for (Path file : walk(path)) {
      sha.update((path.relativize(file) + "\0").getBytes(StandardCharsets.UTF_8));
      if (Files.isRegularFile(file)) {
        sha.update(
            remembered(file, Files.readAttributes(file, BasicFileAttributes.class))
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return Optional.of(HexFormat.of().formatHex(sha.digest()));
  }

  private String remembered(Path path, BasicFileAttributes attributes) throws IOException {
    long changed = (long) Files.getAttribute(path, "unix:ctime").hashCode();
    Known now =
        new Known(
            String.valueOf(attributes.fileKey()),
            attributes.size(),
            attributes.lastModifiedTime().toMillis(),
            changed,
            "");
    Known known = stats.get(path);
    if (known != null
        && known.equals(
            new Known(now.key(), now.size(), now.modified(), now.changed(), known.hash()))) {
      return known.hash();
    }
    String hash = hash(path).hash();
    stats.put(path, new Known(now.key(), now.size(), now.modified(), now.changed(), hash));
    return hash;
  }

  public boolean changedSince(Path path, long milliseconds) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toMillis() >= milliseconds;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  public void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  public void link(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.deleteIfExists(to);
    Files.createLink(to, from);
  }

  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /** The names and sizes of the files in the directory, one to a line, in order of name. */
  public String inventory(Path directory) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : list(directory)) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        lines.append(name).append(' ').append(Files.size(file)).append('\n');
      }
    }
    return lines.toString();
  }

  public boolean exists(Path path) {
    return Files.exists(path);
  }

  public Optional<String> readText(Path file) throws IOException {
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

  private Path temporary() {
    return home.resolve("temporary")
        .resolve(ProcessHandle.current().pid() + "-" + count.incrementAndGet());
  }

  private static Content hash(Path file) throws IOException {
    MessageDigest sha = sha();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, Files.size(file)))];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
        size += n;
      }
    }
    return new Content(HexFormat.of().formatHex(sha.digest()), size);
  }

  private static List<Path> walk(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(path -> !path.equals(directory)).forEach(files::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Collections.sort(files);
    return files;
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
