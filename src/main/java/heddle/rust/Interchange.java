package heddle.rust;

import heddle.engine.BuildException;
import heddle.engine.Handlers;
import heddle.text.Problem;
import heddle.world.Observation;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the rules of a workspace change of its build.
 *
 * @param handlers puts the rules that stand for intrinsics into the build's own handlers
 * @param key what enters the key of every process of the build: the digest of rules that stand for
 *     an intrinsic, else empty
 * @param actions whether a rule stands for {@code RunAction}, so that the processes of units are
 *     asked for as tasks
 * @param blame says what is wrong where a rule threw
 * @param observation what the rules have looked at already, and the build goes on with
 */
public record Interchange(
    UnaryOperator<Handlers> handlers,
    String key,
    boolean actions,
    Blame blame,
    Optional<Observation> observation) {
  /** A workspace without rules. */
  public static final Interchange NONE = without(Optional.empty());

  /** Rules that stand for no intrinsic. */
  public static Interchange without(Optional<Observation> observation) {
    return new Interchange(
        UnaryOperator.identity(), "", false, (_, _) -> Optional.empty(), observation);
  }

  /** What is wrong in the words of who wrote the rules; empty if no rule threw this. */
  @FunctionalInterface
  public interface Blame {
    Optional<Problem> of(Exception cause, BuildException failure);
  }
}
