package heddle.cargo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small workspace of path packages made from a seed: targets of all kinds, explicit and found;
 * features, optional and renamed dependencies, platforms, inheritance, editions.
 */
final class RandomWorkspace {
  private static final List<String> CONDITIONS =
      List.of(
          "cfg(unix)",
          "cfg(windows)",
          "cfg(not(unix))",
          "cfg(any(windows, target_os = \"linux\"))",
          "x86_64-unknown-linux-gnu",
          "aarch64-apple-darwin");
  private static final List<String> EDITIONS = List.of("2015", "2018", "2021", "2024");

  private final Random random;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final int packages;
  private final boolean virtual;

  RandomWorkspace(long seed) {
    random = new Random(seed);
    packages = 2 + random.nextInt(4);
    virtual = random.nextBoolean();
    var root = new StringBuilder();
    if (!virtual) {
      root.append(manifest(0, ""));
    }
    root.append("[workspace]\nmembers = [");
    if (chance(2)) {
      root.append("\"m*\"");
    } else {
      for (int i = virtual ? 0 : 1; i < packages; i++) {
        root.append("\"./m").append(i).append("\", ");
      }
    }
    root.append("]\n");
    if (chance(3)) {
      root.append("resolver = \"").append(1 + random.nextInt(3)).append("\"\n");
    }
    if (virtual && chance(3)) {
      root.append("default-members = [\"m").append(random.nextInt(packages)).append("\"]\n");
    }
    root.append("[workspace.package]\nversion = \"3.1.4\"\nedition = \"2021\"\n");
    root.append("authors = [\"A <a@b.c>\"]\nlicense-file = \"L\"\nkeywords = [\"k\"]\n");
    root.append("[workspace.dependencies]\n");
    for (int i = 0; i < packages; i++) {
      root.append("p").append(i).append(" = { path = \"").append(directory(i)).append('"');
      if (chance(3)) {
        root.append(", default-features = false");
      }
      if (chance(3)) {
        root.append(", features = [\"f0\"]");
      }
      root.append(" }\n");
    }
    profiles(root);
    root.append("[workspace.lints.rust]\nunused = \"warn\"\n");
    for (int i = virtual ? 0 : 1; i < packages; i++) {
      files.put("m" + i + "/Cargo.toml", manifest(i, "m" + i + "/"));
    }
    files.put("Cargo.toml", root.toString());
  }

  Map<String, String> files() {
    return files;
  }

  void write(Path directory) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private void profiles(StringBuilder out) {
    for (String name : List.of("dev", "release", "test")) {
      if (chance(3)) {
        out.append("[profile.").append(name).append("]\n");
        out.append(
            List.of("debug = 1\n", "opt-level = 2\n", "strip = true\n", "lto = \"thin\"\n", "")
                .get(random.nextInt(5)));
        if (chance(3)) {
          out.append("[profile.").append(name).append(".build-override]\nopt-level = 1\n");
        }
        if (chance(3)) {
          out.append("[profile.").append(name).append(".package.p1]\ncodegen-units = 3\n");
        }
      }
    }
  }

