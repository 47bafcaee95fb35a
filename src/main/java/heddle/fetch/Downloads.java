package heddle.fetch;

import heddle.store.Digest;
import heddle.store.StatCache;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The downloads of packages on this machine, by their SHA-256: {@code SHA256/file/NAME} is the
 * archive, {@code SHA256/zip-0} and the like what comes out of it. An archive is verified when it
 * comes, and again when it is used and has changed since; what was unpacked is read-only and stands
 * at its place only when complete. Safe for many threads and processes.
 */
public final class Downloads {
  /** What a vendor directory keeps archives in, by their SHA-256. */
  public static final String VENDORED = "heddle-downloads";

  /** The most bytes of a download whose size is not said. */
  private static final long LIMIT = 16L * 1024 * 1024 * 1024;

  private final Path home;
  private final List<Path> others;
  private final PackageRegistries registries;
  private final StatCache stats;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param home a directory of Heddle's own
   * @param others directories that {@link #vendor} filled; nothing in them is believed without its
   *     hash
   */
  public Downloads(Path home, List<Path> others, PackageRegistries registries, StatCache stats) {
    this.home = home;
    this.others = List.copyOf(others);
    this.registries = registries;
    this.stats = stats;
  }

  /** The directory that holds all there is of this download. */
  public Path directory(Download wanted) {
    return home.resolve(wanted.sha256());
  }

  /** Where the download will be for its script; nothing is fetched. */
  public Path place(Download wanted) {
    return wanted.unpack().isPresent()
        ? directory(wanted).resolve(wanted.unpack().get() + "-" + wanted.strip())
        : archivePlace(wanted);
  }

  private Path archivePlace(Download wanted) {
    return directory(wanted).resolve("file").resolve(wanted.file());
  }

  /** The download at its place, fetched and unpacked if need be. */
  public Path bring(Download wanted) throws ProblemException, InterruptedException {
    Path place = place(wanted);
    try {
      // A local file is held against the hash every time: its owner may change it.
      if (wanted.local().isPresent()) check(wanted, wanted.local().get());
      if (wanted.unpack().isPresent() && Files.isDirectory(place)) return place;
      Path archive = archive(wanted);
      if (wanted.unpack().isEmpty()) return archive;
      unpack(wanted, archive, place);
      return place;
    } catch (IOException e) {
      throw Placing.failed(place, e);
    }
  }

  private void unpack(Download wanted, Path archive, Path place)
      throws IOException, ProblemException {
    Path temporary = Files.createTempDirectory(place.getParent(), ".new");
    try {
      Path whole = temporary.resolve("whole");
      Unpacking.stripped(
              archive,
              wanted.unpack().orElseThrow(),
              wanted.strip(),
              whole,
              Unpacking.limit(Files.size(archive)))
          .run();
      Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException
        | DirectoryNotEmptyException
        | AtomicMoveNotSupportedException e) {
      // Another thread or process was faster, with the same content.
      if (!Files.isDirectory(place)) throw e;
    } finally {
      Placing.remove(temporary);
    }
  }

  /** The archive as it came, its hash checked. */
  public Path archive(Download wanted) throws ProblemException, InterruptedException {
    Path own = archivePlace(wanted);
    synchronized (locks.computeIfAbsent(wanted.sha256(), _ -> new Object())) {
      try {
        if (holds(own, wanted)) return own;
        Path part = home.resolve("part").resolve(wanted.sha256());
        Files.createDirectories(part.getParent());
        Files.createDirectories(own.getParent());
        try (FileChannel lock =
                FileChannel.open(
                    part.resolveSibling(wanted.sha256() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            var _ = lock.lock()) {
          if (holds(own, wanted)) return own;
          Optional<Path> local = local(wanted);
          if (local.isPresent()) {
            Files.copy(local.get(), part, StandardCopyOption.REPLACE_EXISTING);
            check(wanted, part);
          } else {
            new Mirrors(registries, wanted, part, LIMIT).fetch();
          }
          Files.move(
              part, own, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return own;
      } catch (IOException e) {
        throw Placing.failed(own, e);
      }
    }
  }

  private boolean holds(Path file, Download wanted) throws IOException {
    return stats.digest(file).filter(d -> d.hash().equals(wanted.sha256())).isPresent();
  }

  /** The bytes on this machine: the file that must have them, else one of a vendor directory. */
  private Optional<Path> local(Download wanted) throws IOException, ProblemException {
    if (wanted.local().isPresent()) return wanted.local();
    // The same bytes may be here under the name that another address gave them.
    try (var names = Files.list(directory(wanted).resolve("file"))) {
      for (Path each : names.toList()) if (holds(each, wanted)) return Optional.of(each);
    }
    for (Path directory : others) {
      Path file = vendored(directory, wanted.sha256());
      if (!Files.isRegularFile(file)) continue;
      check(wanted, file);
      return Optional.of(file);
    }
    return Optional.empty();
  }

  private static Path vendored(Path directory, String sha256) {
    return directory.resolve("sha256").resolve(sha256);
  }

  private void check(Download wanted, Path file) throws IOException, ProblemException {
    Optional<String> found = stats.digest(file).map(d -> d.hash());
    if (found.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              "the download `" + wanted.name() + "` is to be `" + file + "`, which is no file"));
    }
    if (!found.get().equals(wanted.sha256())) {
      throw new ProblemException(
          Problem.of("`" + file + "` is not what the contract of `" + wanted.name() + "` promises")
              .withNote(digests(wanted.sha256(), found.get())));
    }
  }

  static String digests(String expected, String found) {
    return "expected sha256 " + expected + "\nfound    sha256 " + found;
  }

  /**
   * Puts the download into a directory for {@link #Downloads others} to find, and under {@code
   * PACKAGE/NAME} for scripts that run without Heddle.
   *
   * @param shown {@code PACKAGE/NAME}
   */
  public void vendor(Download wanted, String shown, Path directory)
      throws ProblemException, InterruptedException {
    Path archive = archive(wanted);
    Path place = bring(wanted);
    Path raw = vendored(directory, wanted.sha256());
    Path named = directory.resolve(shown);
    try {
      if (!stats.digest(raw).filter(d -> d.hash().equals(wanted.sha256())).isPresent()) {
        Placing.copy(archive, raw);
      }
      Placing.remove(named);
      if (wanted.unpack().isEmpty()) Placing.copy(archive, named);
      else Placing.copyTree(place, named);
    } catch (IOException e) {
      throw Placing.failed(named, e);
    }
  }

  private static final Set<String> ZIPPED = Set.of("gzip", "x-gzip");

  /** One attempt after the other at the addresses of a download, into one file. */
  private record Mirrors(PackageRegistries registries, Download wanted, Path part, long most) {
    void fetch() throws ProblemException, InterruptedException, IOException {
      if (registries.http().network().offline()) {
        throw new ProblemException(
            Problem.of(
                    "the download `"
                        + wanted.name()
                        + "` is not on this machine, and the network may not be used")
                .withNote("its sha256 is " + wanted.sha256())
                .withHelp("run `heddle fetch` without `--offline`, or build from `heddle vendor`"));
      }
      var failures = new ArrayList<String>();
      for (String url : wanted.urls()) {
        Optional<String> failure = attempt(url);
        if (failure.isEmpty()) return;
        failures.add(url + ": " + failure.get());
      }
      Problem problem = Problem.of("cannot fetch the download `" + wanted.name() + "`");
      for (String each : failures) problem = problem.withNote(each);
      throw new ProblemException(
          problem.withHelp(
              "a file of this machine may take its place, in heddle.toml:\n[download.\""
                  + wanted.name()
                  + "\"]\nfile = \"PATH\""));
    }

    private boolean isWanted() throws IOException {
      return Files.exists(part) && Digest.of(part).hash().equals(wanted.sha256());
    }

    /**
     * Unpacks what a server packed without being asked; most that say so have an archive which is
     * gzip by itself, and it is as it should be.
     */
    private boolean unzipped() throws IOException {
      Path plain = part.resolveSibling(part.getFileName() + ".plain");
      long limit = wanted.size() > 0 ? wanted.size() : most;
      try (var in = new GZIPInputStream(Files.newInputStream(part));
          var out = Files.newOutputStream(plain)) {
        byte[] buffer = new byte[1 << 16];
        long sum = 0;
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
          sum += got;
          if (sum > limit) return false;
          out.write(buffer, 0, got);
        }
        Files.move(plain, part, StandardCopyOption.REPLACE_EXISTING);
        return true;
      } catch (ZipException | EOFException _) {
        return false;
      } finally {
        Files.deleteIfExists(plain);
      }
    }

    private PackageRegistries.Address address(String url)
        throws ProblemException, InterruptedException {
      Optional<PackageUrl> archive = PackageUrl.parse(url);
      if (archive.isPresent()) return registries.address(archive.get(), wanted.sha256());
      try {
        return new PackageRegistries.Address(URI.create(url), Map.of());
      } catch (IllegalArgumentException _) {
        throw new ProblemException(Problem.of("this is no address"));
      }
    }

    /** Why it failed, if it did. */
    private Optional<String> attempt(String url) throws InterruptedException, IOException {
      long limit = wanted.size() > 0 ? wanted.size() : most;
      boolean resumed = Files.exists(part) && Files.size(part) > 0;
      boolean zipped;
      try {
        // An earlier run may have had all of it, and no time to say so.
        if (resumed && Files.size(part) >= limit) {
          if (isWanted()) return Optional.empty();
          Files.delete(part);
        }
        var sink = new Part(part);
        PackageRegistries.Address address = address(url);
        Http.Reply reply = registries.http().send(address.uri(), address.headers(), limit, sink);
        if (reply.status() == 416 && resumed && !isWanted()) {
          Files.deleteIfExists(part);
          return attempt(url);
        }
        if (reply.status() != 200)
          return isWanted() ? Optional.empty() : Optional.of("HTTP " + reply.status());
        zipped = ZIPPED.contains(reply.header("content-encoding").orElse(""));
      } catch (ProblemException e) {
        // A server may announce more than there is: then all is here, and the transfer failed.
        return isWanted() ? Optional.empty() : Optional.of(e.problems().getFirst().message());
      }
      if (isWanted() || (zipped && unzipped() && isWanted())) return Optional.empty();
      String found = Digest.of(part).hash();
      long size = Files.size(part);
      Files.delete(part);
      // What an earlier run left may have been of other bytes: once more from the start.
      if (resumed) return attempt(url);
      return Optional.of(
          "other bytes than promised ("
              + size
              + (wanted.size() > 0 ? " of " + wanted.size() : "")
              + ")\n"
              + digests(wanted.sha256(), found));
    }
  }

  /** A file that grows over attempts; bytes stay as they come, for the hash is of the file. */
  private record Part(Path file) implements Http.Sink {
    @Override
    public OutputStream open() throws IOException {
      return Files.newOutputStream(file);
    }

    @Override
    public long held() throws IOException {
      return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public boolean packed() {
      return true;
    }

    @Override
    public void forget() throws IOException {
      Files.deleteIfExists(file);
    }

    @Override
    public OutputStream append() throws IOException {
      return Files.newOutputStream(file, StandardOpenOption.APPEND);
    }
  }
}
