package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One dialect's reading of a text: the dialect's own canonical text and fields under its own names,
 * and the target that they mean, if Heddle knows the machine.
 */
public record Reading(
    Dialect dialect,
    String text,
    String canonical,
    Map<String, String> fields,
    Optional<Target> meaning) {

  public Reading {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * The target; a problem where the dialect's name stands for a machine that Heddle does not know.
   */
  public Target target() throws ProblemException {
    if (meaning.isPresent()) {
      return meaning.get();
    }
    throw new ProblemException(
        Problem.of(
            "`"
                + text
                + "` is `"
                + canonical
                + "`, a machine or system of which Heddle knows nothing"));
  }

  /**
   * How another dialect's tools would be told of this reading; empty if they have no word for it.
   */
  public Optional<String> spelling(Dialect other) {
    if (other == dialect) {
      return Optional.of(canonical);
    }
    if (dialect == Dialect.RUSTC && other == Dialect.LLVM) {
      return Optional.of(fields.getOrDefault("llvm_target", ""));
    }
    return meaning.flatMap(t -> Spelling.nearest(t, other));
  }

  public static Reading of(String text, Dialect dialect) throws ProblemException {
    return switch (dialect) {
      case RUSTC -> rustc(text);
      case LLVM -> LlvmReading.of(text);
      case GNU -> GnuReading.of(text);
      case DEBIAN -> DebianReading.of(text);
      case GO -> GoReading.of(text);
      case PYTHON -> PythonReading.of(text);
      case ZIG -> ZigReading.of(text);
      case MESON -> MesonReading.of(text);
      case CMAKE -> CmakeReading.of(text);
    };
  }

  /** The reading of a JSON target specification, named by the text that names its file. */
  public static Reading ofSpecification(String text, Source json) throws ProblemException {
    String file = text.substring(text.lastIndexOf('/') + 1);
    String name = file.endsWith(".json") ? file.substring(0, file.length() - 5) : file;
    RustcTarget target = RustcTarget.ofSpecification(name, json);
    return new Reading(Dialect.RUSTC, text, name, target.columns(), Optional.of(target.target()));
  }

  private static Reading rustc(String text) throws ProblemException {
    var row = RustcTargets.find(text);
    if (row.isEmpty()) {
      throw new ProblemException(unknownRustcTarget(text));
    }
    return new Reading(
        Dialect.RUSTC, text, text, row.get().columns(), Optional.of(row.get().target()));
  }

  private static Problem unknownRustcTarget(String text) {
    Problem problem = Problem.of("`" + text + "` is not a target of rustc");
    return text.endsWith(".json")
        ? problem.withHelp("a JSON specification is named by the path of its file")
        : problem;
  }
}
