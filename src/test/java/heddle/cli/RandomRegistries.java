package heddle.cli;

import heddle.fetch.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random workspace over two random registries, as files: crates that need crates of the other
 * registry, packages in folders, {@code [patch]} of both registries, {@code [replace]}, features
 * with {@code dep:} and {@code ?}, links, yanked and pre-releases, versions of Rust.
 */
final class RandomRegistries {
  private static final List<String> VERSIONS =
      List.of(
          "0.0.1",
          "0.0.3",
          "0.1.0",
          "0.1.4",
          "0.2.0",
          "1.0.0",
          "1.0.1",
          "1.1.0",
          "1.2.0-beta.1",
          "1.2.0",
          "1.3.0+build",
          "2.0.0",
          "2.0.0-rc.2",
          "2.1.0",
          "3.0.0-alpha");
  private static final List<String> REQUIREMENTS =
      List.of(
          "*",
          "*",
          "*",
          "*",
          "1",
          "1",
          "1",
          "1.0",
          ">=0",
          "1.0.0",
          "^1.1",
          "~1.0",
          ">=0.1, <2",
          "0.1",
          "0.2",
          ">=1",
          "=1.0.1",
          "2",
          "0.0.1",
          "1.2.0-beta.1",
          ">=0.0.1",
          "<=1.1.0",
          "1.*",
          "0",
          "2.0.0-rc.1",
          "<3, >0.1");
  private static final List<String> FEATURES = List.of("default", "std", "extra");
  private static final String OTHER = "sparse+https://registry.invalid/other/";

  private final Random random;
  private final Path folder;
  final Path root;
  private final int crates;
  private final TreeMap<String, TreeMap<String, String>> index = new TreeMap<>();

  RandomRegistries(Random random, Path folder) {
    this.random = random;
    this.folder = folder;
    this.root = folder.resolve("workspace");
    this.crates = 3 + random.nextInt(8);
  }

  void write() throws IOException {
    for (String registry : List.of("one", "two")) {
      for (int i = 0; i < crates; i++) {
        for (String version : VERSIONS) {
          if (random.nextInt(10) < 9) {
            entry(registry, i, version);
          }
        }
      }
    }
    writeIndex();
    write(
        root.resolve(".cargo/config.toml"),
        """
        [source.crates-io]
        replace-with = "one"
        [source.one]
        local-registry = "%s"
        [registries.other]
        index = "%s"
        [source.other]
        registry = "%s"
        replace-with = "two"
        [source.two]
        local-registry = "%s"
        """
            .formatted(folder.resolve("one"), OTHER, OTHER, folder.resolve("two")));
    for (int i = 0; i < 3; i++) {
      folderPackage("path" + i, "path" + i, "0.1.0", i + 1 < 3 ? "path" + (i + 1) : "");
    }
    writeWorkspace();
  }

  /** Some versions appear, some are yanked, and perhaps the manifests change. */
  void moveOn() throws IOException {
    for (var crate : List.copyOf(index.keySet())) {
      for (String version : VERSIONS) {
        TreeMap<String, String> versions = index.getOrDefault(crate, new TreeMap<>());
        if (versions.containsKey(version)) {
          if (random.nextInt(10) == 0) {
            versions.computeIfPresent(
                version, (_, line) -> line.replace("\"yanked\":false", "\"yanked\":true"));
          }
        } else if (random.nextInt(8) == 0) {
          String registry = crate.substring(0, 3);
          entry(registry, Integer.parseInt(crate.substring(5)), version);
        }
      }
    }
    writeIndex();
    if (random.nextInt(3) > 0) {
      writeWorkspace();
    }
  }

  /** Versions of the crates of this name, in any registry. */
  List<String> versions(String crate) {
    var versions = new ArrayList<String>();
    for (String registry : List.of("one", "two")) {
      versions.addAll(index.getOrDefault(registry + "/" + crate, new TreeMap<>()).keySet());
    }
    return versions;
  }

  private void writeIndex() throws IOException {
    for (var crate : index.entrySet()) {
      String name = crate.getKey().substring(4);
      write(
          folder
              .resolve(crate.getKey().substring(0, 3))
              .resolve("index")
              .resolve(RegistryAddress.indexPath(name)),
          String.join("\n", crate.getValue().values()) + "\n");
    }
  }

