package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import java.nio.file.Path;

/** What stands at a path. */
public record KindOf(Path path) implements Traceable<Kind>, Intrinsic<Kind> {
  static final String KIND = "kind";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Kind value) {
    return value.name();
  }
}
