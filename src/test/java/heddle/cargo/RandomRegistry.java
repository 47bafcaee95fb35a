package heddle.cargo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Crates made by chance of two registries, as vendored directories, and what a workspace may do
 * with them: depend on them, patch or replace them. Crates lead to crates made before.
 */
final class RandomRegistry {
  private static final String OTHER = "sparse+https://other.invalid/";
  private static final List<String> VERSIONS = List.of("0.1.0", "1.0.0", "1.2.3", "2.0.0");

  /** One version of a crate with the features that can be asked for. */
  record Crate(String name, String version, boolean other, TreeSet<String> features) {
    /** A requirement that this version meets, and maybe another. */
    String requirement(Random random) {
      String part = version.substring(0, version.lastIndexOf('.'));
      return List.of("=" + version, version, part, "*").get(random.nextInt(4));
    }
  }

  private final Random random;
  private final Path root;
  private final List<Crate> crates = new ArrayList<>();
  private final List<String> links = new ArrayList<>();

  RandomRegistry(Random random, Path root) {
    this.random = random;
    this.root = root;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** The {@code links} keys of the crates. */
  List<String> links() {
    return links;
  }

  /** The folder of a crate. */
  static Path folder(Path root, PackageId id) {
    String vendor = id.source().isCratesIo() ? "vendor" : "vendor2";
    return root.resolve(vendor).resolve(id.name() + "-" + id.version());
  }

  void write() throws IOException {
    int count = chance(25) ? 0 : 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      boolean other = chance(25);
      String name = (other ? "o" : "c") + (char) ('a' + i) + (chance(20) ? "-y" : "");
      var versions = new TreeSet<String>();
      for (int v = chance(35) ? 2 : 1; v > 0; v--) {
        versions.add(any(VERSIONS));
      }
      boolean linked = versions.size() == 1 && chance(25);
      var features = new TreeSet<>(List.of("f0"));
      if (chance(50)) {
        features.add("default");
      }
      if (chance(50)) {
        features.add("f1");
      }
      var made = new ArrayList<Crate>();
      for (String version : versions) {
        made.add(crate(new Crate(name, version, other, features), linked));
      }
      crates.addAll(made);
    }
    Files.createDirectories(root.resolve("vendor"));
    Files.createDirectories(root.resolve("vendor2"));
  }

  private Crate crate(Crate made, boolean linked) throws IOException {
    String name = made.name;
    String version = made.version;
    Path folder = root.resolve(made.other ? "vendor2" : "vendor").resolve(name + "-" + version);
    var out = new StringBuilder("[package]\nname = \"" + name + "\"\nversion = \"");
    out.append(version).append("\"\nedition = \"").append(any(List.of("2015", "2021")));
    out.append("\"\n");
    boolean macro = chance(15);
    if (linked || chance(25)) {
      write(folder.resolve("build.rs"), "fn main() {}");
      if (linked) {
        out.append("links = \"").append(name).append("\"\n");
        links.add(name);
      }
    }
    write(folder.resolve("src/lib.rs"), "");
    var optional = new ArrayList<String>();
    var dependencies = new StringBuilder();
    var used = new HashSet<String>();
    for (String table : List.of("dependencies", "build-dependencies", "dev-dependencies")) {
      for (Crate each : crates) {
        if (chance(table.equals("dependencies") ? 30 : 10)) {
          dependencies.append(
              dependency(each, table, !table.startsWith("dev"), true, optional, used));
        }
      }
    }
    var own = new TreeSet<String>();
    var table = new StringBuilder("[features]\n");
    for (String feature : made.features) {
      table.append(feature).append(" = [").append(values(optional, own)).append("]\n");
      own.add(feature);
    }
    out.append(macro ? "[lib]\nproc-macro = true\n" : "").append(table).append(dependencies);
    write(folder.resolve("Cargo.toml"), out.toString());
    write(
        folder.resolve(".cargo-checksum.json"),
        "{\"files\":{},\"package\":\"" + "0".repeat(64) + "\"}");
    return made;
  }

  private String values(List<String> optional, SortedSet<String> own) {
    var values = new ArrayList<String>();
    if (!optional.isEmpty() && chance(70)) {
      String name = any(optional);
      values.add(any(List.of("dep:" + name, name + "/default", name + "?/f0", name + "/f0")));
    }
    if (!own.isEmpty() && chance(30)) {
      values.add(own.first());
    }
    return values.isEmpty() ? "" : "\"" + String.join("\", \"", values) + "\"";
  }

  /** Tables of dependencies of a member, each on one of the crates. */
  String dependencies(List<String> optional) {
    var out = new StringBuilder();
    var used = new HashSet<String>();
    for (Crate each : crates) {
      if (chance(35)) {
        String table = any(List.of("dependencies", "dependencies", "build-dependencies"));
        boolean dev = chance(20);
        out.append(dependency(each, dev ? "dev-dependencies" : table, !dev, false, optional, used));
      }
    }
    return out.toString();
  }