  private void writeWorkspace() throws IOException {
    int members = 1 + random.nextInt(3);
    var toml = new StringBuilder("[workspace]\nresolver = \"" + (1 + random.nextInt(3)) + "\"\n");
    toml.append("members = [");
    for (int m = 0; m < members; m++) {
      toml.append("\"m").append(m).append("\", ");
    }
    toml.append("]\n");
    boolean inherits = random.nextInt(3) == 0;
    if (inherits) {
      toml.append("[workspace.dependencies]\nc0 = \"").append(pick(REQUIREMENTS)).append("\"\n");
    }
    if (random.nextInt(2) == 0) {
      patches(toml);
    }
    if (random.nextInt(4) == 0) {
      String version = pick(VERSIONS);
      String name = "c" + random.nextInt(crates);
      toml.append("[replace]\n\"").append(name).append(':').append(version);
      toml.append("\" = { path = \"../replace\" }\n");
      folderPackage("replace", name, version, "");
    }
    write(root.resolve("Cargo.toml"), toml.toString());
    for (int m = 0; m < members; m++) {
      writeMember(m, inherits && random.nextBoolean());
    }
  }

  private void patches(StringBuilder toml) throws IOException {
    for (String registry : List.of("crates-io", "other")) {
      var lines = new StringBuilder();
      for (int i = 0; i < crates; i++) {
        if (random.nextInt(4) == 0) {
          String at = "patch-" + registry + i;
          String below = i + 1 < crates && random.nextBoolean() ? "c" + (i + 1) : "";
          folderPackage(at, "c" + i, pick(VERSIONS), below);
          boolean two = random.nextInt(6) == 0;
          lines.append(two ? "first" : "c" + i).append(" = { path = \"../").append(at);
          lines.append(two ? "\", package = \"c" + i + "\" }\n" : "\" }\n");
          if (two) {
            folderPackage(at + "b", "c" + i, pick(VERSIONS), "");
            lines.append("second = { path = \"../").append(at).append("b\", package = \"c");
            lines.append(i).append("\" }\n");
          }
        }
      }
      if (!lines.isEmpty()) {
        toml.append("[patch.").append(registry).append("]\n").append(lines);
      }
    }
  }

  private void folderPackage(String at, String name, String version, String below)
      throws IOException {
    var toml = new StringBuilder("[package]\nname = \"" + name + "\"\nversion = \"" + version);
    toml.append("\"\nedition = \"2021\"\n[features]\n");
    for (String feature : FEATURES) {
      toml.append(feature).append(" = []\n");
    }
    toml.append("[dependencies]\n");
    if (below.startsWith("path")) {
      toml.append(below).append(" = { path = \"../").append(below).append("\" }\n");
      toml.append("c1 = { version = \"").append(pick(REQUIREMENTS)).append("\"");
      toml.append(random.nextBoolean() ? ", registry = \"other\" }\n" : " }\n");
    } else if (!below.isEmpty()) {
      toml.append(below).append(" = \"").append(pick(REQUIREMENTS)).append("\"\n");
    }
    write(folder.resolve(at).resolve("src/lib.rs"), "");
    write(folder.resolve(at).resolve("Cargo.toml"), toml.toString());
  }

  private void writeMember(int number, boolean inherits) throws IOException {
    var member = new StringBuilder("[package]\nname = \"m" + number + "\"\nversion = \"0.1.0\"\n");
    member.append("edition = \"2021\"\n");
    if (random.nextInt(3) == 0) {
      member.append("rust-version = \"1.").append(60 + random.nextInt(38)).append("\"\n");
    }
    var optional = new ArrayList<String>();
    for (String table : List.of("dependencies", "dev-dependencies", "build-dependencies")) {
      var body = new TreeMap<String, String>();
      int count = table.equals("dependencies") ? 1 + random.nextInt(4) : random.nextInt(3);
      for (int d = 0; d < count; d++) {
        boolean other = random.nextInt(3) == 0;
        String name = "c" + random.nextInt(crates);
        // Two of one name need two keys.
        String key = other ? "other_" + name : random.nextInt(6) == 0 ? "again_" + name : name;
        boolean isOptional = random.nextInt(4) == 0 && !table.startsWith("dev");
        if (isOptional && table.equals("dependencies")) {
          optional.add(key);
        }
        body.put(
            key,
            "{ version = \"%s\"%s%s%s%s%s }"
                .formatted(
                    pick(REQUIREMENTS),
                    other ? ", registry = \"other\"" : "",
                    key.equals(name) ? "" : ", package = \"" + name + "\"",
                    isOptional ? ", optional = true" : "",
                    random.nextInt(5) == 0 ? ", default-features = false" : "",
                    random.nextInt(12) == 0 ? ", features = [\"" + pick(FEATURES) + "\"]" : ""));
      }
      if (table.equals("dependencies")) {
        if (inherits) {
          body.put("c0", "{ workspace = true }");
          optional.remove("c0");
        }
        if (number > 0 && random.nextBoolean()) {
          body.put("m0", "{ path = \"../m0\" }");
        }
        if (random.nextInt(4) == 0) {
          int at = random.nextInt(3);
          body.put("path" + at, "{ path = \"../../path" + at + "\" }");
        }
      }
      if (!body.isEmpty()) {
        String target = random.nextInt(6) == 0 ? "target.'cfg(windows)'." : "";
        member.append('[').append(target).append(table).append("]\n");
        body.forEach((key, value) -> member.append(key).append(" = ").append(value).append('\n'));
      }
    }
    member.append("[features]\n");
    for (String feature : FEATURES) {
      var values = new ArrayList<String>();
      for (String key : optional) {
        switch (random.nextInt(6)) {
          case 0 -> values.add("\"dep:" + key + "\"");
          case 1 -> values.add("\"" + key + "/std\"");
          case 2 -> values.add("\"" + key + "?/extra\"");
          default -> {}
        }
      }
      member.append(feature).append(" = [").append(String.join(", ", values)).append("]\n");
    }
    Path directory = root.resolve("m" + number);
    write(directory.resolve("src/lib.rs"), "");
    write(directory.resolve("Cargo.toml"), member.toString());
  }

