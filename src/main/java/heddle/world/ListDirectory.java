package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The names in a directory; empty where there is none. */
public record ListDirectory(Path path)
    implements Traceable<Optional<Listing>>, Intrinsic<Optional<Listing>> {
  static final String KIND = "directory";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Optional<Listing> value) {
    return value
        .map(l -> Digest.of(l.entries().toString().getBytes(StandardCharsets.UTF_8)).hash())
        .orElse("absent");
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ListDirectory that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
