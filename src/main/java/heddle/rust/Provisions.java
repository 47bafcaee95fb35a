package heddle.rust;

import heddle.cargo.CrateFolder;
import heddle.cargo.CrateSource;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.FindPackage;
import heddle.cargo.GitReference;
import heddle.cargo.Lock;
import heddle.cargo.LockedPackage;
import heddle.cargo.LoneManifest;
import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.contract.Supply;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.fetch.RegistryAddress;
import heddle.fetch.VendorDirectory;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings all that building needs from elsewhere onto this machine, and into a directory that is
 * enough without a network.
 */
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

  /** Makes the directory hold the crates of the lock and the downloads of the plan. */
  public Count vendor(Path directory)
      throws InterruptedException, ProblemException, BuildException {
    List<Path> folders = with.evaluate(new Folders(with, locked));
    var vendor = new VendorDirectory(directory);
    List<String> names = names();
    for (int i = 0; i < locked.size(); i++) {
      Lock.Locked each = locked.get(i);
      if (each.source().orElseThrow().isGit())
        vendor.addCheckout(
            names.get(i), folders.get(i), with.engine().evaluate(new Manifest(folders.get(i))));
      else vendor.add(names.get(i), folders.get(i), each.checksum().orElse(""));
    }
    if (!locked.isEmpty()) vendor.keepOnly(Set.copyOf(names));
    Map<String, Download> wanted = downloads();
    for (var each : wanted.entrySet())
      with.downloads()
          .vendor(each.getValue(), each.getKey(), directory.resolve(Downloads.VENDORED));
    return new Count(locked.size(), wanted.size());
  }

  /** As cargo vendor names them: the highest version of a name without its version. */
  private List<String> names() {
    var highest = new TreeMap<String, Version>();
    for (Lock.Locked each : locked)
      highest.merge(each.name(), each.version(), (a, b) -> a.compareTo(b) > 0 ? a : b);
    return locked.stream()
        .map(each ->
            each.version().equals(highest.get(each.name()))
                ? each.name()
                : each.name() + "-" + each.version())
        .toList();
  }

  /**
   * The downloads of the plan by {@code PACKAGE/NAME}; those the root gives a directory have none.
   */
  private Map<String, Download> downloads() throws ProblemException {
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

  /** The name that cargo gives a source, without the commit of a lock. */
  private static String plain(SourceId source) {
    return new SourceId(source.kind(), source.url(), source.reference(), Optional.empty()).asUrl();
  }

  private static String registry(SourceId source) {
    String index = source.asUrl().startsWith("sparse+") ? source.asUrl() : source.url();
    return "registry = \"" + index + "\"\n";
  }

  private static String git(SourceId source) {
    String url = "git = \"" + source.url() + "\"\n";
    return url
        + switch (source.reference()) {
          case GitReference.Branch(String name) -> "branch = \"" + name + "\"\n";
          case GitReference.Tag(String name) -> "tag = \"" + name + "\"\n";
          case GitReference.Rev(String name) -> "rev = \"" + name + "\"\n";
          case GitReference.DefaultBranch() -> "";
        };
  }

  /** What cargo's configuration must say to build from the directory. */
  public String configuration(String directory) {
    var text = new StringBuilder();
    Set<SourceId> sources = new LinkedHashSet<>();
    var seen = new LinkedHashSet<String>();
    for (Lock.Locked each : locked) {
      SourceId source = each.source().orElseThrow();
      if (seen.add(plain(source))) sources.add(source);
    }
    var names = new ArrayList<SourceId>(sources);
    for (SourceId each : names) {
      if (each.isCratesIo()) {
        text.append("[source.").append(RegistryAddress.cratesIo().name()).append("]\n");
      } else {
        text.append("[source.\"").append(plain(each)).append("\"]\n");
        text.append(each.isGit() ? git(each) : registry(each));
      }
      text.append("replace-with = \"vendored-sources\"\n\n");
    }
    if (!names.isEmpty())
      text.append("[source.vendored-sources]\ndirectory = \"").append(directory).append("\"\n");
    if (inventory.supplies().stream().anyMatch(each -> !each.isEmpty())) {
      if (!names.isEmpty()) text.append('\n');
      text.append("[env]\nHEDDLE_DOWNLOADS = { value = \"")
          .append(directory)
          .append('/')
          .append(Downloads.VENDORED)
          .append("\", relative = true }\n");
    }
    return text.toString();
  }
}
