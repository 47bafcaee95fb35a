package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code add} and {@code remove} beside cargo's own, on random manifests: each leaves the same
 * manifests and the same lock, ends alike and says the same. {@code heddle.manifests} sets how many
 * manifests, {@code heddle.seed} which, {@code heddle.cargo} the cargo.
 */
final class ManifestOracleTest {
  private static final int ROUNDS = Integer.getInteger("heddle.manifests", 5);
  private static final int STEPS = 6;

  private static final List<String> CRATES =
      List.of("bowl", "cup", "dice", "fork", "jug", "knife", "salt-mill", "tea_pot");
  private static final List<String> FILES =
      List.of("Cargo.toml", "m/Cargo.toml", "n/Cargo.toml", "Cargo.lock");

  @TempDir Path temporary;
  private final List<String> differences = new ArrayList<>();

  private record Ended(boolean well, String said, Map<String, String> files) {}

  @Test
  void add_and_remove_leave_what_cargo_leaves() throws Exception {
    FollowedCargo.assumeHere();
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    System.out.println("seed " + seed);
    int well = 0;
    for (int round = 0; round < ROUNDS; round++) {
      well += round(seed + round);
    }
    assertThat(differences).as(String.join("\n", differences)).isEmpty();
    assertThat(well).isPositive();
  }

  /** Several commands in one workspace; how many of them ended well. */
  private int round(long seed) throws Exception {
    var random = new Random(seed);
    Desk desk = desk(random, seed);
    int well = 0;
    for (int step = 0; step < STEPS; step++) {
      Map<String, String> before = files(desk);
      List<String> words = random.nextInt(3) > 0 ? add(random) : remove(random);
      Ended theirs = cargo(desk, words);
      restore(desk, before);
      Desk.Result result = desk.run(words.toArray(String[]::new));
      Ended ours = new Ended(result.exit() == 0, said(result.err()), files(desk));
      var wrong = new StringBuilder();
      if (ours.well != theirs.well) {
        wrong.append("ends ").append(ours.well ? "well" : "badly").append('\n');
      } else if (theirs.well && !ours.said.equals(theirs.said)) {
        wrong.append("says something else\n");
      }
      for (String file : FILES) {
        String left = theirs.files.getOrDefault(file, "");
        if (!ours.files.getOrDefault(file, "").equals(left)) {
          wrong.append("cargo leaves this ").append(file).append(":\n").append(left);
          wrong.append("Heddle this:\n").append(ours.files.getOrDefault(file, ""));
        }
      }
      if (!wrong.isEmpty()) {
        differences.add(
            "seed %d, step %d: %s\ncargo says:\n%s\nHeddle says:\n%s\n%s"
                .formatted(seed, step, String.join(" ", words), theirs.said, ours.said, wrong));
        restore(desk, theirs.files);
      }
      if (theirs.well) {
        well++;
      }
    }
    return well;
  }

  private static List<String> add(Random random) {
    var words = new ArrayList<>(List.of("add"));
    String version =
        pick(random, "", "", "", "@1", "@2", "@0.2", "@=1.0.0", "@^0.3", "@>=1, <3", "@9", "@*");
    switch (random.nextInt(9)) {
      case 0 -> words.addAll(List.of(pick(random, "m", "n"), "--path", pick(random, "m", "n")));
      case 1 -> words.addAll(List.of("--path", "../shelf"));
      case 2 -> words.add(pick(random, "m", "n", "salt_mill", "tea-pot", "absent", "raw", "old"));
      case 3 -> words.addAll(List.of("cup", "jug"));
      default -> words.add(pick(random, CRATES) + version);
    }
    if (random.nextInt(3) == 0) {
      words.addAll(
          List.of("--features", pick(random, "big", "tall,odd", "odd big", "none", "big/x")));
    }
    place(random, words);
    maybe(random, 5, words, "--no-default-features");
    maybe(random, 8, words, "--default-features");
    maybe(random, 5, words, "--optional");
    maybe(random, 8, words, "--no-optional");
    maybe(random, 10, words, "--dry-run");
    if (random.nextInt(6) == 0) {
      words.addAll(List.of("--rename", pick(random, "other", "cup", "re-named")));
    }
    return words;
  }

  private static List<String> remove(Random random) {
    var words = new ArrayList<>(List.of("remove", pick(random, CRATES)));
    if (random.nextInt(4) == 0) {
      words.add(pick(random, "m", "n", "other", "shelf"));
    }
    place(random, words);
    maybe(random, 10, words, "--dry-run");
    return words;
  }

  private static void place(Random random, List<String> words) {
    if (random.nextInt(3) == 0) {
      words.add(pick(random, "--dev", "--build"));
    }
    if (random.nextInt(5) == 0) {
      words.addAll(
          List.of("--target", pick(random, "cfg(unix)", "cfg(windows)", "x86_64-pc-windows-gnu")));
    }
    words.addAll(List.of("--package", pick(random, "root", "root", "m", "n")));
  }

  private static void maybe(Random random, int one, List<String> words, String word) {
    if (random.nextInt(one) == 0) {
      words.add(word);
    }
  }

  private static String pick(Random random, String... of) {
    return pick(random, List.of(of));
  }

