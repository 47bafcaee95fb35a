package heddle.rust;

import heddle.cargo.CrateFolder;
import heddle.cargo.CrateSource;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.FindPackage;
import heddle.cargo.Lock;
import heddle.cargo.LockedPackage;
import heddle.cargo.LoneManifest;
import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.SourceId;
import heddle.cargo.Workspace;
import heddle.contract.Supply;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings all that building needs from elsewhere onto this machine. */
public final class Provisions {
  private final Equipment with;
  private final Inventory inventory;
  private final List<Lock.Locked> locked;
  private final List<Lock.Locked> dropped;

  Provisions(Equipment with, Inventory inventory)
      throws InterruptedException, ProblemException, BuildException {
    this.with = with;
    this.inventory = inventory;
    Wanted.Split split = with.evaluate(new Wanted(with));
    this.locked = split.wanted();
    this.dropped = split.dropped();
  }

  /** The packages of the lock that are not of this machine, and what of them the root drops. */
  private record Wanted(Equipment with) implements Task<Wanted.Split> {
    record Split(List<Lock.Locked> wanted, List<Lock.Locked> dropped) {}

    @Override
    public Split run(Context c) throws Exception {
      Workspace workspace = c.get(new ReadWorkspace(with.manifest(), with.reading()));
      Lock lock = c.get(new ReadLock(workspace.lockFile()));
      var policy = c.get(new PolicedRequest(with)).policy();
      List<Lock.Locked> wanted = elsewhere(lock, policy);
      var dropped = new ArrayList<>(elsewhere(lock, FeaturePolicy.NONE));
      dropped.removeAll(wanted);
      return new Split(wanted, List.copyOf(dropped));
    }

    private static List<Lock.Locked> elsewhere(Lock lock, FeaturePolicy policy) {
      return new LockedPackages(lock, policy)
          .all().stream().filter(each -> each.source().isPresent()).toList();
    }
  }

  /** How much there is. */
  public record Count(int crates, int downloads) {}

  /** The folders of the lock's packages, fetched if need be. */
  private record Folders(Equipment with, List<Lock.Locked> locked) implements Task<List<Path>> {
    @Override
    public List<Path> run(Context c) throws Exception {
      List<CrateFolder> folders =
          c.all(
              locked.stream()
                  .map(each ->
                      new CrateSource(
                          new LockedPackage(
                              new PackageId(
                                  each.name(), each.version(), each.source().orElseThrow()),
                              each.checksum())))
                  .toList());
      var all = new ArrayList<Path>();
      for (int i = 0; i < folders.size(); i++) {
        Lock.Locked each = locked.get(i);
        SourceId source = each.source().orElseThrow();
        Path folder = folders.get(i).path();
        // A repository has several packages: the one of this name.
        all.add(
            source.isGit()
                ? c.get(
                        new FindPackage(
                            folder,
                            new PackageId(each.name(), each.version(), source),
                            with.reading()))
                    .root()
                : folder);
      }
      return all;
    }
  }

  /** The manifest of a package of a git checkout, without its workspace. */
  private record Manifest(Path folder) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      Source own = c.get(new ReadText(folder.resolve(NAME))).orElseThrow();
      Optional<Source> root = Optional.empty();
      for (Path above = folder; root.isEmpty(); above = above.getParent()) {
        if (above == null || above.getNameCount() == 0) break;
        Optional<Source> there = c.get(new ReadText(above.resolve(NAME)));
        if (there.isPresent() && LoneManifest.isRoot(there.get())) root = there;
      }
      return LoneManifest.text(own, root);
    }

    private static final String NAME = "Cargo.toml";
  }

  /** The packages that the root's options drop, which plain cargo would miss, by name. */
  public List<String> dropped() {
    return dropped.stream().map(each -> each.name() + " v" + each.version()).toList();
  }

  /** Fetches the crates of the lock and the downloads of the plan, the latter also to a place. */
  public Count fetch(Optional<Path> downloads)
      throws InterruptedException, ProblemException, BuildException {
    with.evaluate(new Folders(with, locked));
    Map<String, Download> wanted = downloads();
    for (var each : wanted.entrySet()) {
      if (downloads.isPresent())
        with.downloads().vendor(each.getValue(), each.getKey(), downloads.get());
      else with.downloads().bring(each.getValue());
    }
    return new Count(locked.size(), wanted.size());
  }

  /** The packages of the lock that come from elsewhere. */
  List<Lock.Locked> locked() {
    return locked;
  }

  /** Their folders, fetched if need be. */
  List<Path> folders() throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new Folders(with, locked));
  }

  /** The manifest of a package of a git checkout, as it stands alone. */
  String manifest(Path folder) throws InterruptedException, ProblemException, BuildException {
    return with.engine().evaluate(new Manifest(folder));
  }

  /** Puts a download to its place below a vendor directory. */
  void vendor(String name, Download download, Path directory)
      throws InterruptedException, ProblemException, BuildException {
    with.downloads().vendor(download, name, directory.resolve(Downloads.VENDORED));
  }

  /** Whether the plan knows of sources beside crates, downloaded or not. */
  boolean supplies() {
    return inventory.supplies().stream().anyMatch(each -> !each.isEmpty());
  }

  /**
   * The downloads of the plan by {@code PACKAGE/NAME}; those the root gives a directory have none.
   */
  Map<String, Download> downloads() throws ProblemException {
    var all = new LinkedHashMap<String, Download>();
    for (int i = 0; i < inventory.supplies().size(); i++) {
      String pkg = inventory.contracts().nodes().get(i).pkg();
      for (Supply each : inventory.supplies().get(i)) {
        if (!(each.by() instanceof Supply.By.Bytes(Download bytes, boolean _))) continue;
        String name = pkg + "/" + each.name();
        Optional<Download> other = Optional.ofNullable(all.putIfAbsent(name, bytes));
        // Where two versions or platforms differ, plain cargo could be given one of them only.
        if (other.isPresent() && !other.get().sha256().equals(bytes.sha256()))
          all.put(name + "-" + bytes.sha256().substring(0, 8), bytes);
      }
    }
    return all;
  }
}
