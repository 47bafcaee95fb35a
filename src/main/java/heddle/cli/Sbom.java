package heddle.cli;

import heddle.contract.Node;
import heddle.contract.OptionType;
import heddle.contract.Setting;
import heddle.contract.Supply;
import heddle.contract.policy.LicenseExpression;
import heddle.fetch.Download;
import heddle.fetch.PackageUrl;
import heddle.fetch.RegistryAddress;
import heddle.rust.Inventory;
import heddle.text.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bill of materials of a plan in CycloneDX 1.6 (ECMA-424): crates, the native libraries they
 * stand for, downloads, the compiler, and the options that were decided. It holds no time and no
 * path of this machine, so that one plan gives one text.
 */
record Sbom(Inventory inventory) {
  private static final String WORKSPACE = "workspace";

  String cyclonedx() {
    var components = new ArrayList<Json>();
    var relations = new ArrayList<Json>();
    for (Inventory.Crate each : inventory.crates()) crate(each, components, relations);
    supplies(components);
    for (Inventory.Tool each : inventory.tools()) components.add(tool(each));
    relations.addFirst(workspace());
    return JsonForm.object(
            Map.entry("bomFormat", new Json.Str("CycloneDX")),
            Map.entry("specVersion", new Json.Str("1.6")),
            Map.entry("version", Json.Num.of(1)),
            Map.entry("metadata", metadata()),
            Map.entry("components", new Json.Arr(components)),
            Map.entry("dependencies", new Json.Arr(relations)))
        .compact();
  }

  /** The workspace itself depends on its members. */
  private Json workspace() {
    var members = new ArrayList<String>();
    for (Inventory.Crate each : inventory.crates()) if (each.member()) members.add(reference(each));
    return JsonForm.object(
        Map.entry("ref", new Json.Str(WORKSPACE)), Map.entry("dependsOn", JsonForm.texts(members)));
  }

  /** A compiler is not delivered: its scope is what CycloneDX calls excluded. */
  private static Json tool(Inventory.Tool tool) {
    String reference = "tool:" + tool.name() + "@" + tool.version() + ":" + tool.triple();
    return JsonForm.object(
        Map.entry("type", new Json.Str("application")),
        Map.entry("bom-ref", new Json.Str(reference)),
        Map.entry("name", new Json.Str(tool.name())),
        Map.entry("version", new Json.Str(tool.version())),
        Map.entry("scope", new Json.Str("excluded")),
        Map.entry("properties", properties(Map.of("heddle:triple", tool.triple()))));
  }

  private Json metadata() {
    return JsonForm.object(
        Map.entry(
            "tools",
            JsonForm.object(
                Map.entry(
                    "components",
                    new Json.Arr(
                        List.of(
                            JsonForm.object(
                                Map.entry("type", new Json.Str("application")),
                                Map.entry("name", new Json.Str("heddle")),
                                Map.entry("version", new Json.Str(VersionCommand.VERSION)))))))),
        Map.entry("component", subject()));
  }

  /** What the bill is of: the one member by its name, or the workspace by that of its directory. */
  private Json subject() {
    var members = new LinkedHashMap<String, Json>();
    members.put("type", new Json.Str("application"));
    members.put("bom-ref", new Json.Str(WORKSPACE));
    List<Inventory.Crate> own = inventory.crates().stream().filter(each -> each.member()).toList();
    members.put(
        "name",
        new Json.Str(
            own.size() == 1
                ? own.getFirst().name()
                : String.valueOf(inventory.root().getFileName())));
    if (own.size() == 1) members.put("version", new Json.Str(own.getFirst().version()));
    return new Json.Obj(members);
  }

  private void crate(Inventory.Crate crate, List<Json> components, List<Json> relations) {
    var members = new LinkedHashMap<String, Json>();
    members.put("type", new Json.Str("library"));
    members.put("bom-ref", new Json.Str(reference(crate)));
    members.put("name", new Json.Str(crate.name()));
    members.put("version", new Json.Str(crate.version()));
    if (!crate.license().isEmpty())
      members.put("licenses", new Json.Arr(List.of(license(crate.license()))));
    crate.sha256().ifPresent(sum -> members.put("hashes", hashes(sum)));
    crate.source().ifPresent(source -> members.put("purl", new Json.Str(purl(crate, source))));
    Map<String, String> options = options(crate);
    if (!options.isEmpty()) members.put("properties", properties(options));
    components.add(new Json.Obj(members));
    var below = new ArrayList<Json>();
    crate
        .dependencies()
        .forEach(index -> below.add(new Json.Str(reference(inventory.crates().get(index)))));
    if (crate.links().isPresent()) {
      String native_ = "native:" + reference(crate);
      components.add(
          JsonForm.object(
              Map.entry("type", new Json.Str("library")),
              Map.entry("bom-ref", new Json.Str(native_)),
              Map.entry("name", new Json.Str(crate.links().get())),
              Map.entry(
                  "properties",
                  properties(Map.of("heddle:native", "linked by " + crate.shown())))));
      below.add(new Json.Str(native_));
    }
    for (String each : downloads(crate)) below.add(new Json.Str(each));
    relations.add(
        JsonForm.object(
            Map.entry("ref", new Json.Str(reference(crate))),
            Map.entry("dependsOn", new Json.Arr(below))));
  }

