package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code heddle build} gives with these words, run at the root of the workspace: {@code new
 * CargoBuild("-p", "tool", "--release")}. Options of the command line that Heddle was started with
 * and that say how all is built ({@code --offline}, {@code -o}, {@code --config} and their like)
 * hold here as well. Builds of one evaluation run one after the other.
 */
public record CargoBuild(List<String> words)
    implements Input<CargoBuild.Made>, Intrinsic<CargoBuild.Made> {
  public CargoBuild {
    words = List.copyOf(words);
  }

  public CargoBuild(String... words) {
    this(List.of(words));
  }

  /** The files of the packages asked for, which are in the store, by their names in target/. */
  public record Made(Map<String, Digest> files) {
    public Made {
      files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * The file of this name: {@code tool}, {@code libtool.so}.
     *
     * @throws ProblemException if the build gave none
     */
    public Digest file(String name) throws ProblemException {
      if (!files.containsKey(name)) {
        throw new ProblemException(
            Problem.of("the build gave no `" + name + "`")
                .withNote("it gave: " + String.join(", ", files.keySet())));
      }
      return files.get(name);
    }
  }
}
