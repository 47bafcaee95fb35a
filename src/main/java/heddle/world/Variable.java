package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import java.util.Optional;

/**
 * The value of an environment variable; empty if it is not set, which is not the same as an empty
 * text.
 */
public record Variable(String name)
    implements Traceable<Optional<String>>, Intrinsic<Optional<String>> {
  static final String KIND = "variable";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public String digest(Optional<String> value) {
    return value.map(v -> "=" + v).orElse("unset");
  }
}
