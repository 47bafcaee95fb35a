package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import heddle.text.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a UTF-8 file, named by its path; empty where there is no regular file. Text that is
 * not UTF-8 is a problem that names the byte.
 */
public record ReadText(Path path)
    implements Traceable<Optional<Source>>, Intrinsic<Optional<Source>> {
  static final String KIND = "text";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Optional<Source> value) {
    return value
        .map(s -> Digest.of(s.text().getBytes(StandardCharsets.UTF_8)).hash())
        .orElse("absent");
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadText that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
