package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;

/** An option that names a target and stands alone: cargo says what it could name. */
final class UnnamedTarget {
  private UnnamedTarget() {}

  static ProblemException problem(String option, List<String> known) {
    String several =
        switch (option) {
          case "bin" -> "binaries";
          case "example" -> "examples";
          default -> option + " targets";
        };
    return new ProblemException(
        Problem.of(
            "\"--"
                + option
                + "\" takes one argument.\n"
                + (known.isEmpty()
                    ? "No " + several + " available."
                    : "Available " + several + ":\n    " + String.join("\n    ", known))));
  }
}
