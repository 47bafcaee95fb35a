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
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A small workspace made by chance: members and path packages with features, kinds of targets and
 * dependencies, renames, inheritance, profiles. Ordinary and build dependencies lead to packages
 * made before, so that there is no cycle; development dependencies lead anywhere.
 */
final class RandomPackages {
  private static final List<String> CONDITIONS =
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
  private final Map<String, Boolean> macros = new LinkedHashMap<>();

  RandomPackages(long seed, Path root) {
    this.random = new Random(seed);
    this.root = root;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Writes the workspace over an empty folder. */
  void write() throws IOException {
    delete(root);
    int count = 2 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      names.add("p" + (char) ('a' + i) + (chance(30) ? "-x" : ""));
    }
    int outside = chance(30) ? 1 : 0;
    boolean virtual = chance(60);
    String resolver = any(List.of("1", "2", "2", "3"));
    var top = new StringBuilder();
    var members = new ArrayList<String>();
    for (int i = outside; i < count - (virtual ? 0 : 1); i++) {
      members.add("\"" + names.get(i) + "\"");
    }
    top.append("[workspace]\nresolver = \"").append(resolver).append("\"\nmembers = [");
    top.append(String.join(", ", members)).append("]\n");
    if (outside > 0) {
      top.append("exclude = [\"").append(names.getFirst()).append("\"]\n");
    }
    top.append("[workspace.package]\nversion = \"0.3.0\"\nedition = \"2021\"\n");
    top.append("[workspace.dependencies]\n");
    for (int i = 0; i < count - 1; i++) {
      top.append(names.get(i)).append(" = { path = \"").append(names.get(i)).append('"');
      top.append(chance(30) ? ", default-features = false" : "").append(" }\n");
    }
    profiles(top);
    for (int i = 0; i < count; i++) {
      boolean isRoot = !virtual && i == count - 1;
      Path folder = isRoot ? root : root.resolve(names.get(i));
      String manifest = manifest(i, folder, isRoot, i < outside);
      write(folder.resolve("Cargo.toml"), isRoot ? manifest + top : manifest);
    }
    if (virtual) {
      write(root.resolve("Cargo.toml"), top.toString());
    }
  }

  private void profiles(StringBuilder out) {
    for (String profile : List.of("dev", "release", "test")) {
      if (chance(35)) {
        out.append("[profile.").append(profile).append("]\n");
        settings(out, true);
        if (chance(35)) {
          out.append("[profile.").append(profile).append(".build-override]\n");
          settings(out, false);
        }
        if (chance(35)) {
          String spec = chance(40) ? "\"*\"" : any(names);
          out.append("[profile.").append(profile).append(".package.").append(spec).append("]\n");
          settings(out, false);
        }
      }
    }
    if (chance(30)) {
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
    macros.put(name, macro);
    var out = new StringBuilder("[package]\nname = \"" + name + "\"\n");
    boolean inherits = !outside && chance(30);
    out.append(inherits ? "version.workspace = true\n" : "version = \"0." + i + ".0\"\n");
    out.append(
        inherits
            ? "edition.workspace = true\n"
            : "edition = \"" + any(List.of("2015", "2018", "2021", "2024")) + "\"\n");
    boolean script = chance(35);
    if (script) {
      write(folder.resolve("build.rs"), "fn main() {}");
      if (chance(50)) {
        out.append("links = \"").append(name).append("\"\n");
      }
    }
    write(folder.resolve("src/lib.rs"), "");
    var own = new TreeSet<String>();
    for (int f = random.nextInt(4); f > 0; f--) {
      own.add("f" + random.nextInt(4));
    }
    boolean bin = !macro && chance(40);
    if (bin) {
      write(folder.resolve("src/main.rs"), "fn main() {}");
    }
    var targets = new StringBuilder();
    if (macro) {
      targets.append("[lib]\nproc-macro = true\n");
    } else if (chance(20)) {
      targets
          .append("[lib]\ncrate-type = [")
          .append(any(List.of("\"rlib\"", "\"cdylib\", \"lib\"", "\"staticlib\"")));
      targets.append("]\n");
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
        write(folder.resolve(folderName).resolve(target + ".rs"), "fn main() {}");
        if (chance(60)) {
          targets.append("[[").append(kind).append("]]\nname = \"").append(target).append("\"\n");
          targets
              .append("path = \"")
              .append(folderName)
              .append('/')
              .append(target)
              .append(".rs\"\n");
          if (!own.isEmpty() && chance(50)) {
            targets.append("required-features = [\"").append(own.first()).append("\"]\n");
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
    String dependencies = dependencies(i, folder, outside, optional);
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

  /** Of the package's features only those given, so that none depends on itself. */
  private String values(List<String> optional, SortedSet<String> own) {
    var values = new ArrayList<String>();
    if (!optional.isEmpty() && chance(60)) {
      String dependency = any(optional);
      values.add(
          any(
              List.of(
                  "\"" + dependency + "\"",
                  "\"" + dependency + "/default\"",
                  "\"" + dependency + "?/default\"")));
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
    var words = new ArrayList<String>();
    String verb = any(List.of("build", "build", "check", "test", "bench"));
    words.add(verb);
    if (verb.equals("test") || verb.equals("bench")) {
      words.add("--no-run");
    }
    if (chance(50)) {
      words.add("--workspace");
    } else if (chance(40)) {
      words.add("-p");
      words.add(any(names));
    }
    if (chance(40)) {
      words.add("--profile");
      words.add(any(List.of("release", "dev", "test", "bench", "release")));
    }
    for (String target : List.of("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")) {
      if (chance(20)) {
        words.add("--target");
        words.add(target);
      }
    }
    if (chance(20)) {
      words.add("--all-features");
    }
    if (chance(20)) {
      words.add("--no-default-features");
    }
    if (chance(20)) {
      words.add("--features");
      words.add("f" + random.nextInt(4));
    }
    for (String flag :
        List.of("--lib", "--bins", "--examples", "--tests", "--benches", "--all-targets")) {
      if (chance(12)) {
        words.add(flag);
      }
    }
    return words;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
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
