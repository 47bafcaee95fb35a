package heddle.cargo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A small workspace made by chance: members and path packages with features, kinds of targets and
 * dependencies, renames, inheritance, profiles. Ordinary and build dependencies lead to packages
 * made before, so that there is no cycle; development dependencies lead anywhere.
 */
final class RandomPackages {
  static final List<String> CONDITIONS =
      List.of(
          "",
          "",
          "",
          "'cfg(unix)'.",
          "'cfg(windows)'.",
          "'cfg(target_arch = \"aarch64\")'.",
          "x86_64-unknown-linux-gnu.");

  private final Random random;
  private final Path root;
  private final List<String> names = new ArrayList<>();
  private final Map<String, TreeSet<String>> features = new LinkedHashMap<>();
  private final Map<String, List<String>> targets = new TreeMap<>();
  private final List<String> links = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final RandomRegistry registry;

  RandomPackages(long seed, Path root) {
    this.random = new Random(seed);
    this.root = root;
    this.registry = new RandomRegistry(random, root);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** The root's folder, mostly, or that of a member: where a command is given. */
  Path place() {
    return chance(70) ? root : any(folders);
  }

  /** Variables that change what is planned. */
  Map<String, String> environment() {
    var variables = new TreeMap<String, String>();
    if (chance(20)) {
      variables.put("CARGO_PROFILE_DEV_DEBUG", any(List.of("0", "1", "line-tables-only", "true")));
    }
    if (chance(10)) {
      variables.put("CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL", any(List.of("1", "s")));
    }
    if (chance(10)) {
      variables.put("CARGO_PROFILE_MINE_INHERITS", any(List.of("release", "dev")));
    }
    if (chance(10)) {
      variables.put("CARGO_INCREMENTAL", any(List.of("0", "1")));
    }
    if (chance(8)) {
      variables.put("CARGO_BUILD_TARGET", "aarch64-unknown-linux-gnu");
    }
    return variables;
  }

  /** Writes the workspace over an empty folder. */
  void write() throws IOException {
    delete(root);
    int count = 2 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      names.add("p" + (char) ('a' + i) + (chance(30) ? "-x" : ""));
    }
    int outside = chance(30) ? 1 : 0;
    registry.write();
    boolean virtual = chance(60);
    String resolver = any(List.of("1", "2", "2", "3"));
    var top = new StringBuilder();
    var members = new ArrayList<String>();
    for (int i = outside; i < count - (virtual ? 0 : 1); i++) {
      members.add("\"" + names.get(i) + "\"");
    }
    top.append("[workspace]\nresolver = \"").append(resolver).append("\"\nmembers = [");
    top.append(String.join(", ", members)).append("]\n");
    for (int i = outside; i < count; i++) {
      folders.add(!virtual && i == count - 1 ? root : root.resolve(names.get(i)));
    }
    if (!members.isEmpty() && chance(15)) {
      top.append("default-members = [").append(any(members)).append("]\n");
    }
    if (outside > 0) {
      top.append("exclude = [\"").append(names.getFirst()).append("\"]\n");
    }
    top.append("[workspace.package]\nversion = \"0.3.0\"\nedition = \"2021\"\n");
    top.append("[workspace.dependencies]\n");
    for (int i = 0; i < count - 1; i++) {
      top.append(names.get(i)).append(" = { path = \"").append(names.get(i)).append('"');
      top.append(chance(30) ? ", default-features = false" : "").append(" }\n");
    }
    profiles(top, "");
    top.append(registry.patches());
    for (int i = 0; i < count; i++) {
      boolean isRoot = !virtual && i == count - 1;
      Path folder = isRoot ? root : root.resolve(names.get(i));
      String manifest = manifest(i, folder, isRoot, i < outside);
      RandomRegistry.write(folder.resolve("Cargo.toml"), isRoot ? manifest + top : manifest);
    }
    if (virtual) {
      RandomRegistry.write(root.resolve("Cargo.toml"), top.toString());
    }
    RandomRegistry.write(root.resolve(".cargo/config.toml"), configuration());
  }

  /** Beside the registries: overrides of scripts, profiles, a target. */
  private String configuration() throws IOException {
    var out = new StringBuilder(registry.configuration());
    links.addAll(registry.links());
    for (String triple : List.of("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")) {
      for (String each : links) {
        if (chance(15)) {
          out.append("[target.").append(triple).append('.').append(each);
          out.append("]\nrustc-link-lib = [\"x\"]\n");
        }
      }
    }
    if (chance(12)) {
      out.append("[build]\ntarget = \"x86_64-unknown-linux-gnu\"\n");
    }
    if (chance(20)) {
      profiles(out, "config");
    }
    return out.toString();
  }

