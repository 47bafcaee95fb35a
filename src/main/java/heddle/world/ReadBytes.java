package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a file; empty where there is no regular file. */
public record ReadBytes(Path path)
    implements Traceable<Optional<Bytes>>, Intrinsic<Optional<Bytes>> {
  static final String KIND = "bytes";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Optional<Bytes> value) {
    return value.map(b -> Digest.of(b.toArray()).toString()).orElse("absent");
  }
}
