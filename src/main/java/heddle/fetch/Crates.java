package heddle.fetch;

import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The crates on this machine: archives by their SHA-256, and each unpacked once, read-only, at a
 * place that its name, version and checksum give. Archives are checked against the checksum before
 * they are unpacked; an unpacked tree is renamed to its place when complete, so that a tree that
 * stands there is what the checksum promised, as long as nobody with write access to the home
 * changed it. That a plan needs no hashing rests on this; {@link #verify} looks again. Safe for
 * many threads and processes.
 */
public final class Crates {
  private static final long LIMIT = 2L * 1024 * 1024 * 1024;

  /** A crate to have: its SHA-256 is 64 lower hex digits. */
  public record Crate(String name, String version, String sha256) {
    public Crate {
      if (!isSha256(sha256)) {
        throw new IllegalArgumentException(sha256 + " is not a SHA-256");
      }
      if (!isName(name) || !isVersion(version)) {
        throw new IllegalArgumentException("`" + name + " " + version + "` names no crate");
      }
    }

    private static boolean isSha256(String text) {
      boolean hex = text.length() == 64;
      for (int i = 0; hex && i < 64; i++) {
        char c = text.charAt(i);
        hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      }
      return hex;
    }

    private static boolean isName(String text) {
      return !text.isEmpty()
          && text.codePoints()
              .allMatch(c ->
                  Character.isLetter(c)
                      || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                      || c == '_'
                      || c == '-');
    }

    private static boolean isVersion(String text) {
      return !text.isEmpty()
          && text.chars()
              .allMatch(c ->
                  (c >= '0' && c <= '9')
                      || (c >= 'A' && c <= 'Z')
                      || (c >= 'a' && c <= 'z')
                      || c == '.'
                      || c == '+'
                      || c == '-');
    }

    String directory() {
      return name + "-" + version;
    }
  }

  /** Where the archive of a crate is found when this machine has none. */
  public interface Origin {
    /** Headers for the download; asked only when it is made. */
    Map<String, String> headers() throws ProblemException, InterruptedException;

    URI address() throws ProblemException, InterruptedException;

    /** The archive where it is a file of this machine, for which no network is needed. */
    default Optional<Path> file() throws ProblemException {
      return Optional.empty();
    }
  }

  private final Path home;
  private final List<Path> others;
  private final Http http;

  /**
   * @param home a directory of Heddle's own
   * @param others directories of {@code n-v.crate} files that may help, for example cargo's caches;
   *     nothing in them is believed without its hash
   */
  public Crates(Path home, List<Path> others, Http http) {
    this.home = home;
    this.others = List.copyOf(others);
    this.http = http;
  }

  /** Cargo's caches of archives below a CARGO_HOME. */
  public static List<Path> cargoCaches(Path cargoHome) {
    try (var caches = Files.list(cargoHome.resolve("registry").resolve("cache"))) {
      return caches.sorted().toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /** Where the crate stands unpacked, or will. Its last name is {@code name-version}. */
  public Path place(Crate crate) {
    return home.resolve("src").resolve(crate.sha256.substring(0, 16)).resolve(crate.directory());
  }

  /** What is on this machine now. */
  public Shelf shelf() {
    return new Shelf(home, others);
  }

  private Path own(Crate crate) {
    return home.resolve("crate")
        .resolve(crate.sha256.substring(0, 2))
        .resolve(crate.sha256 + ".crate");
  }

  /** The unpacked crate, fetched if need be. */
  public Path unpacked(Crate crate, Origin origin) throws ProblemException, InterruptedException {
    Path place = place(crate);
    if (Files.isDirectory(place)) {
      return place;
    }
    unpack(crate, archive(crate, origin), place);
    return place;
  }

  private void unpack(Crate crate, Path archive, Path place) throws ProblemException {
    try {
      Files.createDirectories(place.getParent());
      Path temporary = Files.createTempDirectory(place.getParent(), ".new");
      try {
        Path whole = temporary.resolve(crate.directory());
        Unpacking.crate(archive, crate.directory(), whole, Unpacking.limit(Files.size(archive)))
            .run();
        Files.writeString(whole.resolve(".cargo-ok"), "{\"v\":1}");
        Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
        // Another thread or process was faster, with the same content.
      } finally {
        Placing.remove(temporary);
      }
    } catch (IOException e) {
      if (!Files.isDirectory(place)) {
        throw Placing.failed(place, e);
      }
    }
  }

  /** The archive of the crate, its hash checked in this call or when it was stored. */
  public Path archive(Crate crate, Origin origin) throws ProblemException, InterruptedException {
    Path own = own(crate);
    if (Files.isRegularFile(own)) {
      return own;
    }
    try {
      Files.createDirectories(own.getParent());
      Path temporary = Files.createTempFile(own.getParent(), ".new", "");
      try {
        if (!copied(crate, temporary)) {
          download(crate, origin, temporary);
          check(crate, Digest.of(temporary).hash());
        }
        Files.move(temporary, own, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw Placing.failed(own, e);
    }
    return own;
  }

  private static void check(Crate crate, String found) throws ProblemException {
    if (found.equals(crate.sha256)) return;
    throw new ProblemException(
        Problem.of(
                "the archive of `"
                    + crate.name
                    + "` "
                    + crate.version
                    + " is not what the checksum promises")
            .withNote("expected sha256 " + crate.sha256 + "\nfound    sha256 " + found));
  }

  /** Whether a right archive lay in one of the other directories; the copy is what is hashed. */
  private boolean copied(Crate crate, Path to) throws IOException {
    for (Path directory : others) {
      Path file = directory.resolve(crate.directory() + ".crate");
      if (!Files.isRegularFile(file)) continue;
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      if (Digest.of(to).hash().equals(crate.sha256)) return true;
    }
    return false;
  }

  private static void copy(Crate crate, Path from, Path to) throws ProblemException {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("cannot read `" + crate.name + "` " + crate.version + ": " + e.getMessage())
              .withNote("from `" + from + "`"));
    }
  }

  private void download(Crate crate, Origin origin, Path to)
      throws ProblemException, InterruptedException {
    Optional<Path> file = origin.file();
    if (file.isPresent()) {
      copy(crate, file.get(), to);
      return;
    }
    if (http.network().offline()) {
      throw new ProblemException(
          Problem.of(
                  "`"
                      + crate.name
                      + "` "
                      + crate.version
                      + " is not on this machine, and the network may not be used")
              .withHelp("run `heddle fetch` without `--offline`"));
    }
    URI address = origin.address();
    if ("file".equals(address.getScheme())) {
      try {
        copy(crate, Path.of(address), to);
      } catch (IllegalArgumentException e) {
        throw new ProblemException(
            Problem.of("cannot read `" + crate.name + "` " + crate.version + ": " + e.getMessage())
                .withNote("from " + address));
      }
      return;
    }
    Http.Reply reply = http.send(address, origin.headers(), LIMIT, () -> Files.newOutputStream(to));
    if (reply.status() != 200) {
      throw new ProblemException(
          Problem.of(
                  "cannot download `"
                      + crate.name
                      + "` "
                      + crate.version
                      + ": HTTP "
                      + reply.status())
              .withNote("from " + address));
    }
  }

  /** The paths of files of an unpacked crate that are missing, changed or added since; relative. */
  public List<String> verify(Crate crate, Path archive) throws ProblemException {
    Path place = place(crate);
    try {
      if (!Digest.of(archive).hash().equals(crate.sha256)) {
        return List.of(archive.toString());
      }
      Path temporary = Files.createTempDirectory("heddle-verify");
      try {
        Path whole = temporary.resolve(crate.directory());
        Unpacking.crate(archive, crate.directory(), whole, Unpacking.limit(Files.size(archive)))
            .run();
        Files.writeString(whole.resolve(".cargo-ok"), "{\"v\":1}");
        return Differences.between(whole, place);
      } finally {
        Placing.remove(temporary);
      }
    } catch (IOException e) {
      throw new ProblemException(Problem.of("cannot verify `" + place + "`: " + e.getMessage()));
    }
  }
}
