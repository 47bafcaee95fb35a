package heddle.cargo.resolve;

import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.cargo.Workspace;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What cargo says behind a package of a new lock: that a newer version is there, or that this one
 * wants a newer Rust than those above it promise ({@code ops/cargo_update.rs}).
 */
public final class Available {
  /**
   * The words with a space before them.
   *
   * @param behind whether they name a newer version
   */
  public record Note(String text, boolean behind) {}

  private final Catalog catalog;
  private final List<Locking.Precise> precise;
  private final Map<PackageId, Version> rust;
  private final Set<PackageId> near = new HashSet<>();

  /**
   * @param precise of what was asked for at one version no other counts as available
   * @param honors whether the versions of Rust of the members were to be suited
   * @param rustc the version of rustc, which counts for members that name none; if they do not
   *     count, for all
   */
  public Available(
      Resolved resolved,
      Workspace workspace,
      Catalog catalog,
      List<Locking.Precise> precise,
      boolean honors,
      Optional<Version> rustc)
      throws ProblemException {
    this.catalog = catalog;
    this.precise = List.copyOf(precise);
    this.rust = honors ? promised(resolved, workspace, rustc) : new HashMap<>();
    for (Package member : workspace.members()) {
      near.add(member.id());
      near.addAll(resolved.graph().getOrDefault(member.id(), Set.of()));
    }
    if (!honors && rustc.isPresent()) {
      resolved.graph().keySet().forEach(id -> rust.put(id, plain(rustc.get())));
    }
  }

  private static Version plain(Version version) {
    return Version.of(version.major(), version.minor(), version.patch());
  }

  /** For each package the oldest Rust that a member above it promises. */
  private static Map<PackageId, Version> promised(
      Resolved resolved, Workspace workspace, Optional<Version> rustc) throws ProblemException {
    record Step(Version rust, PackageId id) {}
    var steps = new ArrayDeque<Step>();
    for (Package member : workspace.members()) {
      Optional<String> said = member.manifest().about().rustVersion();
      Optional<Version> own =
          said.isPresent() ? Optional.of(MemberRust.full(said.get())) : rustc.map(Available::plain);
      own.ifPresent(version -> steps.add(new Step(version, member.id())));
    }
    var oldest = new HashMap<PackageId, Version>();
    while (!steps.isEmpty()) {
      Step step = steps.remove();
      Version known = oldest.getOrDefault(step.id, step.rust);
      if (oldest.containsKey(step.id) && known.compareTo(step.rust) <= 0) {
        continue;
      }
      oldest.put(step.id, step.rust);
      for (PackageId below : resolved.graph().getOrDefault(step.id, Set.of())) {
        steps.add(new Step(step.rust, below));
      }
    }
    return oldest;
  }

  /** What is to be said of a package of the lock. */
  public Optional<Note> note(PackageId id) throws ProblemException, InterruptedException {
    if (id.source().isPath()) {
      return Optional.empty();
    }
    // Older ones are not read: nothing is said of them.
    Version own = id.version();
    List<Offer> offers =
        catalog.told(
            id.source(),
            id.name(),
            version -> version.equals(own) || plain(version).compareTo(plain(own)) >= 0);
    Predicate<Offer> suits = suits(id);
    Optional<Offer> summary = offers.stream().filter(s -> s.id().version().equals(own)).findFirst();
    List<Offer> counting =
        offers.stream()
            .filter(offer ->
                precise.stream()
                    .filter(each -> each.isOf(id.name(), id.source()))
                    .allMatch(each -> each.wanted().equals(offer.id().version())))
            .toList();
    Optional<Note> newer = newer(id, counting, suits);
    if (summary.isPresent() && !suits.test(summary.get())) {
      String wanted = summary.get().rust().map(Available::shown).orElse("");
      return Optional.of(new Note(" (requires Rust " + wanted + ")", newer.isPresent()));
    }
    return newer;
  }

  private Predicate<Offer> suits(PackageId id) {
    Optional<Version> promised = Optional.ofNullable(rust.get(id));
    return summary ->
        promised.isEmpty()
            || summary.rust().isEmpty()
            || summary.rust().get().matches(promised.get());
  }

  private Optional<Note> newer(PackageId id, List<Offer> offers, Predicate<Offer> suits)
      throws ProblemException {
    if (!id.source().isRegistry()) {
      return Optional.empty();
    }
    Version own = id.version();
    var compatible =
        VersionReq.parse(
            "^"
                + Version.of(own.major(), own.minor(), own.patch())
                + (own.pre().isEmpty() ? "" : "-" + own.pre()));
    Predicate<Offer> near =
        s -> !s.id().version().equals(own) && compatible.matches(s.id().version());
    Predicate<Offer> later = s -> isLater(s.id().version(), own);
    boolean direct = this.near.contains(id);
    Optional<Offer> found = highest(offers, near.and(suits));
    if (found.isEmpty() && direct) {
      found = highest(offers, later.and(suits));
    }
    if (found.isPresent()) {
      return found.map(s -> new Note(" (available: v" + s.id().version() + ")", true));
    }
    found = highest(offers, near);
    if (found.isEmpty() && direct) {
      found = highest(offers, later);
    }
    return found.map(s ->
        new Note(
            " (available: v"
                + s.id().version()
                + s.rust().map(r -> ", requires Rust " + shown(r)).orElse("")
                + ")",
            true));
  }

  private static boolean isLater(Version candidate, Version own) {
    return own.compareTo(candidate) < 0
        && (!candidate.isPrerelease() || plain(candidate).equals(plain(own)));
  }

  private static Optional<Offer> highest(List<Offer> offers, Predicate<Offer> which) {
    return offers.stream()
        .filter(offer -> !offer.yanked())
        .filter(which)
        .max((one, other) -> one.id().version().compareTo(other.id().version()));
  }

  private static String shown(VersionReq rust) {
    return rust.toString().substring(1);
  }
}
