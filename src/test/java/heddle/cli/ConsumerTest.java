package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/consumer.py}, written from {@code docs/contract.md} alone, decides what Heddle does:
 * options, providers of facts, and downloads of random workspaces. {@code -Dheddle.contracts} says
 * how many, {@code -Dheddle.seed} which.
 */
class ConsumerTest {
  private static final List<String> VALUES = List.of("auto", "system", "bundled");

  @TempDir Path temporary;
  private Project project;
  private final long seed = Long.getLong("heddle.seed", System.nanoTime() % 1_000_000);

  @BeforeEach
  void start() throws Exception {
    assumeTrue(UserRust.isHere());
    assumeTrue(run(List.of("python3", "-c", "import tomllib"), Map.of()).exit() == 0, "tomllib");
    assumeTrue(run(List.of("cargo", "--version"), Map.of()).exit() == 0, "cargo");
    project = new Project(temporary);
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  @Test
  void the_page_suffices_to_decide_as_heddle_does() throws Exception {
    int decided = 0;
    int refused = 0;
    int rounds = Integer.getInteger("heddle.contracts", 12);
    for (int round = 0; round < rounds; round++) {
      var random = new Random(seed + round);
      List<String> words = workspace(random);
      String named = "-Dheddle.seed=" + (seed + round);
      Optional<Map<String, Map<String, String>>> theirs = consumer(words);
      Project.Said said = project.heddle(with(words, "options", "--json"));
      assertThat(said.exit() == 0)
          .as(named + ": " + words + "\n" + said.text() + theirs)
          .isEqualTo(theirs.isPresent());
      if (theirs.isEmpty()) {
        refused++;
        continue;
      }
      decided++;
      assertThat(heddle(said, words)).as(named + ": " + words).isEqualTo(theirs.get());
    }
    System.out.println("seed " + seed + ": " + decided + " decided alike, " + refused + " refused");
    assertThat(decided).isGreaterThan(rounds / 4);
  }

  private static String[] with(List<String> words, String... command) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(words);
    return all.toArray(String[]::new);
  }

  /** Writes up to six packages, each on some before it; gives the words of the command line. */
  private List<String> workspace(Random random) throws Exception {
    int count = 2 + random.nextInt(5);
    var members = new StringBuilder();
    for (int i = 0; i < count; i++) {
      members.append(i == 0 ? "" : ", ").append("\"p").append(i).append('"');
      project.write("p" + i + "/src/lib.rs", "", "p" + i + "/Cargo.toml", manifest(i, random));
      Path script = project.root.resolve("p" + i + "/build.rs");
      if (random.nextBoolean()) project.write("p" + i + "/build.rs", "fn main() {}");
      else Files.deleteIfExists(script);
    }
    project.write("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [" + members + "]\n");
    Files.deleteIfExists(project.root.resolve("Cargo.lock"));
    var policy = new StringBuilder();
    if (random.nextInt(3) == 0)
      policy.append("native = \"").append(VALUES.get(1 + random.nextInt(2))).append("\"\n");
    if (random.nextInt(3) == 0)
      policy.append("[option.p0]\nlevel = ").append(random.nextInt(9)).append('\n');
    project.write("heddle.toml", policy.toString());
    project.environment.remove("HEDDLE_OPTION_P0__LEVEL");
    if (random.nextInt(3) == 0)
      project.environment.put("HEDDLE_OPTION_P0__LEVEL", "" + random.nextInt(9));
    var words = new ArrayList<String>();
    if (random.nextInt(2) == 0)
      words.addAll(List.of("-o", "p0:source=" + VALUES.get(random.nextInt(3))));
    if (random.nextInt(4) == 0) words.addAll(List.of("-o", "p0:level=" + random.nextInt(3)));
    return words;
  }

  private static String manifest(int i, Random random) {
    var text = new StringBuilder("[package]\nname = \"p" + i + "\"\nversion = \"1." + i + ".0\"\n");
    text.append("edition = \"2021\"\n[features]\nfast = []\n");
    if (random.nextBoolean()) text.append("default = [\"fast\"]\n");
    for (String kind : List.of("dependencies", "build-dependencies", "dev-dependencies")) {
      text.append('[').append(kind).append("]\n");
      for (int below = 0; below < i; below++) {
        if (random.nextInt(kind.equals("dependencies") ? 2 : 6) == 0)
          text.append("p" + below + " = { path = \"../p" + below + "\" }\n");
      }
    }
    return text + contract(i, random);
  }

