package heddle.rust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.cargo.PackageSelection;
import heddle.process.SandboxMode;
import heddle.process.UserRust;
import heddle.text.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place for small workspaces that are built with the machine's rustc, all with one store. */
final class Yard {
  /** A program without dependencies. */
  static final String PLAIN = "fn main() { println!(\"hello\"); }";

  /** A workspace whose member {@code one} uses the procedural macros of its member {@code m}. */
  static final String[] WITH_MACROS = {
    "Cargo.toml",
    "[workspace]\nmembers = [\"m\", \"one\"]\nresolver = \"2\"\n",
    "Cargo.lock",
    "version = 4\n\n"
        + "[[package]]\n"
        + "name = \"m\"\n"
        + "version = \"0.1.0\"\n\n"
        + "[[package]]\n"
        + "name = \"one\"\n"
        + "version = \"0.1.0\"\n"
        + "dependencies = [\n"
        + " \"m\",\n"
        + "]\n",
    "m/Cargo.toml",
    "[package]\n"
        + "name = \"m\"\n"
        + "version = \"0.1.0\"\n"
        + "edition = \"2021\"\n"
        + "[lib]\n"
        + "proc-macro = true\n",
    "one/Cargo.toml",
    "[package]\n"
        + "name = \"one\"\n"
        + "version = \"0.1.0\"\n"
        + "edition = \"2021\"\n"
        + "[dependencies]\n"
        + "m = { path = \"../m\" }\n"
  };

  private final Path folder;
  final Map<String, String> environment = new HashMap<>();
  final List<String> configuration = new ArrayList<>();
  SandboxMode sandbox = SandboxMode.NONE;
  BuildRequest.Intent intent = BuildRequest.Intent.BUILD;
  List<String> packages = List.of();
  List<String> targets = List.of();

  /** Skips the test where there is no rustc. */
  Yard(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    environment.putAll(UserRust.variables());
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
  }

  /** What a build ran and found, what it said on standard error and noted, and how it failed. */
  record Seen(int ran, int found, List<String> said, List<String> noted, List<String> problems) {
    Seen {
      said = List.copyOf(said);
      noted = List.copyOf(noted);
      problems = List.copyOf(problems);
    }
  }

  /** Writes files a minute old, names and texts in turn. */
  static void write(Path root, String... namesAndTexts) throws IOException {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Path file = root.resolve(namesAndTexts[i]);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, namesAndTexts[i + 1]);
      Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
    }
  }

  /** A package {@code one} without dependencies, and what else is written. */
  Path workspace(String name, String... namesAndTexts) throws IOException {
    Path root = folder.resolve(name);
    write(
        root,
        "Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\n");
    write(root, namesAndTexts);
    return root;
  }

  Seen build(Path root) throws Exception {
    List<String> said = new ArrayList<>();
    List<String> noted = new ArrayList<>();
    try (Workshop shop = open(root, progress(said, noted))) {
      Workshop.Outcome outcome = shop.build();
      return new Seen(outcome.ran(), outcome.found(), said, noted, outcome.problems());
    }
  }

  /** Builds the tests, too. */
  Seen buildTests(Path root) throws Exception {
    intent = BuildRequest.Intent.TEST;
    try {
      return build(root);
    } finally {
      intent = BuildRequest.Intent.BUILD;
    }
  }

  /** All that building a workspace needs; nothing is built yet. */
  Workshop open(Path root, Progress progress) throws Exception {
    BuildRequest plain = BuildRequest.of(intent);
    BuildRequest request =
        packages.isEmpty() && targets.isEmpty()
            ? plain
            : new BuildRequest(
                plain.intent(),
                packages.isEmpty() ? plain.packages() : new PackageSelection.Named(packages),
                plain.selection(),
                plain.features(),
                plain.allFeatures(),
                plain.noDefaultFeatures(),
                plain.profile(),
                targets.isEmpty() ? plain.targets() : targets,
                plain.crateTypes(),
                plain.locked(),
                plain.ignoreRustVersion(),
                plain.policy());
    Order order = order(folder, root, environment, configuration, request, sandbox);
    // as one command line given again and again, so that what an edit calls for is begun early
    String goal = root + " " + intent + " " + packages + " " + sandbox;
    return Workshop.open(order, progress, 2, Interchange.NONE, Optional.empty(), Optional.of(goal));
  }

  /** An order of these, with two jobs, offline, and the home in the folder. */
  static Order order(
      Path folder,
      Path root,
      Map<String, String> environment,
      List<String> configuration,
      BuildRequest request,
      SandboxMode sandbox) {
    return new Order(
        folder.resolve("home"),
        root,
        Optional.empty(),
        environment,
        configuration,
        request,
        Optional.empty(),
        2,
        false,
        true,
        false,
        MessageFormat.HUMAN,
        false,
        Optional.empty(),
        0,
        List.of(),
        Path.of("heddle"),
        sandbox,
        List.of(),
        Optional.empty(),
        false,
        true);
  }

  private static Progress progress(List<String> said, List<String> noted) {
    return new SilentProgress() {
      @Override
      public synchronized void said(List<String> out, List<String> err) {
        said.addAll(err);
      }

      @Override
      public synchronized List<String> warned(Problem problem) {
        noted.addAll(problem.lines("warning"));
        return List.of();
      }
    };
  }

  /** What the program {@code one} of a workspace says. */
  static String says(Path root) throws Exception {
    return run(root, root.resolve("target/debug/one").toString());
  }

  /** What a command says on both streams; it must succeed. */
  static String run(Path directory, String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new AssertionError(List.of(words) + " failed: " + said);
    return said;
  }

  static void program(Path file, String text) throws IOException {
    write(file.resolveSibling(""), String.valueOf(file.getFileName()), text);
    if (!file.toFile().setExecutable(true)) throw new IOException(file + " is not executable");
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) return;
    try (var all = Files.walk(directory)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
