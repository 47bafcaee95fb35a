package heddle.cargo.resolve;

import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.text.ProblemException;
import java.util.List;
import java.util.function.Predicate;

/** The packages of sources. Answers do not change while a resolution runs. */
public interface Catalog {
  /** The package's versions at a source that the predicate takes, in any order. */
  List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException;

  /** Says that a package will soon be asked for. */
  default void expect(SourceId source, String name) {}

  /**
   * Whether another source stands in the place of this one. If it is open already, cargo then lets
   * a yanked version count that the lock has of any source ({@code sources/replaced.rs}).
   */
  default boolean isReplaced(SourceId source) throws ProblemException {
    return false;
  }
}
