package heddle.world;

import heddle.engine.Handlers;
import heddle.store.Digest;
import heddle.store.StatCache;
import heddle.store.Store;
import heddle.store.Trees;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at the world for the inputs of this room: the file system, and the environment it was made
 * with. It remembers the state of each path as it was when first looked at, so that a build can
 * tell at its end whether an input changed underneath.
 */
public final class Observation {
  private final Map<String, String> environment;
  private final StatCache stats;
  private final Trees trees;
  private final Optional<Path> own;
  private final Map<String, Stamp> paths = new ConcurrentHashMap<>();
  private final Map<String, String> variables = new ConcurrentHashMap<>();

  /** Directories that hold symbolic links. */
  private final Set<String> linked = ConcurrentHashMap.newKeySet();

  public Observation(Map<String, String> environment, Store store) {
    this(environment, store, Optional.empty());
  }

  /**
   * As the other, in a machine where nobody but Heddle writes below {@code own}, and no file there
   * twice: what has just been unpacked there is not distrusted for being new.
   */
  public Observation(Map<String, String> environment, Store store, Optional<Path> own) {
    this.own = own;
    this.environment = Map.copyOf(environment);
    this.stats = store.stats();
    this.trees = store.trees();
  }

  /** The rules of this room's inputs, for plain requests and for traces. */
  public Handlers handlers() {
    return Handlers.none()
        .with(ReadText.class, (input, _) -> text(seen(input.path())))
        .with(ReadBytes.class, (input, _) -> bytes(seen(input.path())).map(Bytes::new))
        .with(FrozenText.class, (input, _) -> text(input.path()))
        .with(FrozenListing.class, (input, _) -> list(input.path(), () -> {}))
        .with(ListDirectory.class, (input, _) -> listing(seen(input.path())))
        .with(KindOf.class, (input, _) -> kind(seen(input.path())))
        .with(DigestOf.class, (input, _) -> stats.digest(seen(input.path())))
        .with(TreeDigest.class, (input, _) -> tree(input))
        .with(Variable.class, (input, _) -> variable(input.name()))
        .with(RealPath.class, (input, _) -> real(seen(input.path())))
        .with(Executable.class, (input, _) -> executable(seen(input.path())))
        .traceable(ReadText.KIND, key -> new ReadText(Path.of(key)))
        .traceable(ReadBytes.KIND, key -> new ReadBytes(Path.of(key)))
        .traceable(ListDirectory.KIND, key -> new ListDirectory(Path.of(key)))
        .traceable(KindOf.KIND, key -> new KindOf(Path.of(key)))
        .traceable(DigestOf.KIND, key -> new DigestOf(Path.of(key)))
        .traceable(TreeDigest.KIND, TreeDigest::of)
        .traceable(RealPath.KIND, key -> new RealPath(Path.of(key)))
        .traceable(Executable.KIND, key -> new Executable(Path.of(key)))
        .traceable(Variable.KIND, Variable::new)
        .stamped(ReadText.class, input -> stamp(input.path()))
        .stamped(ReadBytes.class, input -> stamp(input.path()))
        .stamped(ListDirectory.class, input -> listed(input.path()))
        .stamped(KindOf.class, input -> stamp(input.path()))
        .stamped(DigestOf.class, input -> stamp(input.path()))
        .stamped(Variable.class, input -> input.digest(variable(input.name())));
  }

  /** All that was looked at since this was made. */
  public Snapshot snapshot() {
    return new Snapshot(paths, variables).latestFirst();
  }

  /**
   * Notes the state of a path that is used without being read through here; {@code ours} says that
   * this process wrote it, and nobody else is expected to.
   */
  public void look(Path path, boolean ours) {
    paths.computeIfAbsent(
        path.toString(),
        _ -> {
          Stamp stamp = Stamp.of(path);
          boolean sure = ours || (own.isPresent() && path.startsWith(own.get()));
          return sure ? new Stamp(stamp.text(), false) : stamp;
        });
  }

  Optional<Digest> digest(Path file) throws IOException {
    return stats.digest(file);
  }

  /** This process wrote the path: its state from before does not count any more. */
  public void wrote(Path path) {
    paths.put(path.toString(), new Stamp(Stamp.of(path).text(), false));
  }

  /** The state of the path as first seen; empty if a later change may show the same. */
  private String stamp(Path path) {
    Stamp stamp = paths.computeIfAbsent(path.toString(), _ -> Stamp.of(path));
    return stamp.racy() ? "" : stamp.text();
  }

  /** A directory's state tells its names, and their kinds unless links lead elsewhere. */
  private String listed(Path path) {
    return linked.contains(path.toString()) ? "" : stamp(path);
  }

  private Path seen(Path path) {
    look(path, false);
    return path;
  }

  private Optional<String> variable(String name) {
    variables.put(name, Snapshot.value(environment, name));
    return Optional.ofNullable(environment.get(name));
  }

  private Optional<Digest> tree(TreeDigest input) throws IOException {
    if (kind(seen(input.path())) != Kind.DIRECTORY) return Optional.empty();
    return Optional.of(trees.digest(input.path(), input.without(), this::seen));
  }

  private static Optional<byte[]> bytes(Path path) throws ProblemException {
    // A device or a pipe could be read for ever.
    if (!Files.isRegularFile(path) && kind(path) == Kind.OTHER) return Optional.empty();
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (FileSystemException e) {
      if (e instanceof AccessDeniedException) throw unreadable(path, "permission denied");
      return Optional.empty();
    } catch (IOException e) {
      if (Files.isRegularFile(path)) throw unreadable(path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static Optional<Source> text(Path path) throws ProblemException {
    Optional<byte[]> bytes = bytes(path);
    if (bytes.isEmpty()) return Optional.empty();
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes.get());
    try {
      return Optional.of(new Source(path.toString(), decoder.decode(in).toString()));
    } catch (CharacterCodingException _) {
      throw new ProblemException(
          Problem.of(
              "the file `"
                  + path
                  + "` is not UTF-8: byte "
                  + in.position()
                  + " does not belong to a character"));
    }
  }

  private static ProblemException unreadable(Path path, String reason) {
    return new ProblemException(Problem.of("cannot read `" + path + "`: " + reason));
  }

  private Optional<Listing> listing(Path path) throws ProblemException {
    return list(path, () -> linked.add(path.toString()));
  }

  private static Optional<Listing> list(Path path, Runnable link) throws ProblemException {
    var entries = new HashMap<String, Kind>();
    try (var names = Files.newDirectoryStream(path)) {
      for (Path each : names) {
        Kind kind = unlinked(each);
        if (kind == Kind.OTHER) {
          kind = kind(each);
          if (Files.isSymbolicLink(each)) {
            link.run();
            if (kind == Kind.DIRECTORY) kind = Kind.DIRECTORY_LINK;
          }
        }
        entries.put(each.getFileName().toString(), kind);
      }
    } catch (AccessDeniedException _) {
      throw unreadable(path, "permission denied");
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.of(new Listing(entries));
  }

  static Kind kind(Path path) {
    BasicFileAttributes a;
    try {
      a = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException _) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Kind.BROKEN_LINK : Kind.ABSENT;
    }
    return kind(a);
  }

  private static Kind kind(BasicFileAttributes a) {
    if (a.isRegularFile()) return Kind.FILE;
    return a.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
  }

  private static Kind unlinked(Path path) {
    try {
      return kind(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException _) {
      return Kind.OTHER;
    }
  }

  static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
