package heddle.cli;

import heddle.contract.Node;
import heddle.contract.Supply;
import heddle.fetch.Download;
import heddle.fetch.PackageUrl;
import heddle.fetch.RegistryAddress;
import heddle.rust.Inventory;
import heddle.text.Json;
import heddle.text.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build takes from elsewhere, one after the other: crates of the plan in their order, then
 * downloads, each once.
 */
record Takings(List<Taking> all) {
  /**
   * One of them.
   *
   * @param kind {@code crate} or {@code download}
   * @param name {@code name}, or {@code package:name} of a download
   * @param sha256 empty where there is none
   * @param size in bytes; 0 where nobody says it
   * @param source where it comes from, for people
   * @param hosts from whom; none if it is of this machine
   * @param askedBy packages that need it
   * @param fixed whether the bytes are fixed by a hash, or a commit
   */
  record Taking(
      String kind,
      String name,
      String version,
      String license,
      String sha256,
      long size,
      String source,
      List<String> hosts,
      List<String> askedBy,
      boolean fixed) {
    Taking {
      hosts = List.copyOf(hosts);
      askedBy = List.copyOf(askedBy);
    }

    String shown() {
      return kind.equals("crate") ? name + " v" + version : name;
    }

    Json json() {
      return JsonForm.object(
          Map.entry("kind", new Json.Str(kind)),
          Map.entry("name", new Json.Str(name)),
          Map.entry("version", new Json.Str(version)),
          Map.entry("license", new Json.Str(license)),
          Map.entry("sha256", new Json.Str(sha256)),
          Map.entry("size", Json.Num.of(size)),
          Map.entry("source", new Json.Str(source)),
          Map.entry("hosts", JsonForm.texts(hosts)),
          Map.entry("asked_by", JsonForm.texts(askedBy)));
    }
  }

  static Takings of(Inventory inventory) throws ProblemException {
    var all = new ArrayList<Taking>();
    for (int i = 0; i < inventory.crates().size(); i++) {
      Inventory.Crate each = inventory.crates().get(i);
      if (each.source().isPresent()) all.add(crate(inventory, i, each, each.source().get()));
    }
    var downloads = new LinkedHashMap<String, Taking>();
    for (int i = 0; i < inventory.supplies().size(); i++) {
      Node node = inventory.contracts().nodes().get(i);
      for (Supply each : inventory.supplies().get(i)) {
        Taking taking = download(inventory, node, each);
        downloads.putIfAbsent(taking.name() + " " + node.version() + taking.sha256(), taking);
      }
    }
    all.addAll(downloads.values());
    return new Takings(List.copyOf(all));
  }

  private static Taking crate(Inventory inventory, int index, Inventory.Crate crate, String source)
      throws ProblemException {
    var askers = new LinkedHashSet<String>();
    for (Inventory.Crate each : inventory.crates()) {
      if (each.dependencies().contains(index)) askers.add(each.shown());
    }
    boolean git = source.startsWith("git+");
    String url = git ? source.substring(4) : RegistryAddress.of("", source).index().toString();
    return new Taking(
        "crate",
        crate.name(),
        crate.version(),
        crate.license(),
        crate.sha256().orElse(""),
        0,
        source,
        host(url),
        List.copyOf(askers),
        crate.sha256().isPresent() || (git && source.contains("#")));
  }

  private static Taking download(Inventory inventory, Node node, Supply supply) {
    String name = node.pkg() + ":" + supply.name();
    String sha256 = "";
    long size = 0;
    String source = "";
    List<String> hosts = List.of();
    switch (supply.by()) {
      case Supply.By.Bytes(Download wanted, boolean _) -> {
        sha256 = wanted.sha256();
        size = wanted.size();
        source =
            wanted
                .local()
                .map(p -> local(inventory, p.toString()))
                .orElse(String.join(" ", wanted.urls()));
        hosts = wanted.urls().stream().flatMap(url -> host(url).stream()).distinct().toList();
      }
      case Supply.By.Directory(var path) -> source = local(inventory, path + "/");
      case Supply.By.Installed _ -> source = "the system";
    }
    return new Taking(
        "download",
        name,
        node.version(),
        supply.declared().license(),
        sha256,
        size,
        source,
        hosts,
        List.of(node.shown()),
        !sha256.isEmpty() || hosts.isEmpty());
  }

  private static String local(Inventory inventory, String path) {
    return path.replace(inventory.root() + "/", "");
  }

  private static List<String> host(String url) {
    Optional<PackageUrl> archive = PackageUrl.parse(url);
    if (archive.isPresent()) return List.of(RegistryAddress.host(archive.get()));
    try {
      return Optional.ofNullable(URI.create(url).getHost()).stream().toList();
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }
}