  private void profiles(StringBuilder out, String where) {
    for (String profile : List.of("dev", "release", "test")) {
      if (chance(35)) {
        out.append("[profile.").append(profile).append("]\n");
        settings(out, true);
        if (chance(35)) {
          out.append("[profile.").append(profile).append(".build-override]\n");
          settings(out, false);
        }
        if (chance(35)) {
          String spec = chance(40) ? "\"*\"" : chance(30) ? "\"" + any(names) + "@0\"" : any(names);
          out.append("[profile.").append(profile).append(".package.").append(spec).append("]\n");
          settings(out, false);
        }
      }
    }
    if (where.isEmpty() && chance(6)) {
      // Nobody may ask for it, yet it must be right.
      out.append("[profile.idle]\n");
      out.append(any(List.of("", "inherits = \"mine\"\n", "inherits = \"idle\"\n")));
    }
    if (where.isEmpty() && chance(30)) {
      out.append("[profile.mine]\ninherits = \"").append(any(List.of("dev", "release", "test")));
      out.append("\"\n");
      settings(out, true);
    }
  }

  private void settings(StringBuilder out, boolean whole) {
    if (chance(40)) {
      out.append("opt-level = ").append(any(List.of("0", "1", "3", "\"s\""))).append('\n');
    }
    if (chance(40)) {
      out.append("debug = ").append(any(List.of("0", "1", "true", "\"line-tables-only\"")));
      out.append('\n');
    }
    if (chance(30)) {
      out.append("strip = ").append(any(List.of("true", "false", "\"debuginfo\"", "\"none\"")));
      out.append('\n');
    }
    if (chance(20)) {
      out.append("codegen-units = ").append(1 + random.nextInt(9)).append('\n');
    }
    if (chance(20)) {
      out.append("overflow-checks = ").append(random.nextBoolean()).append('\n');
    }
    if (whole && chance(30)) {
      out.append("panic = ").append(any(List.of("\"abort\"", "\"unwind\""))).append('\n');
    }
    if (whole && chance(30)) {
      out.append("lto = ")
          .append(any(List.of("true", "false", "\"thin\"", "\"off\"")))
          .append('\n');
    }
    if (whole && chance(20)) {
      out.append("rpath = true\n");
    }
  }

  private String manifest(int i, Path folder, boolean isRoot, boolean outside) throws IOException {
    String name = names.get(i);
    boolean macro = !isRoot && chance(20);
    var out = new StringBuilder("[package]\nname = \"" + name + "\"\n");
    boolean inherits = !outside && chance(30);
    out.append(inherits ? "version.workspace = true\n" : "version = \"0." + i + ".0\"\n");
    out.append(
        inherits
            ? "edition.workspace = true\n"
            : "edition = \"" + any(List.of("2015", "2018", "2021", "2024")) + "\"\n");
    boolean script = chance(35);
    if (script) {
      RandomRegistry.write(folder.resolve("build.rs"), "fn main() {}");
      if (chance(50)) {
        out.append("links = \"").append(name).append("\"\n");
        links.add(name);
      }
    }
    String lib = library(name, folder, out, macro);
    var own = new TreeSet<>(List.of("f0"));
    for (int f = random.nextInt(4); f > 0; f--) {
      own.add("f" + random.nextInt(4));
    }
    boolean bin = !macro && (lib.isEmpty() || chance(40));
    if (bin) {
      targets.computeIfAbsent("bin", _ -> new ArrayList<>()).add(name);
      RandomRegistry.write(folder.resolve("src/main.rs"), "fn main() {}");
    }
    var targets = new StringBuilder();
    if (macro) {
      targets.append("[lib]\nproc-macro = true\n");
    } else if (lib.equals("src/lib.rs") && chance(20)) {
      targets
          .append("[lib]\ncrate-type = [")
          .append(any(List.of("\"rlib\"", "\"cdylib\", \"lib\"", "\"staticlib\"")));
      targets.append("]\n").append(chance(30) ? "name = \"named_" + i + "\"\n" : "");
    }
    for (String kind : List.of("bin", "example", "test", "bench")) {
      if (chance(25)) {
        String folderName =
            switch (kind) {
              case "bin" -> "src/bin";
              case "example" -> "examples";
              case "test" -> "tests";
              default -> "benches";
            };
        String target = kind + "_" + name.replace('-', '_');
        boolean deep = chance(20);
        RandomRegistry.write(
            folder.resolve(folderName).resolve(target + (deep ? "/main.rs" : ".rs")),
            "fn main() {}");
        this.targets.computeIfAbsent(kind, _ -> new ArrayList<>()).add(target);
        if (deep && chance(50)) {
          targets.append("[[").append(kind).append("]]\nname = \"").append(target).append("\"\n");
        } else if (!deep && chance(60)) {
          targets.append("[[").append(kind).append("]]\nname = \"").append(target).append("\"\n");
          targets
              .append("path = \"")
              .append(folderName)
              .append('/')
              .append(target)
              .append(".rs\"\n");
          if (!own.isEmpty() && chance(50)) {
            String more = chance(30) ? "\", \"" + own.last() : "";
            targets.append("required-features = [\"").append(own.first()).append(more);
            targets.append("\"]\n");
          } else if (chance(10)) {
            String below = any(names) + any(List.of("/f0", "?/f0", "/default"));
            targets.append("required-features = [\"");
            targets.append(chance(10) ? "dep:x" : below).append("\"]\n");
          }
          if (kind.equals("example") && chance(20)) {
            targets.append("crate-type = [\"").append(any(List.of("cdylib", "lib")));
            targets.append("\"]\n");
          }
          if (chance(10)) {
            targets.append("edition = \"2018\"\n");
          }
          if (chance(20)) {
            targets.append("test = ").append(random.nextBoolean()).append('\n');
          }
          if (chance(20)) {
            targets.append("harness = false\n");
          }
        }
      }
    }
    var optional = new ArrayList<String>();
    String dependencies =
        dependencies(i, folder, outside, optional) + registry.dependencies(optional);
    var table = new StringBuilder("[features]\n");
    for (String feature : own) {
      table
          .append(feature)
          .append(" = [")
          .append(values(optional, own.headSet(feature)))
          .append("]\n");
    }
    if (chance(50)) {
      table.append("default = [").append(values(optional, own)).append("]\n");
      own.add("default");
    }
    features.put(name, own);
    return out.append(targets).append(table).append(dependencies).toString();
  }

