package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** The digest of a regular file's bytes, through the stat cache; empty where there is none. */
public record DigestOf(Path path)
    implements Traceable<Optional<Digest>>, Intrinsic<Optional<Digest>> {
  static final String KIND = "digest";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Optional<Digest> value) {
    return value.map(Digest::toString).orElse("absent");
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof DigestOf that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
