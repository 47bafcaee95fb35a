package heddle.world;

import heddle.engine.Handlers;
import heddle.store.StatCache;
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
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the world for the inputs of this room: the file system, and the environment it was made
 * with.
 */
public final class Observation {
  private final Map<String, String> environment;
  private final StatCache stats;

  public Observation(Map<String, String> environment, StatCache stats) {
    this.environment = Map.copyOf(environment);
    this.stats = stats;
  }

  /** The rules of this room's inputs, for plain requests and for traces. */
  public Handlers handlers() {
    return Handlers.none()
        .with(ReadText.class, (input, _) -> text(input.path()))
        .with(ListDirectory.class, (input, _) -> list(input.path()))
        .with(KindOf.class, (input, _) -> kind(input.path()))
        .with(DigestOf.class, (input, _) -> stats.digest(input.path()))
        .with(Variable.class, (input, _) -> Optional.ofNullable(environment.get(input.name())))
        .traceable(ReadText.KIND, key -> new ReadText(Path.of(key)))
        .traceable(ListDirectory.KIND, key -> new ListDirectory(Path.of(key)))
        .traceable(KindOf.KIND, key -> new KindOf(Path.of(key)))
        .traceable(DigestOf.KIND, key -> new DigestOf(Path.of(key)))
        .traceable(Variable.KIND, Variable::new);
  }

  static Optional<Source> text(Path path) throws ProblemException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (FileSystemException e) {
      if (e instanceof AccessDeniedException) throw unreadable(path, "permission denied");
      return Optional.empty();
    } catch (IOException e) {
      if (Files.isRegularFile(path)) throw unreadable(path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
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

  static Optional<Listing> list(Path path) throws ProblemException {
    var entries = new HashMap<String, Kind>();
    try (var names = Files.newDirectoryStream(path)) {
      for (Path each : names) entries.put(each.getFileName().toString(), kind(each));
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
      return Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS) ? Kind.OTHER : Kind.ABSENT;
    }
    if (a.isRegularFile()) return Kind.FILE;
    return a.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
  }
}