  /** Writes the library's source at an old or a usual place; empty if there is none. */
  private String library(String name, Path folder, StringBuilder out, boolean macro)
      throws IOException {
    if (chance(12)) {
      out.append(any(List.of("autobins", "autoexamples", "autotests", "autolib")));
      out.append(" = ").append(random.nextBoolean()).append('\n');
    }
    boolean old = out.indexOf("\"2015\"") >= 0;
    if (!macro && chance(10)) {
      return "";
    }
    String path =
        macro && old && chance(30) ? "src/" + name.replace('-', '_') + ".rs" : "src/lib.rs";
    RandomRegistry.write(folder.resolve(path), "");
    return path;
  }

  /** Of the package's features only those given, so that none depends on itself. */
  private String values(List<String> optional, SortedSet<String> own) {
    var values = new ArrayList<String>();
    if (!optional.isEmpty() && chance(60)) {
      String dependency = any(optional);
      values.add(
          any(
              List.of(
                  "\"" + dependency + "\"",
                  "\"" + dependency + "/f0\"",
                  "\"" + dependency + "?/f0\"")));
    }
    if (!own.isEmpty() && chance(40)) {
      values.add("\"" + any(List.copyOf(own)) + "\"");
    }
    return String.join(", ", values);
  }

  private String dependencies(int i, Path folder, boolean outside, List<String> optional) {
    var out = new StringBuilder();
    for (int j = 0; j < names.size() - 1; j++) {
      if (j == i) {
        continue;
      }
      boolean renames = chance(12);
      for (String table : List.of("dependencies", "build-dependencies", "dev-dependencies")) {
        boolean dev = table.startsWith("dev");
        if ((j > i && !dev) || !chance(dev ? 15 : table.startsWith("build") ? 12 : 45)) {
          continue;
        }
        if (j > i && outside) {
          continue;
        }
        String other = names.get(j);
        boolean inherited = !outside && !renames && chance(25);
        boolean renamed = renames && !chance(5);
        String key = renamed ? "re_" + other.replace('-', '_') : other;
        String condition = any(CONDITIONS);
        out.append(condition.isEmpty() ? "[" : "[target.").append(condition).append(table);
        out.append('.').append(key).append("]\n");
        if (inherited) {
          out.append("workspace = true\n");
        } else {
          out.append("path = \"").append(folder.relativize(root.resolve(other))).append("\"\n");
          if (renamed) {
            out.append("package = \"").append(other).append("\"\n");
          }
          if (chance(25)) {
            out.append("default-features = false\n");
          }
        }
        var known = features.getOrDefault(other, new TreeSet<>());
        if (!known.isEmpty() && chance(40)) {
          out.append("features = [\"").append(any(List.copyOf(known))).append("\"]\n");
        }
        if (!dev && chance(30)) {
          out.append("optional = true\n");
          if (!optional.contains(key)) {
            optional.add(key);
          }
        }
      }
    }
    return out.toString();
  }

  /** A command line of build flags that fits the workspace, mostly. */
  List<String> command() {
    return new RandomCommand(random, names, targets).words();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
