package heddle.platform.toolchain;

import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A target as rustc's {@code --target} names it: one of its own, or the path of a JSON
 * specification, whose file's name without the ending then is the target's.
 */
public final class NamedTarget {
  private static final String ENDING = ".json";

  private NamedTarget() {}

  /** Empty if rustc has no such target, or there is no such file below {@code base}. */
  public static Optional<RustcTarget> find(Surroundings surroundings, Path base, String text)
      throws Exception {
    if (!text.endsWith(ENDING)) {
      return RustcTargets.find(text);
    }
    Path file = base.resolve(text).normalize();
    Optional<String> json = surroundings.read(file);
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RustcTarget.ofSpecification(shortName(text), new Source(file.toString(), json.get())));
  }

  /** The name that variables and directories carry. */
  public static String shortName(String text) {
    return text.endsWith(ENDING)
        ? text.substring(text.lastIndexOf('/') + 1, text.length() - ENDING.length())
        : text;
  }

  static ProblemException unknown(Place place, String text) {
    return new ProblemException(
        Problem.at(
                place,
                text.endsWith(ENDING)
                    ? "there is no target specification `" + text + "`"
                    : "`" + text + "` is not a target of rustc")
            .withHelp("`heddle targets explain " + text + "` says what it means elsewhere"));
  }
}
