package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import java.nio.file.Path;
import java.util.Optional;

/** The path behind all links; empty if there is nothing. */
public record RealPath(Path path) implements Traceable<Optional<Path>>, Intrinsic<Optional<Path>> {
  static final String KIND = "real";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Optional<Path> value) {
    return value.map(Path::toString).orElse("");
  }
}
