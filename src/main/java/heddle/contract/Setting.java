package heddle.contract;

import heddle.text.Json;
import java.util.List;
import java.util.Optional;

/**
 * An option of one node with its value, who decided it, and the wishes that were heard. Without a
 * value it is unset.
 */
public record Setting(
    OptionDeclaration option, Optional<Json> value, Origin origin, List<Wished> wishes) {
  /** What a dependent wants. */
  public record Wished(Json value, Origin.Wish origin) {}

  public Setting {
    wishes = List.copyOf(wishes);
  }
}