  private static String pick(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Desk desk(Random random, long seed) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("seed-" + seed));
    Desk desk = Desk.at(folder);
    String features =
        "\"features\":{\"default\":[\"big\"],\"big\":[],\"tall\":[\"big\"],\"odd\":[]}";
    for (String crate : CRATES) {
      desk.crate(crate, "0.2.1", features).crate(crate, "1.0.0", features);
      if (random.nextBoolean()) {
        desk.crate(crate, "1.4.0+rev5", features, "\"rust_version\":\"1.70\"");
      }
      if (random.nextBoolean()) {
        desk.crate(crate, "2.0.0", "\"rust_version\":\"1.200\"");
      }
      if (random.nextInt(3) == 0) {
        desk.crate(crate, "2.1.0", "\"yanked\":true");
      }
    }
    desk.crate("raw", "1.0.0-alpha.1").crate("old", "0.1.0", "\"yanked\":true");
    String edition = pick(random, "2018", "2021", "2024");
    String rust = random.nextBoolean() ? "rust-version = \"1.71\"\n" : "";
    desk.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"m\", \"n\"]\nresolver = \""
            + pick(random, "2", "3")
            + "\"\n\n[workspace.dependencies]\n# shared\ncup = { version = \"1\""
            + pick(random, "", ", default-features = false", ", features = [\"big\"]")
            + " }\nfork = \"1\" # one\nm = { path = \"m\" }\n\n"
            + manifest(random, "root", edition, rust));
    desk.write("src/lib.rs", "").write("build.rs", "fn main() {}");
    desk.write("m/Cargo.toml", manifest(random, "m", edition, rust)).write("m/src/lib.rs", "");
    desk.write("n/Cargo.toml", manifest(random, "n", edition, "")).write("n/src/lib.rs", "");
    desk.write("n/build.rs", "fn main() {}");
    desk.write(
        "../shelf/Cargo.toml",
        "[package]\nname = \"shelf\"\nversion = \"0.5.0\"\nedition = \"2021\"\n[workspace]\n"
            + "[features]\ndeep = []\n");
    return desk.write("../shelf/src/lib.rs", "");
  }

  private static String manifest(Random random, String name, String edition, String rust) {
    var text = new StringBuilder("# the package\n[package]\nname = \"" + name + "\"\n");
    text.append("version = \"0.1.0\"\nedition = \"").append(edition).append("\"\n").append(rust);
    var optional = new ArrayList<String>();
    for (String table :
        List.of(
            "dependencies",
            "dev-dependencies",
            "build-dependencies",
            "target.'cfg(unix)'.dependencies")) {
      if (random.nextInt(3) > 0) {
        table(random, text, table, optional);
      }
    }
    if (random.nextBoolean()) {
      text.append("\n[features]\ndefault = []\n");
      for (String each : optional) {
        if (random.nextBoolean()) {
          text.append("with-").append(each).append(" = [\"dep:").append(each).append("\"]\n");
        }
      }
    }
    return text.toString();
  }

  private static void table(
      Random random, StringBuilder text, String table, List<String> optional) {
    text.append("\n[").append(table).append("]\n");
    boolean sorted = random.nextBoolean();
    var names = new ArrayList<>(CRATES);
    if (!sorted) {
      java.util.Collections.shuffle(names, random);
    }
    for (String crate : names) {
      if (random.nextInt(3) > 0) {
        continue;
      }
      if (random.nextInt(4) == 0) {
        text.append("# about ").append(crate).append('\n');
      }
      boolean may = !table.equals("dev-dependencies") && !optional.contains(crate);
      String entry =
          switch (random.nextInt(may ? 6 : 5)) {
            case 0 -> crate + " = \"1\"";
            case 1 -> crate + "={version=\"1\",features=[\"big\",\"tall\"]}";
            case 2 -> crate + " = { version = \"1.0\", default-features = false }";
            case 3 -> crate + ".version = \"1\"";
            case 4 ->
                crate.equals("cup") || crate.equals("fork")
                    ? crate + pick(random, ".workspace = true", " = { workspace = true }")
                    : crate + " = \"^1.0\"";
            default -> {
              optional.add(crate);
              yield crate + " = { version = \"1\", optional = true }";
            }
          };
      text.append(entry).append(random.nextInt(4) == 0 ? " # why\n" : "\n");
    }
  }

  private static Map<String, String> files(Desk desk) throws IOException {
    var files = new TreeMap<String, String>();
    for (String file : FILES) {
      if (desk.has(file)) {
        files.put(file, desk.read(file));
      }
    }
    return files;
  }

  private static void restore(Desk desk, Map<String, String> files) throws IOException {
    for (String file : FILES) {
      if (files.containsKey(file)) {
        desk.write(file, files.getOrDefault(file, ""));
      } else {
        Files.deleteIfExists(desk.root().resolve(file));
      }
    }
  }

  private static Ended cargo(Desk desk, List<String> words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(FollowedCargo.PROGRAM));
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(desk.root().toFile());
    builder.environment().put("CARGO_HOME", desk.root().resolve("../cargo-home").toString());
    builder.environment().put("CARGO_TERM_COLOR", "never");
    Path err = desk.root().resolve("../cargo.err").normalize();
    builder.redirectError(err.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    int exit = builder.start().waitFor();
    String said = Files.readString(err).replace(desk.root().toString(), "DESK");
    return new Ended(exit == 0, said(said), files(desk));
  }

  private static String said(String text) {
    return text.replace("heddle ", "cargo ").strip();
  }
}
