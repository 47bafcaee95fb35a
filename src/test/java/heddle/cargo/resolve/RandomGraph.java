package heddle.cargo.resolve;

import heddle.fetch.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A random local registry and a random workspace that draws on it, as files. */
final class RandomGraph {
  private static final List<String> VERSIONS =
      List.of(
          "0.0.1",
          "0.0.2",
          "0.1.0",
          "0.1.1",
          "0.2.0",
          "0.2.3",
          "1.0.0",
          "1.0.1",
          "1.1.0",
          "1.2.0-beta.1",
          "1.2.0",
          "1.2.1+build",
          "2.0.0",
          "2.1.0",
          "3.0.0-rc.1");
  private static final List<String> REQUIREMENTS =
      List.of(
          "*",
          "*",
          "1",
          "1",
          "1.0",
          "^1.0",
          "~1.1",
          ">=0.1, <2",
          "0.1",
          "0.2",
          ">=1.0.0",
          "=1.0.1",
          "2",
          "0.0.1",
          "1.2.0-beta.1",
          ">=0.0.1",
          "^2",
          "<=1.1.0",
          ">0.1.0",
          "1.*",
          "=0.2",
          "0",
          ">=0.2",
          "1.1");
  private static final List<String> FEATURES = List.of("default", "std", "extra", "more");

  final Random random;
  final Path root;
  final int crates;

  /** The lines of the index by crate and version. */
  final TreeMap<String, TreeMap<String, String>> index = new TreeMap<>();

  RandomGraph(Random random, Path root) {
    this.random = random;
    this.root = root;
    this.crates = 3 + random.nextInt(12);
  }

  void write() throws IOException {
    for (int i = 0; i < crates; i++) {
      String name = "c" + i;
      for (String version : VERSIONS) {
        if (random.nextInt(5) < 4) {
          index.computeIfAbsent(name, _ -> new TreeMap<>()).put(version, entry(i, name, version));
        }
      }
    }
    writeIndex();
    Files.createDirectories(root.resolve(".cargo"));
    Files.writeString(
        root.resolve(".cargo/config.toml"),
        """
        [source.crates-io]
        replace-with = "local"
        [source.local]
        local-registry = "%s"
        """
            .formatted(root.resolve("registry")));
    writeWorkspace();
  }

  void writeIndex() throws IOException {
    for (var crate : index.entrySet()) {
      String path = RegistryAddress.indexPath(crate.getKey());
      Path file = root.resolve("registry/index").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", crate.getValue().values()) + "\n");
    }
  }

  /** New versions appear, old ones are yanked. */
  void moveOn() throws IOException {
    for (int i = 0; i < crates; i++) {
      String name = "c" + i;
      TreeMap<String, String> versions = index.getOrDefault(name, new TreeMap<>());
      for (String version : VERSIONS) {
        if (versions.containsKey(version)) {
          if (random.nextInt(10) == 0) {
            versions.computeIfPresent(
                version, (_, line) -> line.replace("\"yanked\":false", "\"yanked\":true"));
          }
        } else if (random.nextInt(8) == 0) {
          versions.put(version, entry(i, name, version));
        }
      }
      index.put(name, versions);
    }
    writeIndex();
  }

  void writeWorkspace() throws IOException {
    int members = 1 + random.nextInt(3);
    boolean three = random.nextInt(3) == 0;
    var toml =
        new StringBuilder("[workspace]\nresolver = \"" + (three ? 3 : 2) + "\"\nmembers = [");
    for (int m = 0; m < members; m++) {
      toml.append("\"m").append(m).append("\", ");
    }
    Files.writeString(root.resolve("Cargo.toml"), toml.append("]\n"));
    for (int m = 0; m < members; m++) {
      var member = new StringBuilder("[package]\nname = \"m" + m + "\"\nversion = \"0.1.0\"\n");
      member.append("edition = \"2021\"\n");
      if (three || random.nextInt(4) == 0) {
        member.append("rust-version = \"1.").append(60 + random.nextInt(38)).append("\"\n");
      }
      for (String table : List.of("dependencies", "dev-dependencies", "build-dependencies")) {
        int count = table.equals("dependencies") ? 1 + random.nextInt(5) : random.nextInt(3);
        var body = new TreeMap<String, String>();
        for (int d = 0; d < count; d++) {
          String name = "c" + random.nextInt(crates);
          String key = random.nextInt(6) == 0 ? "renamed_" + name : name;
          body.put(
              key,
              "{ version = \"%s\"%s%s%s%s }"
                  .formatted(
                      pick(REQUIREMENTS),
                      key.equals(name) ? "" : ", package = \"" + name + "\"",
                      random.nextInt(5) == 0 && !table.startsWith("dev") ? ", optional = true" : "",
                      random.nextInt(5) == 0 ? ", default-features = false" : "",
                      random.nextInt(20) == 0 ? ", features = [\"" + pick(FEATURES) + "\"]" : ""));
        }
        if (m > 0 && table.equals("dependencies") && random.nextBoolean()) {
          body.put("m0", "{ path = \"../m0\" }");
        }
        if (!body.isEmpty()) {
          String target = random.nextInt(6) == 0 ? "target.'cfg(windows)'." : "";
          member.append('[').append(target).append(table).append("]\n");
          body.forEach((key, value) -> member.append(key).append(" = ").append(value).append('\n'));
        }
      }
      Path directory = Files.createDirectories(root.resolve("m" + m));
      Files.createDirectories(directory.resolve("src"));
      Files.writeString(directory.resolve("src/lib.rs"), "");
      Files.writeString(directory.resolve("Cargo.toml"), member);
    }
  }

