package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The units of a build that are of one package. */
final class NamedUnits {
  private NamedUnits() {}

  /**
   * @param packages the package of each unit, by its index
   * @throws ProblemException if several packages are meant, or none
   */
  static List<Crate> of(List<Crate> crates, List<PackageId> packages, PackageIdSpec spec)
      throws ProblemException {
    List<Crate> own = new ArrayList<>();
    Set<String> matched = new TreeSet<>();
    for (Crate crate : crates) {
      if (spec.matches(packages.get(crate.index()))) {
        own.add(crate);
        matched.add(crate.pkg().specification());
      }
    }
    if (matched.size() > 1) {
      throw new ProblemException(
          Problem.of("`" + spec + "` names several packages of this build")
              .withHelp("name one of them: " + String.join(", ", matched)));
    }
    if (own.isEmpty()) {
      Problem none = Problem.of("no unit of this build is of a package `" + spec + "`");
      Set<String> all = new TreeSet<>();
      crates.forEach(crate -> all.add(crate.pkg().name()));
      var near = Suggestion.among(all, spec.name());
      throw new ProblemException(
          near.isPresent() ? none.withHelp("did you mean `" + near.get().name() + "`?") : none);
    }
    return own;
  }
}
