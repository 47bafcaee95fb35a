package heddle.cargo.resolve;

import heddle.cargo.Package;
import heddle.cargo.Version;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of Rust that the members of a workspace say they need. */
public record MemberRust(List<Package> members) {
  public MemberRust {
    members = List.copyOf(members);
  }

  /** The newest format that the oldest Rust of a member reads. */
  int lockFormat() throws ProblemException {
    Optional<Version> lowest = Optional.empty();
    for (Package member : members) {
      Optional<String> rust = member.manifest().about().rustVersion();
      if (rust.isPresent()) {
        Version version = full(rust.get());
        if (lowest.isEmpty() || version.compareTo(lowest.get()) < 0) {
          lowest = Optional.of(version);
        }
      }
    }
    if (lowest.isEmpty() || lowest.get().compareTo(Version.of(1, 83, 0)) >= 0) {
      return 4;
    }
    if (lowest.get().compareTo(Version.of(1, 53, 0)) >= 0) {
      return 3;
    }
    return lowest.get().compareTo(Version.of(1, 41, 0)) >= 0 ? 2 : 1;
  }

  /** The versions of Rust of the members, which count with resolver 3; that of rustc if none. */
  public List<Version> versions(Optional<Version> rustc) throws ProblemException {
    var versions = new ArrayList<Version>();
    for (Package member : members) {
      Optional<String> rust = member.manifest().about().rustVersion();
      if (rust.isPresent()) {
        versions.add(full(rust.get()));
      }
    }
    if (versions.isEmpty()) {
      rustc.map(v -> Version.of(v.major(), v.minor(), v.patch())).ifPresent(versions::add);
    }
    return versions;
  }

  /** A version of Rust with zeros for what it leaves out. */
  public static Version full(String partial) throws ProblemException {
    long dots = partial.chars().filter(c -> c == '.').count();
    return Version.parse(partial + ".0".repeat((int) Math.max(0, 2 - dots)));
  }
}