  /** Puts packages in directories in the place of some crates, perhaps of versions nobody wants. */
  void writePatches() throws IOException {
    var table = new StringBuilder("exclude = [");
    var patches = new StringBuilder("[patch.crates-io]\n");
    for (int i = 0; i < crates; i++) {
      if (random.nextInt(4) == 0) {
        String name = "c" + i;
        table.append('"').append("p-").append(name).append("\", ");
        patches.append(name).append(" = { path = \"p-").append(name).append("\" }\n");
        Path directory = Files.createDirectories(root.resolve("p-" + name));
        Files.createDirectories(directory.resolve("src"));
        Files.writeString(directory.resolve("src/lib.rs"), "");
        String manifest =
            "[package]\nname = \"%s\"\nversion = \"%s\"\nedition = \"2021\"\n[features]\n"
                .formatted(name, pick(VERSIONS));
        for (String feature : FEATURES) {
          manifest += feature + " = []\n";
        }
        if (i + 1 < crates) {
          manifest += "[dependencies]\nc" + (i + 1) + " = \"" + pick(REQUIREMENTS) + "\"\n";
        }
        Files.writeString(directory.resolve("Cargo.toml"), manifest);
      }
    }
    String workspace = Files.readString(root.resolve("Cargo.toml"));
    Files.writeString(root.resolve("Cargo.toml"), workspace + table + "]\n" + patches);
  }

  private String entry(int number, String name, String version) {
    var features = new TreeMap<String, List<String>>();
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
      if (isOptional && !kind.equals("dev")) {
        optional.add(key);
      }
      dependencies.add(
          ("{\"name\":\"%s\",\"req\":\"%s\",\"features\":[%s],\"optional\":%s,"
                  + "\"default_features\":%s,\"target\":%s,\"kind\":\"%s\"%s}")
              .formatted(
                  key,
                  pick(REQUIREMENTS),
                  random.nextInt(25) == 0 ? "\"" + pick(FEATURES) + "\"" : "",
                  isOptional && !kind.equals("dev"),
                  random.nextInt(5) != 0,
                  random.nextInt(8) == 0 ? "\"cfg(windows)\"" : "null",
                  kind,
                  key.equals("c" + to) ? "" : ",\"package\":\"c" + to + "\""));
    }
    for (String feature : FEATURES) {
      if (random.nextInt(8) != 0) {
        var values = new ArrayList<String>();
        for (String key : optional) {
          switch (random.nextInt(5)) {
            case 0 -> values.add("dep:" + key);
            case 1 -> values.add(key + "/std");
            case 2 -> values.add(key + "?/extra");
            default -> {}
          }
        }
        features.put(feature, values);
      }
    }
    if (features.containsKey("default") && features.containsKey("std")) {
      features.get("default").add("std");
    }
    var shown = new ArrayList<String>();
    features.forEach((key, values) ->
        shown.add(
            "\""
                + key
                + "\":["
                + String.join(",", values.stream().map(v -> "\"" + v + "\"").toList())
                + "]"));
    return ("{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[%s],\"cksum\":\"%064d\",\"features\":{},"
            + "\"features2\":{%s},\"yanked\":%s%s%s,\"v\":2}")
        .formatted(
            name,
            version,
            String.join(",", dependencies),
            number,
            String.join(",", shown),
            random.nextInt(12) == 0,
            random.nextInt(60) == 0 ? ",\"links\":\"lib" + random.nextInt(3) + "\"" : "",
            random.nextInt(3) == 0
                ? ",\"rust_version\":\"1." + (50 + random.nextInt(45)) + "\""
                : "");
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
