package heddle.cargo;

import heddle.engine.Intrinsic;
import java.util.List;
import java.util.Optional;

/** Asks rustc about a triple, or about the host where there is none, with these flags in force. */
public record TargetInfo(Optional<String> triple, List<String> rustflags)
    implements Intrinsic<TargetFacts> {
  public TargetInfo {
    rustflags = List.copyOf(rustflags);
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof TargetInfo that
        && triple.equals(that.triple)
        && rustflags.equals(that.rustflags);
  }

  @Override
  public int hashCode() {
    return 31 * triple.hashCode() + rustflags.hashCode();
  }
}
