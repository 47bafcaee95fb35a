package heddle.platform.binary;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a wheel's name promises ({@code NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl}, PEP 427)
 * against what its files need.
 */
final class WheelName {
  private WheelName() {}

  static void check(String path, Draft draft) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    List<String> words = List.of(file.substring(0, file.length() - 4).split("-", -1));
    if (words.size() < 5) {
      draft.notes.add("its name is not that of a wheel");
      return;
    }
    String abi = words.get(words.size() - 2);
    String platforms = words.getLast();
    var clashes = new ArrayList<String>();
    boolean fits = platforms.equals("any") && draft.facets.isEmpty();
    for (String platform : platforms.split("\\.", -1)) {
      List<String> said = clashes(platform, draft);
      fits |= said.isEmpty();
      clashes.addAll(said);
    }
    if (!fits) {
      clashes.forEach(said -> draft.notes.add("its name promises another platform: " + said));
    }
    python(abi, words.get(words.size() - 3), draft);
  }

  /** One of several platforms is enough; a tag that Heddle does not read promises nothing. */
  private static List<String> clashes(String platform, Draft draft) {
    if (platform.equals("any")) {
      return draft.facets.isEmpty() ? List.of() : List.of("any, with native files");
    }
    // The parts of a universal file are held against nothing, as each has a processor of its own.
    Abi mine = new Abi(draft.facets);
    if (draft.facets.isEmpty() || mine.get(Facet.ARCH).orElse("").contains(" and ")) {
      return List.of();
    }
    try {
      Abi promised = Abi.of(Target.parse(platform, Dialect.PYTHON));
      return mine.against(promised, true).stream()
          .filter(clash -> clash.facet() != Facet.LIBC || promised.get(Facet.LIBC).isPresent())
          .map(clash -> platform + ", " + clash.text())
          .toList();
    } catch (ProblemException _) {
      return List.of();
    }
  }

  private static void python(String abi, String python, Draft draft) {
    String floor = draft.facets.getOrDefault(Facet.PYTHON_MIN, "");
    if (abi.equals("abi3") && !floor.isEmpty() && python.startsWith("cp3")) {
      String promised = "3." + python.substring(3).split("\\.", -1)[0];
      if (Versions.compare(floor, promised) > 0) {
        draft.notes.add(
            "its name promises CPython " + promised + ", its files need CPython " + floor);
      }
    }
  }
}
