package heddle.cargo;

import heddle.text.Cfg;
import heddle.text.CfgSet;
import heddle.text.Place;
import heddle.text.ProblemException;
import java.util.Optional;

/** The key of a {@code [target.KEY]} table: a triple, or an expression over cfgs. */
public sealed interface TargetCondition {
  record Triple(String name) implements TargetCondition {
    @Override
    public String toString() {
      return name;
    }
  }

  record Matching(Cfg cfg) implements TargetCondition {
    @Override
    public String toString() {
      return "cfg(" + cfg + ")";
    }
  }

  static TargetCondition parse(String key, Place place) throws ProblemException {
    Optional<Cfg> cfg = Cfg.ofTarget(key, place);
    if (cfg.isPresent()) {
      return new Matching(cfg.get());
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '.') {
        throw Fields.problem(
            place,
            key.indexOf('(') >= 0
                ? "unexpected `(` character in `"
                    + key
                    + "`, cfg expressions must start with `cfg(` and end with `)`"
                : "unexpected character `" + c + "` in target name `" + key + "`");
      }
    }
    return new Triple(key);
  }

  /** Whether it holds for the target of this triple with these cfgs. */
  default boolean matches(String triple, CfgSet cfgs) {
    return switch (this) {
      case Triple t -> t.name.equals(triple);
      case Matching m -> m.cfg.matches(cfgs);
    };
  }
}