  private String dependency(
      Crate crate,
      String table,
      boolean mayBeOptional,
      boolean published,
      List<String> optional,
      Set<String> used) {
    String key = chance(15) ? "re_" + crate.name.replace('-', '_') : crate.name;
    if (optional.contains(key)) {
      return "";
    }
    String condition = any(RandomPackages.CONDITIONS);
    if (!used.add(condition + table + key)) {
      return "";
    }
    var out = new StringBuilder(condition.isEmpty() ? "[" : "[target." + condition);
    out.append(table).append('.').append(key).append("]\nversion = \"");
    out.append(crate.requirement(random)).append("\"\n");
    if (!key.equals(crate.name)) {
      out.append("package = \"").append(crate.name).append("\"\n");
    }
    if (crate.other) {
      out.append(published ? "registry-index = \"" + OTHER : "registry = \"mine").append("\"\n");
    }
    if (chance(25)) {
      out.append("default-features = false\n");
    }
    if (!crate.features.isEmpty() && chance(40)) {
      out.append("features = [\"").append(any(List.copyOf(crate.features))).append("\"]\n");
    }
    if (mayBeOptional && chance(30)) {
      out.append("optional = true\n");
      optional.add(key);
    }
    return out.toString();
  }

  /** A {@code [patch]} or {@code [replace]} of some crates by packages in folders, or nothing. */
  String patches() throws IOException {
    if (crates.isEmpty() || !chance(40)) {
      return "";
    }
    boolean replace = chance(35);
    var out = new StringBuilder();
    var seen = new TreeSet<String>();
    for (Crate each : crates) {
      if (!chance(40) || !seen.add(each.name)) {
        continue;
      }
      Path folder = root.resolve("patched").resolve(each.name);
      String version = replace || chance(70) ? each.version : any(VERSIONS);
      var manifest =
          new StringBuilder("[package]\nname = \"" + each.name + "\"\nversion = \"" + version);
      manifest.append("\"\nedition = \"2021\"\n[features]\n");
      for (String feature : each.features) {
        manifest.append(feature).append(" = []\n");
      }
      int index = crates.indexOf(each);
      if (index > 0 && chance(40)) {
        Crate below = crates.get(random.nextInt(index));
        if (!below.name.equals(each.name)) {
          manifest.append(
              dependency(below, "dependencies", false, false, new ArrayList<>(), new HashSet<>()));
        }
      }
      write(folder.resolve("Cargo.toml"), manifest.toString());
      write(folder.resolve("src/lib.rs"), "");
      String path = " = { path = \"patched/" + each.name + "\" }\n";
      if (!replace) {
        out.append(each.other ? "[patch.mine]\n" : "[patch.crates-io]\n");
        String text = out.toString();
        int first = text.indexOf(each.other ? "[patch.mine]" : "[patch.crates-io]");
        if (first >= 0 && first < text.lastIndexOf("[patch.")) {
          out.setLength(out.lastIndexOf("[patch."));
          int line = first + text.substring(first).indexOf('\n') + 1;
          out.insert(line, each.name + path);
        } else {
          out.append(each.name).append(path);
        }
      } else if (!each.other) {
        out.append('"').append(each.name).append(':').append(each.version).append('"').append(path);
      }
    }
    return replace && !out.isEmpty() ? "[replace]\n" + out : out.toString();
  }

  /** A crate of one version that a copy in a folder overrides, or nothing. */
  private String override() throws IOException {
    List<Crate> single =
        crates.stream()
            .filter(c -> crates.stream().filter(o -> o.name.equals(c.name)).count() == 1)
            .filter(c -> !Files.exists(root.resolve("patched").resolve(c.name)))
            .toList();
    if (single.isEmpty() || !chance(15)) {
      return "";
    }
    Crate crate = any(single);
    Path from = root.resolve(crate.other ? "vendor2" : "vendor");
    from = from.resolve(crate.name + "-" + crate.version);
    Path to = root.resolve("over").resolve(crate.name);
    for (String file : List.of("Cargo.toml", "build.rs", "src/lib.rs")) {
      if (Files.exists(from.resolve(file))) {
        String text = Files.readString(from.resolve(file));
        String other = chance(50) ? "9.0.0" : crate.version;
        write(
            to.resolve(file),
            text.replaceFirst(
                "\nversion = \"" + crate.version + "\"", "\nversion = \"" + other + "\""));
      }
    }
    return "paths = [\"" + (chance(50) ? "over" : "over/" + crate.name) + "\"]\n";
  }

  /** The configuration that leads to the crates. */
  String configuration() throws IOException {
    return override()
        + "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"vendor\"\n"
        + "[registries.mine]\nindex = \""
        + OTHER
        + "\"\n[source.theirs]\nregistry = \""
        + OTHER
        + "\"\nreplace-with = \"v2\"\n[source.v2]\ndirectory = \"vendor2\"\n";
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }
}
