package heddle.rust;

import heddle.cargo.GitReference;
import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.engine.BuildException;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.fetch.RegistryAddress;
import heddle.fetch.VendorDirectory;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory that holds all that one workspace or several need from elsewhere, so that they build
 * without a network. Source of the rules: cargo's {@code ops/vendor.rs}.
 */
public final class Vendoring {
  /**
   * How the directory is kept.
   *
   * @param keepOthers whether packages of earlier runs stay
   * @param versioned whether every name ends in the version, not only that of an older one
   */
  public record Style(boolean keepOthers, boolean versioned) {}

  private record Item(Path folder, String checksum, Optional<String> manifest) {}

  private final Map<PackageId, Item> items = new LinkedHashMap<>();
  private final Map<String, Download> downloads = new LinkedHashMap<>();
  private boolean supplies = false;

  /** Takes what a workspace needs. */
  public void add(Provisions provisions)
      throws InterruptedException, ProblemException, BuildException {
    List<Path> folders = provisions.folders();
    for (int i = 0; i < folders.size(); i++) {
      Lock.Locked each = provisions.locked().get(i);
      SourceId source = each.source().orElseThrow();
      Path folder = folders.get(i);
      items.put(
          new PackageId(each.name(), each.version(), source),
          new Item(
              folder,
              each.checksum().orElse(""),
              source.isGit() ? Optional.of(provisions.manifest(folder)) : Optional.empty()));
    }
    downloads.putAll(provisions.downloads());
    supplies |= provisions.supplies();
  }

  /** Makes the directory hold it; downloads are brought by the means of a workspace. */
  public Provisions.Count write(Path directory, Style style, Provisions means)
      throws InterruptedException, ProblemException, BuildException {
    Map<String, Item> named = named(style);
    var vendor = new VendorDirectory(directory);
    for (var each : named.entrySet()) {
      Item item = each.getValue();
      if (item.manifest().isPresent())
        vendor.addCheckout(each.getKey(), item.folder(), item.manifest().get());
      else vendor.add(each.getKey(), item.folder(), item.checksum());
    }
    if (!items.isEmpty() && !style.keepOthers()) vendor.keepOnly(named.keySet());
    for (var each : downloads.entrySet()) means.vendor(each.getKey(), each.getValue(), directory);
    return new Provisions.Count(items.size(), downloads.size());
  }

  /** The highest version of a name goes without its version, unless all are to have one. */
  private Map<String, Item> named(Style style) throws ProblemException {
    var highest = new HashMap<String, Version>();
    var sources = new HashMap<String, SourceId>();
    for (PackageId each : items.keySet()) {
      highest.merge(each.name(), each.version(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      String name = each.name() + " v" + each.version();
      Optional<SourceId> other = Optional.ofNullable(sources.putIfAbsent(name, each.source()));
      if (other.isPresent())
        throw new ProblemException(
            Problem.of(
                "found duplicate version of package `"
                    + name
                    + "` vendored from two sources:\n\n\tsource 1: "
                    + other.get().asUrl()
                    + "\n\tsource 2: "
                    + each.source().asUrl()));
    }
    var named = new LinkedHashMap<String, Item>();
    for (var each : items.entrySet()) {
      PackageId id = each.getKey();
      boolean plain = !style.versioned() && id.version().equals(highest.get(id.name()));
      named.put(plain ? id.name() : id.name() + "-" + id.version(), each.getValue());
    }
    return named;
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
    for (PackageId id : items.keySet()) {
      SourceId source = id.source();
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
    if (supplies) {
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
