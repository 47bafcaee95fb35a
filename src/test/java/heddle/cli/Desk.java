package heddle.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory in which commands are run as a user would, with a registry of its own in the place of
 * the public one: an index without archives.
 */
record Desk(Path root) {
  record Result(int exit, String out, String err) {}

  static Desk at(Path directory) throws IOException {
    Path root = Files.createDirectories(directory.toRealPath().resolve("desk"));
    Files.createDirectories(root.resolve("../registry/index"));
    var desk = new Desk(root);
    desk.write(
        ".cargo/config.toml",
        """
        [source.crates-io]
        replace-with = "here"
        [source.here]
        local-registry = "../registry"
        """);
    return desk;
  }

  Desk write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  String read(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  boolean has(String name) {
    return Files.exists(root.resolve(name));
  }

  /** A version in the index; more are fields of its entry, such as {@code "features":{}}. */
  Desk crate(String name, String version, String... more) throws IOException {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    String folder =
        switch (lower.length()) {
          case 1 -> "1";
          case 2 -> "2";
          case 3 -> "3/" + lower.charAt(0);
          default -> lower.substring(0, 2) + "/" + lower.substring(2, 4);
        };
    Path file = root.resolve("../registry/index").normalize().resolve(folder).resolve(lower);
    Files.createDirectories(file.getParent());
    var entry = new StringBuilder("{\"name\":\"" + name + "\",\"vers\":\"" + version + "\"");
    for (String each : more) {
      entry.append(',').append(each);
    }
    for (String[] field :
        new String[][] {{"deps", "[]"}, {"features", "{}"}, {"yanked", "false"}}) {
      if (entry.indexOf("\"" + field[0] + "\":") < 0) {
        entry.append(",\"" + field[0] + "\":" + field[1]);
      }
    }
    entry.append(",\"cksum\":\"" + "0".repeat(64) + "\"}\n");
    Files.writeString(file, entry.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return this;
  }

  /** The entry's field of dependencies; each as {@code name req}. */
  static String needs(String... dependencies) {
    var list = new StringBuilder("\"deps\":[");
    for (String each : dependencies) {
      String[] words = each.split(" ", 2);
      list.append(list.charAt(list.length() - 1) == '[' ? "" : ",")
          .append("{\"name\":\"" + words[0] + "\",\"req\":\"" + words[1] + "\",\"features\":[],")
          .append("\"optional\":false,\"default_features\":true,\"target\":null,")
          .append("\"kind\":\"normal\"}");
    }
    return list + "]";
  }

  Result run(String... words) throws IOException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var invocation =
        new Invocation(
            List.of(words),
            Map.of(
                "HOME", root.resolve("../home").normalize().toString(),
                "PATH", System.getenv().getOrDefault("PATH", ""),
                "RUSTUP_HOME",
                    System.getenv()
                        .getOrDefault("RUSTUP_HOME", System.getProperty("user.home") + "/.rustup"),
                "RUSTUP_TOOLCHAIN", System.getenv().getOrDefault("RUSTUP_TOOLCHAIN", "")),
            root,
            root.resolve("../heddle").normalize(),
            Invocation.ownClassPath(),
            Optional.empty(),
            0,
            Optional.empty());
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            80);
    int exit = Main.run(new Session(invocation, terminal));
    String here = root.toString();
    return new Result(
        exit,
        out.toString(StandardCharsets.UTF_8).replace(here, "DESK"),
        err.toString(StandardCharsets.UTF_8).replace(here, "DESK"));
  }
}
