package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;

/** Keys with underscores, which older editions take and edition 2024 refuses. */
final class Underscores {
  private Underscores() {}

  /** Warns of, or refuses, the old spelling of a key that was found at the place. */
  static void check(
      Place place,
      String key,
      boolean redundant,
      String kind,
      Edition edition,
      List<Problem> warnings)
      throws ProblemException {
    String old = key.replace('-', '_');
    if (edition.isAtLeast(Edition.E2024)) {
      throw Fields.problem(
          place, "`" + old + "` is unsupported as of the 2024 edition; instead use `" + key + "`");
    }
    warnings.add(
        Problem.at(
            place,
            redundant
                ? "`"
                    + old
                    + "` is redundant with `"
                    + key
                    + "`, preferring `"
                    + key
                    + "` in the "
                    + kind
                : "`"
                    + old
                    + "` is deprecated in favor of `"
                    + key
                    + "` and will not work in the 2024 edition"));
  }
}
