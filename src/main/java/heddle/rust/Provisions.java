package heddle.rust;

import heddle.cargo.CrateFolder;
import heddle.cargo.CrateSource;
import heddle.cargo.Lock;
import heddle.cargo.LockedPackage;
import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.contract.Supply;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.fetch.RegistryAddress;
import heddle.fetch.VendorDirectory;
import heddle.text.Problem;
import heddle.text.ProblemException;
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

  Provisions(Equipment with, Inventory inventory)
      throws InterruptedException, ProblemException, BuildException {
    this.with = with;
    this.inventory = inventory;
    this.locked = with.evaluate(new Wanted(with, inventory.root()));
  }

  /** The packages of the lock that are not of this machine, without what the root drops. */
  private record Wanted(Equipment with, Path root) implements Task<List<Lock.Locked>> {
    @Override
    public List<Lock.Locked> run(Context c) throws Exception {
      Lock lock = c.get(new ReadLock(root.resolve("Cargo.lock")));
      var policy = c.get(new PolicedRequest(with)).policy();
      return new LockedPackages(lock, policy)
          .all().stream().filter(each -> each.source().isPresent()).toList();
    }
  }

  /** How much there is. */
  public record Count(int crates, int downloads) {}

  /** The folders of the lock's packages, fetched if need be. */
  private record Folders(List<Lock.Locked> locked) implements Task<List<Path>> {
    @Override
    public List<Path> run(Context c) throws Exception {
      return c
          .all(
              locked.stream()
                  .map(each ->
                      new CrateSource(
                          new LockedPackage(
                              new PackageId(
                                  each.name(), each.version(), each.source().orElseThrow()),
                              each.checksum())))
                  .toList())
          .stream()
          .map(CrateFolder::path)
          .toList();
    }
  }

  /** Fetches the crates of the lock and the downloads of the plan, the latter also to a place. */
  public Count fetch(Optional<Path> downloads)
      throws InterruptedException, ProblemException, BuildException {
    with.evaluate(new Folders(locked));
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
    List<String> git =
        locked.stream()
            .filter(each -> each.source().orElseThrow().isGit())
            .map(each -> each.name() + " v" + each.version())
            .toList();
    if (!git.isEmpty()) {
      throw new ProblemException(
          Problem.of("packages from git are not vendored: " + String.join(", ", git))
              .withHelp("`cargo vendor` can; Heddle builds from its directory too"));
    }
    List<Path> folders = with.evaluate(new Folders(locked));
    var vendor = new VendorDirectory(directory);
    List<String> names = names();
    for (int i = 0; i < locked.size(); i++) {
      Lock.Locked each = locked.get(i);
      vendor.add(names.get(i), folders.get(i), each.checksum().orElse(""));
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

  /** What cargo's configuration must say to build from the directory. */
  public String configuration(String directory) {
    var text = new StringBuilder();
    Set<SourceId> sources = new LinkedHashSet<>();
    locked.forEach(each -> sources.add(each.source().orElseThrow()));
    var names = new ArrayList<SourceId>(sources);
    for (SourceId each : names) {
      if (each.isCratesIo()) {
        text.append("[source.").append(RegistryAddress.cratesIo().name()).append("]\n");
      } else {
        text.append("[source.\"").append(each.asUrl()).append("\"]\nregistry = \"");
        text.append(each.asUrl().startsWith("sparse+") ? each.asUrl() : each.url()).append("\"\n");
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
