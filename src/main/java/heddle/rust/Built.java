package heddle.rust;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph that was built: what is shown of each unit, what each script's run gave, by the unit's
 * index, and the documentation tests that can run.
 */
record Built(Build build, List<Shown> shown, Map<Integer, ScriptRun> runs, List<DocTest> docTests) {
  Built {
    shown = List.copyOf(shown);
    runs = Map.copyOf(new HashMap<>(runs));
    docTests = List.copyOf(docTests);
  }

  /**
   * A library whose documentation is tested, and the arguments for rustdoc that its dependencies
   * and scripts ask for.
   */
  record DocTest(int unit, List<String> arguments) {
    DocTest {
      arguments = List.copyOf(arguments);
    }
  }
}
