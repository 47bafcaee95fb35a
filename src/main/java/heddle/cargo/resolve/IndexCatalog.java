package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.fetch.Index;
import heddle.fetch.IndexFile;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The packages of one registry, by its index. Entries are parsed when a version is looked at, and
 * those that say nonsense or are of a later schema are left out, as in cargo ({@code
 * sources/registry/index}).
 */
public final class IndexCatalog implements Catalog {
  /** Which archives are on this machine, by package and the first 16 digits of its checksum. */
  public interface Here {
    boolean has(PackageId id, long sum);
  }

  private final SourceId registry;
  private final Index index;
  private final Optional<Here> here;
  private final EntryReading reading;
  private final Map<String, Releases> crates = new HashMap<>();

  /** What was on this machine of crates that are expected; what comes may be the same. */
  private final Map<String, Releases> before = new HashMap<>();

  private final Set<String> expected = new HashSet<>();

  /** Crates that the registry was taken not to have changed. */
  private final Set<String> presumed = new LinkedHashSet<>();

  private boolean presuming;

  /** Whether the registry was asked for anything. */
  private boolean asked;

  /**
   * @param here which archives are on this machine: given (offline), only they count if one of them
   *     will do
   */
  public IndexCatalog(SourceId registry, Index index, Optional<Here> here) {
    this.registry = registry;
    this.index = index;
    this.here = here;
    this.reading = new EntryReading(registry);
  }

  @Override
  public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    asked = true;
    return matching(releases(name), versions);
  }

  private List<Offer> matching(Releases releases, Predicate<Version> versions)
      throws ProblemException {
    var all = new ArrayList<Offer>();
    var local = new ArrayList<Offer>();
    for (Release release : releases.all()) {
      if (versions.test(release.version()) && release.state() == Release.State.SOUND) {
        all.add(release);
        if (here.isPresent() && here.get().has(release.id(), release.sum)) {
          local.add(release);
        }
      }
    }
    return local.isEmpty() ? all : local;
  }

  @Override
  public List<Offer> locked(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    Optional<Releases> kept = crates.containsKey(name) ? Optional.empty() : kept(name);
    if (kept.isPresent()) {
      List<Offer> found = matching(kept.get(), versions);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return offers(source, name, versions);
  }

  @Override
  public List<Offer> told(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    Optional<Releases> kept = asked ? Optional.empty() : kept(name);
    return kept.isPresent() ? matching(kept.get(), versions) : offers(source, name, versions);
  }

  /** What is on this machine of a crate. */
  private Optional<Releases> kept(String name) throws ProblemException {
    Optional<Releases> known = Optional.ofNullable(before.get(name));
    if (known.isEmpty()) {
      Optional<IndexFile> file = index.kept(name);
      if (file.isPresent()) {
        known = Optional.of(Releases.of(name, file.get(), reading));
        before.put(name, known.get());
      }
    }
    return known;
  }

  @Override
  public boolean holds(SourceId source, String name) {
    return index.kept(name).isPresent();
  }

  @Override
  public List<Rejected> rejected(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    var rejected = new ArrayList<Rejected>();
    Releases releases = releases(name);
    if (!releases.spelling().equals(name)) {
      return List.of();
    }
    for (Release release : releases.all()) {
      if (versions.test(release.version())) {
        Release.State state = release.state();
        if (state == Release.State.INVALID) {
          rejected.add(
              new Rejected(release.version(), "its entry in the index is not valid", false));
        } else if (state == Release.State.LATER) {
          rejected.add(new Rejected(release.version(), "it needs a newer cargo, or Heddle", false));
        } else if (release.yanked()) {
          rejected.add(new Rejected(release.version(), "it is yanked", true));
        }
      }
    }
    return rejected;
  }

  /** The file of a name holds what differs in case only; dashes and underscores are often mixed. */
  @Override
  public List<String> names(SourceId source, String name)
      throws ProblemException, InterruptedException {
    var names = new LinkedHashSet<String>();
    for (String other : List.of(name, name.replace('-', '_'), name.replace('_', '-'))) {
      Releases releases = releases(other);
      if (!releases.all().isEmpty() && !releases.spelling().equals(name)) {
        names.add(releases.spelling());
      }
    }
    names.addAll(index.names());
    return List.copyOf(names);
  }

  @Override
  public boolean isOffline(SourceId source) {
    return here.isPresent();
  }

  /**
   * Most likely what was chosen last time is chosen again: what it needs is expected, too, so that
   * all of it is asked for at once, and not level by level.
   */
  @Override
  public void expect(SourceId source, String name) throws ProblemException {
    var next = new ArrayDeque<String>();
    next.add(name);
    while (!next.isEmpty()) {
      String crate = next.remove();
      if (!expected.add(crate)) {
        continue;
      }
      asked = true;
      index.expect(crate);
      Optional<Releases> kept = kept(crate);
      if (kept.isPresent()) {
        for (Release release : kept.get().all()) {
          if (release.noted.isPresent()) {
            for (Wanted wanted : release.summary().dependencies()) {
              if (wanted.isTransitive() && !wanted.optional() && wanted.source().equals(registry)) {
                next.add(wanted.name());
              }
            }
          }
        }
      }
    }
  }

  @Override
  public void presume() {
    presuming = true;
  }

  @Override
  public boolean confirm() throws ProblemException, InterruptedException {
    presuming = false;
    boolean same = true;
    for (String name : presumed) {
      same = same && releases(name) == before.get(name);
    }
    presumed.clear();
    return same;
  }

  @Override
  public void keep() throws ProblemException {
    for (var each : before.entrySet()) {
      // What is not asked for anew stays as it is, and what was found out of it is noted.
      if (!crates.containsKey(each.getKey())) {
        each.getValue().keep();
      }
    }
    for (Releases each : crates.values()) {
      each.keep();
    }
    index.settle();
  }

  private Releases releases(String name) throws ProblemException, InterruptedException {
    Releases known = crates.get(name);
    if (known == null && presuming) {
      Optional<Releases> kept = kept(name);
      if (kept.isPresent()) {
        expect(registry, name);
        presumed.add(name);
        return kept.get();
      }
    }
    if (known == null) {
      Optional<IndexFile> file = index.versions(name);
      Releases old = before.get(name);
      if (file.isEmpty()) {
        known = Releases.none(name, reading);
      } else {
        known =
            old != null && old.file() == file.get() ? old : Releases.of(name, file.get(), reading);
      }
      crates.put(name, known);
    }
    return known;
  }
}