  private void entry(String registry, int number, String version) {
    String name = "c" + number;
    var optional = new ArrayList<String>();
    var dependencies = new ArrayList<String>();
    int count = random.nextInt(4);
    for (int d = 0; d < count; d++) {
      // Mostly towards greater numbers, or nearly every graph has a cycle.
      int to =
          random.nextInt(40) == 0
              ? random.nextInt(crates)
              : number + 1 + random.nextInt(Math.max(1, crates - number - 1));
      if (to >= crates || to == number) {
        continue;
      }
      String key = random.nextInt(8) == 0 ? "alias" + to : "c" + to;
      boolean isOptional = random.nextInt(4) == 0;
      String kind = random.nextInt(8) == 0 ? "build" : random.nextInt(8) == 0 ? "dev" : "normal";
      boolean counts = isOptional && !kind.equals("dev");
      if (counts) {
        optional.add(key);
      }
      String elsewhere =
          registry.equals("one") ? OTHER : "https://github.com/rust-lang/crates.io-index";
      dependencies.add(
          ("{\"name\":\"%s\",\"req\":\"%s\",\"features\":[%s],\"optional\":%s,"
                  + "\"default_features\":%s,\"target\":%s,\"kind\":\"%s\"%s%s}")
              .formatted(
                  key,
                  pick(REQUIREMENTS),
                  random.nextInt(25) == 0 ? "\"" + pick(FEATURES) + "\"" : "",
                  counts,
                  random.nextInt(5) != 0,
                  random.nextInt(8) == 0 ? "\"cfg(windows)\"" : "null",
                  kind,
                  random.nextInt(6) == 0 ? ",\"registry\":\"" + elsewhere + "\"" : "",
                  key.equals("c" + to) ? "" : ",\"package\":\"c" + to + "\""));
    }
    var shown = new ArrayList<String>();
    for (String feature : FEATURES) {
      if (random.nextInt(20) != 0) {
        var values = new ArrayList<String>();
        for (String key : optional) {
          switch (random.nextInt(5)) {
            case 0 -> values.add("\"dep:" + key + "\"");
            case 1 -> values.add("\"" + key + "/std\"");
            case 2 -> values.add("\"" + key + "?/extra\"");
            default -> {}
          }
        }
        shown.add("\"" + feature + "\":[" + String.join(",", values) + "]");
      }
    }
    index
        .computeIfAbsent(registry + "/" + name, _ -> new TreeMap<>())
        .put(
            version,
            ("{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[%s],\"cksum\":\"%064d\",\"features\":{},"
                    + "\"features2\":{%s},\"yanked\":%s%s%s,\"v\":2}")
                .formatted(
                    name,
                    version,
                    String.join(",", dependencies),
                    number,
                    String.join(",", shown),
                    random.nextInt(12) == 0,
                    random.nextInt(80) == 0 ? ",\"links\":\"lib" + random.nextInt(3) + "\"" : "",
                    random.nextInt(3) == 0
                        ? ",\"rust_version\":\"1." + (50 + random.nextInt(47)) + "\""
                        : ""));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
