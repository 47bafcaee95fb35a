package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.Version;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which candidate is tried first: what the lock or a patch has, then what suits most of the
 * versions of Rust asked for, then the highest version ({@code core/resolver/version_prefs.rs}).
 *
 * @param rust the versions of Rust that count; none, and they do not
 */
record Preferences(Set<PackageId> locked, List<Wanted> patches, List<Version> rust) {
  Preferences {
    locked = new HashSet<>(locked);
    patches = List.copyOf(patches);
    rust = List.copyOf(rust);
  }

  List<Summary> sorted(List<Summary> summaries) {
    return summaries.stream()
        .sorted(
            Comparator.comparing((Summary summary) -> !prefers(summary.id()))
                .thenComparingLong(summary -> -suits(summary))
                .thenComparing(summary -> summary.id().version(), Comparator.reverseOrder()))
        .toList();
  }

  private boolean prefers(PackageId id) {
    return locked.contains(id) || patches.stream().anyMatch(patch -> patch.matches(id));
  }

  private long suits(Summary summary) {
    return summary.rust().isEmpty()
        ? rust.size()
        : rust.stream().filter(summary.rust().get()::matches).count();
  }
}
