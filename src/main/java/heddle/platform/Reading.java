package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One dialect's reading of a text: the dialect's own canonical text and fields under its own names,
 * and the target that they mean.
 */
public record Reading(
    Dialect dialect, String text, String canonical, Map<String, String> fields, Target target) {

  public Reading {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  public static Reading of(String text, Dialect dialect) throws ProblemException {
    return switch (dialect) {
      case RUSTC -> rustc(text);
      case LLVM -> LlvmReading.of(text);
      default -> throw new ProblemException(Problem.of("no reader for " + dialect.id()));
    };
  }

  private static Reading rustc(String text) throws ProblemException {
    var row = RustcTargets.find(text);
    if (row.isEmpty()) {
      throw new ProblemException(unknownRustcTarget(text));
    }
    return new Reading(Dialect.RUSTC, text, text, row.get().columns(), row.get().target());
  }

  private static Problem unknownRustcTarget(String text) {
    Problem problem = Problem.of("`" + text + "` is not a target of rustc");
    return text.endsWith(".json")
        ? problem.withHelp("a JSON specification is named by the path of its file")
        : problem;
  }
}
