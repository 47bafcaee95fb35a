package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/** The table {@code [replace]}: at most one entry is for a package, and it names one package. */
record Replacements(List<Entry> entries) {
  /** A package of this kind is replaced by what is wanted. */
  record Entry(PackageIdSpec spec, Wanted by) {}

  Replacements {
    entries = List.copyOf(entries);
  }

  /** What stands in for the package; nothing where the entry names the package itself. */
  Optional<Offer> insteadOf(PackageId id, Registry registry)
      throws ProblemException, InterruptedException {
    List<Entry> matching = entries.stream().filter(entry -> entry.spec.matches(id)).toList();
    if (matching.isEmpty()) {
      return Optional.empty();
    }
    Wanted by = matching.getFirst().by;
    List<Offer> found = registry.query(by);
    if (matching.size() > 1) {
      throw new ProblemException(Problem.of("several entries of `[replace]` match `" + id + "`"));
    }
    if (found.size() != 1 || !found.getFirst().id().version().equals(id.version())) {
      throw new ProblemException(
          Problem.of("`[replace]` names " + by + " for `" + id + "`, and " + shown(found)));
    }
    return Optional.of(found.getFirst()).filter(offer -> !offer.id().source().equals(id.source()));
  }

  private static String shown(List<Offer> found) {
    return switch (found.size()) {
      case 0 -> "there is no such package";
      case 1 -> "that is of version " + found.getFirst().id().version();
      default -> "there are several of them";
    };
  }
}