  private static String contract(int i, Random random) {
    var text = new StringBuilder();
    String start = "[package.metadata.heddle.";
    boolean options = i == 0 || random.nextInt(3) == 0;
    if (options) {
      text.append(start).append("option.source]\ntype = \"enum\"\nvalues = [\"auto\", \"system\",");
      text.append(" \"bundled\"]\ndefault = \"auto\"\n");
      if (random.nextBoolean()) text.append("follows = \"native\"\n");
      text.append(start).append("option.level]\ntype = \"int\"\n");
      if (random.nextBoolean()) text.append("default = 5\n");
      text.append(start).append("option.parts]\ntype = \"list\"\nitems = \"string\"\n");
      text.append("default = [\"a\", \"b\"]\nwhen = '")
          .append(condition(true, random))
          .append("'\n");
    }
    for (int below = 0; below < i; below++) {
      if (below == 0 && random.nextInt(3) == 0)
        text.append(start).append("suggest.p0]\nlevel = ").append(random.nextInt(2)).append('\n');
    }
    if (random.nextInt(3) == 0) {
      text.append(start).append("publish.fact]\nschema = \"data/1\"\n");
      if (random.nextInt(3) == 0) text.append("visibility = \"direct\"\n");
    }
    if (i > 0 && random.nextInt(3) == 0) {
      text.append(start).append("require.fact]\nschema = \"data/1\"\n");
      if (random.nextInt(3) == 0) text.append("for = \"host\"\n");
      if (random.nextInt(4) > 0) text.append("optional = true\n");
      if (random.nextInt(4) == 0)
        text.append("from = \"p").append(random.nextInt(i)).append("\"\n");
    }
    if (random.nextInt(3) == 0) {
      text.append(start).append("download.words]\nurl = \"https://example.org/w\"\nsha256 = \"");
      text.append(("" + i).repeat(64)).append("\"\nwhen = '").append(condition(options, random));
      text.append("'\n");
    }
    return text.toString();
  }

  /** Conditions may name options of their own package only. */
  private static String condition(boolean options, Random random) {
    return switch (random.nextInt(options ? 7 : 4)) {
      case 0 -> "unix";
      case 1 -> "not(feature = \"fast\")";
      case 2 -> "any(not(unix), all(), feature = \"none\")";
      case 3 -> "target_os = \"linux\"";
      case 4 -> "all(option(source = \"bundled\"), unix)";
      case 5 -> "any(option(source = \"system\"), target_os = \"windows\")";
      default -> "option(level)";
    };
  }

  private Optional<Map<String, Map<String, String>>> consumer(List<String> words) throws Exception {
    var command = new ArrayList<>(List.of("python3", "docs/consumer.py"));
    command.add(project.root.resolve("Cargo.toml").toString());
    command.addAll(words);
    String variable = "HEDDLE_OPTION_P0__LEVEL";
    Project.Said said =
        run(
            command,
            project.environment.containsKey(variable)
                ? Map.of(variable, String.valueOf(project.environment.get(variable)))
                : Map.of());
    if (said.exit() != 0) {
      assertThat(said.text()).doesNotContain("Traceback");
      return Optional.empty();
    }
    var all = new TreeMap<String, Map<String, String>>();
    for (var each : object(Json.parse(said.text().getBytes(StandardCharsets.UTF_8))).entrySet()) {
      var values = new TreeMap<String, String>();
      for (var kind : object(each.getValue()).entrySet()) {
        for (var one : object(kind.getValue()).entrySet())
          values.put(kind.getKey() + " " + one.getKey(), one.getValue().compact());
      }
      if (!values.isEmpty()) all.put(each.getKey(), values);
    }
    return Optional.of(all);
  }

  private Map<String, Map<String, String>> heddle(Project.Said options, List<String> words)
      throws Exception {
    var all = new TreeMap<String, Map<String, String>>();
    for (Json pkg : packages(options)) {
      for (Json each : array(member(pkg, "options"))) {
        var value = new LinkedHashMap<String, Json>();
        value.put("set", new Json.Bool(!text(member(each, "decided")).equals("default")));
        value.put("value", member(each, "requested"));
        put(all, text(member(pkg, "name")), "options", each, new Json.Obj(value));
      }
    }
    for (Json pkg : packages(project.heddle(with(words, "facts", "--json")))) {
      for (Json each : array(member(pkg, "requires")))
        put(all, text(member(pkg, "name")), "facts", each, member(each, "from"));
    }
    String takes = project.heddle(with(words, "downloads", "--json")).text();
    for (Json each : array(member(Json.parse(takes.getBytes(StandardCharsets.UTF_8)), "takes"))) {
      String[] name = text(member(each, "name")).split(":", 2);
      all.computeIfAbsent(name[0], _ -> new TreeMap<>())
          .put("downloads " + name[1], member(each, "sha256").compact());
    }
    return all;
  }

  private static void put(
      Map<String, Map<String, String>> all, String pkg, String kind, Json of, Json value) {
    all.computeIfAbsent(pkg, _ -> new TreeMap<>())
        .put(kind + " " + text(member(of, "name")), value.compact());
  }

  private static List<Json> packages(Project.Said said) throws Exception {
    String last = said.text().lines().reduce((_, line) -> line).orElse("");
    return array(member(Json.parse(last.getBytes(StandardCharsets.UTF_8)), "packages"));
  }

  private static Map<String, Json> object(Json json) {
    return ((Json.Obj) json).members();
  }

  private static List<Json> array(Json json) {
    return ((Json.Arr) json).items();
  }

  private static Json member(Json of, String name) {
    return ((Json.Obj) of).get(name).orElseThrow();
  }

  private static String text(Json json) {
    return ((Json.Str) json).value();
  }

  private static Project.Said run(List<String> words, Map<String, String> variables)
      throws Exception {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Project.Said(process.exitValue(), said);
  }
}
