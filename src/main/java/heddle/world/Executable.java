package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import java.nio.file.Path;

/** Whether the path leads to a regular file that Heddle's user may execute. */
public record Executable(Path path) implements Traceable<Boolean>, Intrinsic<Boolean> {
  static final String KIND = "executable";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return path.toString();
  }

  @Override
  public String digest(Boolean value) {
    return value.toString();
  }
}
