package heddle.text;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names and pairs that hold for a target, in the order rustc printed them. */
public record CfgSet(Set<Cfg> cfgs) {
  public CfgSet {
    for (Cfg cfg : cfgs) {
      if (!(cfg instanceof Cfg.Name || cfg instanceof Cfg.Pair)) {
        throw new IllegalArgumentException(cfg + " is neither a name nor a pair");
      }
    }
    cfgs = Collections.unmodifiableSet(new LinkedHashSet<>(cfgs));
  }

  public boolean contains(Cfg cfg) {
    return cfgs.contains(cfg);
  }

  /** Reads the lines of {@code rustc --print cfg}. */
  public static CfgSet parse(List<String> lines) throws ProblemException {
    var cfgs = new LinkedHashSet<Cfg>();
    for (String line : lines) {
      if (!line.isBlank()) {
        var place = new Source("rustc --print cfg", line).all();
        cfgs.add(new CfgParser(line, place, Set.of()).single());
      }
    }
    return new CfgSet(cfgs);
  }
}
