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
}
