package heddle.rust;

import heddle.engine.Handlers;
import heddle.world.Observation;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the rules of a workspace change of its build.
 *
 * @param handlers puts the rules that stand for intrinsics into the build's own handlers
 * @param key what enters the key of every process of the build: the digest of rules that stand for
 *     an intrinsic, else empty
 * @param observation what the rules have looked at already, and the build goes on with
 */
public record Interchange(
    UnaryOperator<Handlers> handlers, String key, Optional<Observation> observation) {
  /** A workspace without rules. */
  public static final Interchange NONE =
      new Interchange(UnaryOperator.identity(), "", Optional.empty());
}