  /** References of what the package's script takes from elsewhere. */
  private Set<String> downloads(Inventory.Crate crate) {
    var all = new TreeSet<String>();
    for (int i = 0; i < inventory.supplies().size(); i++) {
      Node node = inventory.contracts().nodes().get(i);
      if (!node.pkg().equals(crate.name()) || !node.version().equals(crate.version())) continue;
      for (Supply each : inventory.supplies().get(i)) all.add(reference(node, each));
    }
    return all;
  }

  private static String reference(Node node, Supply supply) {
    return "download:" + node.pkg() + "@" + node.version() + ":" + supply.name();
  }

  private void supplies(List<Json> components) {
    var seen = new TreeSet<String>();
    for (int i = 0; i < inventory.supplies().size(); i++) {
      Node node = inventory.contracts().nodes().get(i);
      for (Supply each : inventory.supplies().get(i)) {
        String reference = reference(node, each);
        if (!seen.add(reference)) continue;
        var members = new LinkedHashMap<String, Json>();
        members.put("type", new Json.Str("file"));
        members.put("bom-ref", new Json.Str(reference));
        members.put("name", new Json.Str(node.pkg() + ":" + each.name()));
        if (!each.declared().license().isEmpty())
          members.put("licenses", new Json.Arr(List.of(license(each.declared().license()))));
        String from = "the system";
        switch (each.by()) {
          case Supply.By.Bytes(Download bytes, boolean replaced) -> {
            members.put("hashes", hashes(bytes.sha256()));
            from = replaced ? "the root's replacement" : "its declaration";
            var references = new ArrayList<Json>();
            for (String url : bytes.urls()) {
              // Its own member for the name in a registry; the last one, should there be several.
              if (PackageUrl.is(url)) members.put("purl", new Json.Str(url));
              else
                references.add(
                    JsonForm.object(
                        Map.entry("type", new Json.Str("distribution")),
                        Map.entry("url", new Json.Str(url))));
            }
            if (!references.isEmpty()) members.put("externalReferences", new Json.Arr(references));
          }
          case Supply.By.Directory _ -> from = "a directory of the root";
          case Supply.By.Installed _ -> {}
        }
        members.put(
            "properties", properties(Map.of("heddle:download", node.shown() + ", by " + from)));
        components.add(new Json.Obj(members));
      }
    }
  }

  /** The options of the package in this plan that somebody decided. */
  private Map<String, String> options(Inventory.Crate crate) {
    var all = new LinkedHashMap<String, String>();
    List<Node> nodes = inventory.contracts().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).pkg().equals(crate.name())
          || !nodes.get(i).version().equals(crate.version())) continue;
      for (Setting each : inventory.contracts().settings().get(i).values())
        each.value()
            .ifPresent(value ->
                all.put(
                    "heddle:option:" + each.option().name(),
                    OptionType.shown(value).replace(inventory.root() + "/", "")));
    }
    return all;
  }

  private static String reference(Inventory.Crate crate) {
    return crate.name() + "@" + crate.version() + (crate.source().isEmpty() ? "#path" : "");
  }

  private static Json license(String text) {
    String expression = text.replace("/", " OR ");
    return LicenseExpression.reads(text)
        ? JsonForm.object(Map.entry("expression", new Json.Str(expression)))
        : JsonForm.object(
            Map.entry("license", JsonForm.object(Map.entry("name", new Json.Str(text)))));
  }

  private static Json hashes(String sha256) {
    return new Json.Arr(
        List.of(
            JsonForm.object(
                Map.entry("alg", new Json.Str("SHA-256")),
                Map.entry("content", new Json.Str(sha256)))));
  }

  private static Json properties(Map<String, String> named) {
    var all = new ArrayList<Json>();
    named.forEach((name, value) ->
        all.add(
            JsonForm.object(
                Map.entry("name", new Json.Str(name)), Map.entry("value", new Json.Str(value)))));
    return new Json.Arr(all);
  }

  /** A package URL (ECMA-427), which says of a crate that is not of crates.io where it is from. */
  private static String purl(Inventory.Crate crate, String source) {
    String name = "pkg:cargo/" + crate.name() + "@" + encoded(crate.version());
    if (source.equals(RegistryAddress.cratesIo().source())) return name;
    boolean git = source.startsWith("git+");
    return name + (git ? "?vcs_url=" : "?repository_url=") + encoded(source.replace('#', '@'));
  }

  private static String encoded(String version) {
    return URLEncoder.encode(version, StandardCharsets.UTF_8);
  }

  /**
   * The crates as the field {@code Static-Built-Using} of Debian (policy 7.8) lists source
   * packages: with the versions of the crates, since only Debian knows its revisions.
   */
  String staticBuiltUsing() {
    var names = new TreeSet<String>();
    for (Inventory.Crate each : inventory.crates()) {
      if (each.source().isPresent())
        names.add(
            "rust-"
                + each.name().replace('_', '-').toLowerCase(Locale.ROOT)
                + " (= "
                + Optional.of(each.version()).map(v -> v.replaceAll("\\+.*", "")).get()
                + ")");
    }
    names.add("rustc (= " + inventory.tools().getFirst().version() + ")");
    return "Static-Built-Using: " + String.join(", ", names);
  }
}
