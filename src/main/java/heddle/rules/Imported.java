package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** A file of this machine, put in the store; empty where there is no regular file. */
public record Imported(Path path)
    implements Traceable<Optional<Digest>>, Intrinsic<Optional<Digest>> {
  static final String KIND = "imported";

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
}
