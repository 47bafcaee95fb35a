package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of {@code choices.txt}, each chosen by Heddle and, where it is installed, by cargo. */
final class ChoicesTest {
  @TempDir Path temporary;

  /** A line of a case: words, a table of features, dependencies. */
  private record Line(List<String> words, String features, List<String> dependencies) {
    static Line of(String text) {
      int colon = text.indexOf(": ");
      // A colon of `dep:` is followed by no space.
      String head = colon < 0 ? text : text.substring(0, colon);
      String rest = colon < 0 ? "" : text.substring(colon + 2);
      int open = head.indexOf('{');
      String features = open < 0 ? "" : head.substring(open + 1, head.indexOf('}'));
      String words = open < 0 ? head : head.substring(0, open);
      return new Line(
          List.of(words.strip().split(" +", -1)),
          features,
          rest.isEmpty() ? List.of() : List.of(rest.split("; *", -1)));
    }

    Optional<String> option(String name) {
      return words.stream()
          .filter(word -> word.startsWith(name + "="))
          .map(word -> word.substring(name.length() + 1))
          .findFirst();
    }
  }

  /** A dependency: its requirement may have spaces, its options have none. */
  private record Needed(String name, String requirement, List<String> options) {
    static Needed of(String text) {
      List<String> words = new ArrayList<>(List.of(text.strip().split(" +", -1)));
      String name = words.removeFirst();
      var requirement = new StringBuilder(words.removeFirst());
      while (!words.isEmpty() && words.getFirst().matches("[<>=~^].*")) {
        requirement.append(' ').append(words.removeFirst());
      }
      return new Needed(name, requirement.toString(), words);
    }

    boolean is(String option) {
      return options.contains(option);
    }

    Optional<String> value(String option) {
      return new Line(options, "", List.of()).option(option);
    }

    List<String> features() {
      return value("feat").map(list -> List.of(list.split(",", -1))).orElse(List.of());
    }
  }

  @Test
  void what_is_chosen_is_what_each_case_says() throws Exception {
    boolean cargo = hasCargo();
    int number = 0;
    for (String text : cases()) {
      List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      check(lines, Files.createDirectories(temporary.resolve("case-" + number++)), cargo);
    }
    assertThat(number).isGreaterThan(50);
  }

  private static List<String> cases() throws IOException {
    try (InputStream in = ChoicesTest.class.getResourceAsStream("choices.txt")) {
      assertThat(in).isNotNull();
      String all =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.joining("\n"));
      return List.of(all.split("(^|\n)case ", -1)).stream().filter(c -> !c.isBlank()).toList();
    }
  }

  private static void check(List<String> lines, Path folder, boolean cargo) throws Exception {
    String shown = lines.getFirst();
    Desk desk = Desk.at(folder).write("src/lib.rs", "");
    for (String text : lines.subList(1, lines.size() - 1)) {
      Line line = Line.of(text);
      if (line.words.getFirst().equals("root")) {
        desk.write("Cargo.toml", manifest(line));
      } else {
        desk.crate(line.words.get(0), line.words.get(1), fields(line));
      }
    }
    String expected = lines.getLast();
    int exit = desk.run("generate-lockfile").exit();
    String found = exit == 0 ? locked(desk.read("Cargo.lock")) : "none";
    assertThat(found).as(shown).isEqualTo(expected);
    if (cargo) {
      Optional<String> ours = exit == 0 ? Optional.of(desk.read("Cargo.lock")) : Optional.empty();
      Path root = folder.toRealPath().resolve("desk");
      Files.deleteIfExists(root.resolve("Cargo.lock"));
      var builder = new ProcessBuilder("cargo", "generate-lockfile", "--offline", "-q");
      builder.environment().put("CARGO_HOME", folder.resolve("home").toString());
      Process process = builder.directory(root.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Optional<String> theirs =
          process.waitFor() == 0
              ? Optional.of(Files.readString(root.resolve("Cargo.lock")))
              : Optional.empty();
      assertThat(ours).as(shown + "\ncargo says: " + said).isEqualTo(theirs);
    }
  }

  private static String locked(String lock) {
    var packages = new ArrayList<String>();
    String[] parts = lock.split("\\[\\[package\\]\\]\n", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] lines = parts[i].split("\n", -1);
      String name = lines[0].split("\"", -1)[1];
      if (!name.equals("app")) {
        packages.add(name + " " + lines[1].split("\"", -1)[1]);
      }
    }
    return packages.isEmpty() ? "is" : "is: " + String.join(", ", packages);
  }

  private static String manifest(Line line) {
    var toml = new StringBuilder("[package]\nname = \"app\"\nversion = \"0.1.0\"\n");
    toml.append("edition = \"2021\"\n");
    line.option("rust").ifPresent(v -> toml.append("rust-version = \"" + v + "\"\n"));
    line.option("resolver").ifPresent(v -> toml.append("resolver = \"" + v + "\"\n"));
    Map<String, List<String>> tables = new TreeMap<>();
    for (String each : line.dependencies) {
      Needed needed = Needed.of(each);
      String table = needed.is("dev") ? "dev-" : needed.is("build") ? "build-" : "";
      tables
          .computeIfAbsent(table + "dependencies", _ -> new ArrayList<>())
          .add(
              needed.value("as").orElse(needed.name)
                  + " = { version = \""
                  + needed.requirement
                  + "\""
                  + needed.value("as").map(_ -> ", package = \"" + needed.name + "\"").orElse("")
                  + (needed.is("nodef") ? ", default-features = false" : "")
                  + (needed.features().isEmpty() ? "" : ", features = " + quoted(needed.features()))
                  + " }");
    }
    tables.forEach(
        (name, list) -> toml.append("[" + name + "]\n" + String.join("\n", list) + "\n"));
    return toml.toString();
  }

  private static String[] fields(Line line) {
    var fields = new ArrayList<String>();
    var dependencies = new ArrayList<String>();
    for (String each : line.dependencies) {
      Needed needed = Needed.of(each);
      dependencies.add(
          "{\"name\":\"%s\",\"req\":\"%s\",\"features\":%s,\"optional\":%s,\"default_features\":%s,\"target\":null,\"kind\":\"%s\"}"
              .formatted(
                  needed.name,
                  needed.requirement,
                  quoted(needed.features()),
                  needed.is("opt"),
                  !needed.is("nodef"),
                  needed.is("dev") ? "dev" : needed.is("build") ? "build" : "normal"));
    }
    fields.add("\"deps\":[" + String.join(",", dependencies) + "]");
    var features = new ArrayList<String>();
    for (String each : line.features.isEmpty() ? new String[0] : line.features.split("; *", -1)) {
      String[] parts = each.split("=", 2);
      List<String> values =
          parts[1].isBlank() ? List.of() : List.of(parts[1].strip().split(" +", -1));
      features.add("\"" + parts[0] + "\":" + quoted(values));
    }
    fields.add("\"features\":{}");
    fields.add("\"features2\":{" + String.join(",", features) + "}");
    fields.add("\"yanked\":" + line.words.contains("yanked"));
    fields.add("\"v\":" + line.option("v").orElse("2"));
    line.option("links").ifPresent(name -> fields.add("\"links\":\"" + name + "\""));
    line.option("rust").ifPresent(v -> fields.add("\"rust_version\":\"" + v + "\""));
    return fields.toArray(String[]::new);
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(t -> "\"" + t + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  private static boolean hasCargo() throws InterruptedException {
    try {
      return new ProcessBuilder("cargo", "--version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
