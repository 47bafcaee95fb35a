package heddle.contract.policy;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Toml;
import java.util.List;
import java.util.Set;

/** Texts that can be what they are for: no path, variable or argument holds a NUL. */
public final class SoundText {
  /** What Heddle itself says to a script, so that no contract can say it otherwise. */
  private static final Set<String> OWN =
      Set.of(
          "CARGO",
          "CARGO_MANIFEST_DIR",
          "HEDDLE_CONTEXT",
          "HEDDLE_PUBLISH",
          "HOST",
          "NUM_JOBS",
          "OUT_DIR",
          "PROFILE",
          "RUSTC",
          "RUSTDOC",
          "TARGET");

  private SoundText() {}

  /** Each key and string with a NUL in it, at any depth, is a problem. */
  public static void check(Toml value, List<Problem> problems) {
    switch (value) {
      case Toml.Text text -> nul(text.value(), text.place(), problems);
      case Toml.Array array -> array.items().forEach(each -> check(each, problems));
      case Toml.Table table ->
          table
              .entries()
              .values()
              .forEach(entry -> {
                nul(entry.key(), entry.keyPlace(), problems);
                check(entry.value(), problems);
              });
      default -> {}
    }
  }

  private static void nul(String text, Place place, List<Problem> problems) {
    if (text.indexOf('\0') >= 0)
      problems.add(Problem.at(place, "a text here cannot hold the character NUL"));
  }

  /** The name of a variable that a contract hands something over by. */
  public static void variable(String name, Place place, List<Problem> problems) {
    if (OWN.contains(name))
      problems.add(
          Problem.at(place, "`" + name + "` is a variable that Heddle sets for every script"));
    else if (!name.matches("[^=\\s\\p{Cntrl}]+"))
      problems.add(
          Problem.at(place, "`" + name + "` cannot be the name of a variable")
              .withHelp("it has no `=`, no space and no control character, and is not empty"));
  }
}