  private String directory(int i) {
    return i == 0 && !virtual ? "." : "m" + i;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String manifest(int i, String prefix) {
    var out = new StringBuilder("[package]\nname = \"p" + i + "\"\n");
    out.append(chance(2) ? "version.workspace = true\n" : "version = \"1." + i + ".0-rc.1\"\n");
    String edition = EDITIONS.get(random.nextInt(EDITIONS.size()));
    switch (random.nextInt(4)) {
      case 0 -> out.append("edition.workspace = true\n");
      case 1 -> edition = "2015";
      default -> out.append("edition = \"").append(edition).append("\"\n");
    }
    if (chance(3)) {
      out.append("license-file.workspace = true\nauthors = { workspace = true }\n");
    }
    if (chance(4)) {
      out.append("publish = ").append(chance(2) ? "false" : "[\"r\"]").append('\n');
    }
    for (String auto : List.of("autobins", "autoexamples", "autotests", "autobenches", "autolib")) {
      if (chance(6) && !auto.equals("autolib")) {
        out.append(auto).append(" = ").append(chance(2)).append('\n');
      }
    }
    if (chance(3)) {
      files.put(prefix + "build.rs", "fn main() {}");
      if (chance(2)) {
        out.append("links = \"l").append(i).append("\"\n");
      }
    }
    if (chance(4)) {
      out.append("[package.metadata.x]\nz = [1, 2.5, true, 'a']\nb = 1979-05-27\n");
    }
    library(out, prefix, i);
    targets(out, prefix, "bin", "src/bin");
    targets(out, prefix, "example", "examples");
    targets(out, prefix, "test", "tests");
    targets(out, prefix, "bench", "benches");
    dependencies(out, i);
    if (chance(3)) {
      out.append(chance(2) ? "[lints]\nworkspace = true\n" : "[lints.rust]\nunused = 'deny'\n");
    }
    return out.toString();
  }

  private void library(StringBuilder out, String prefix, int i) {
    files.put(prefix + "src/lib.rs", "");
    if (chance(4)) {
      files.put(prefix + "src/main.rs", "fn main() {}");
    }
    if (chance(3)) {
      out.append("[lib]\n");
      switch (random.nextInt(4)) {
        case 0 -> out.append("proc-macro = true\n");
        case 1 -> out.append("crate-type = [\"rlib\", \"cdylib\"]\n");
        case 2 -> out.append("name = \"lib").append(i).append("\"\ntest = false\n");
        default -> out.append("doctest = false\nharness = false\n");
      }
    }
  }

  private void targets(StringBuilder out, String prefix, String kind, String directory) {
    for (int n = random.nextInt(3); n > 0; n--) {
      String name = kind + n;
      switch (random.nextInt(4)) {
        case 0 -> files.put(prefix + directory + "/" + name + ".rs", "fn main() {}");
        case 1 -> files.put(prefix + directory + "/" + name + "/main.rs", "fn main() {}");
        default -> {
          files.put(prefix + directory + "/" + name + ".rs", "fn main() {}");
          out.append("[[").append(kind).append("]]\nname = \"").append(name).append("\"\n");
          if (chance(2)) {
            out.append("path = \"").append(chance(2) ? "./" : "").append(directory);
            out.append('/').append(name).append(".rs\"\n");
          }
          if (chance(3)) {
            out.append("required-features = [\"f0\"]\n");
          }
          if (chance(4)) {
            out.append("test = true\nbench = true\ndoc = true\n");
          }
          if (kind.equals("example") && chance(3)) {
            out.append("crate-type = [\"staticlib\"]\n");
          }
        }
      }
    }
  }

  /** Packages depend on those after them, so that there is no cycle, but in development. */
  private void dependencies(StringBuilder out, int i) {
    var tables = new LinkedHashMap<String, StringBuilder>();
    var optional = new ArrayList<String>();
    var plain = new ArrayList<String>();
    for (int to = 0; to < packages; to++) {
      if (to == i || chance(3)) {
        continue;
      }
      boolean forward = to > i;
      String kind =
          forward
              ? List.of("dependencies", "dependencies", "build-dependencies", "dev-dependencies")
                  .get(random.nextInt(4))
              : "dev-dependencies";
      String table =
          chance(3)
              ? "target.'" + CONDITIONS.get(random.nextInt(CONDITIONS.size())) + "'." + kind
              : kind;
      boolean inherit = chance(3);
      boolean rename = !inherit && chance(3);
      String key = rename ? "r-" + to : "p" + to;
      boolean opt = forward && !kind.startsWith("dev") && chance(2);
      var entry = new StringBuilder(key + " = { ");
      if (inherit) {
        entry.append("workspace = true");
      } else {
        entry.append("path = \"").append(i == 0 && !virtual ? "" : "../").append(directory(to));
        entry.append('"');
      }
      if (rename) {
        entry.append(", package = \"p").append(to).append('"');
      }
      if (opt) {
        entry.append(", optional = true");
        optional.add(key);
      } else {
        plain.add(key);
      }
      if (chance(3)) {
        entry.append(", features = [\"f1\"]");
      }
      if (!inherit && chance(4)) {
        entry.append(", default-features = false");
      }
      entry.append(" }\n");
      tables.computeIfAbsent(table, _ -> new StringBuilder()).append(entry);
    }
    tables.forEach((table, text) -> out.append('[').append(table).append("]\n").append(text));
    out.append("[features]\n");
    out.append("default = [").append(chance(2) ? "\"f0\"" : "").append("]\n");
    out.append("f0 = [").append(chance(2) ? "\"f1\"" : "").append("]\nf1 = [");
    for (String key : plain) {
      if (chance(3)) {
        out.append('"').append(key).append("/f0\", ");
      }
    }
    out.append("]\nf2 = [");
    for (String key : optional) {
      switch (random.nextInt(4)) {
        case 0 -> out.append("\"dep:").append(key).append("\", ");
        case 1 -> out.append('"').append(key).append("/f0\", ");
        case 2 -> out.append('"').append(key).append("?/f0\", ");
        default -> {}
      }
    }
    out.append("]\n");
  }

  /** All files, for a report. */
  @Override
  public String toString() {
    var out = new StringBuilder();
    files.forEach((path, text) -> {
      if (path.endsWith(".toml")) {
        out.append("---- ").append(path).append('\n').append(text);
      } else {
        out.append("---- ").append(path).append('\n');
      }
    });
    return out.toString();
  }
}
