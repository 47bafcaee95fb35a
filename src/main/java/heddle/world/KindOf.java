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

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof KindOf that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
