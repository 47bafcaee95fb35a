import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.Fetched;
import heddle.rules.Imported;
import heddle.rules.Jdk;
import heddle.rules.Ran;
import heddle.rules.Run;
import heddle.rules.WorkspaceRoot;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.ListDirectory;
import heddle.world.ReadText;
import heddle.world.Variable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Heddle tests Heddle: the tests of each room in a JVM of its own, which finds the classes of the
 * rooms that room may use, and the files of the repository that its tests read. What passed is
 * kept, and runs again when one of these changes.
 */
public final class SelfTest {
  private SelfTest() {}

  private static final String TESTS = "src/test/java/heddle";

  /** Packages of tests that look at all rooms. */
  private static final List<String> OF_ALL = List.of("architecture", "jump");

  /** What the tests of a room read of the repository, beside their resources. */
  private static final Map<String, List<String>> READ =
      Map.of(
          "cli",
          List.of(
              "ARCHITECTURE.md",
              "CHANGELOG.md",
              "CONTRIBUTING.md",
              "LICENSE-APACHE",
              "LICENSE-MIT",
              "README.md",
              "bench",
              "bootstrap",
              "clients",
              "docs",
              "examples",
              "heddle",
              "rules",
              "src/main"),
          "contract",
          List.of("overlays", "clients", "docs", "examples", "heddle.toml", "src/test/resources"),
          "jump",
          List.of("heddle", "bootstrap", "src/main"),
          "rules",
          List.of("docs"));

  /** Tests of the sandbox itself cannot run in one; `./check` runs them. */
  private static final String BARE = "bare-machine";

  /** Rooms whose tests compile Rust: they are given the toolchain of rustup, where there is one. */
  private static final Set<String> COMPILE_RUST =
      Set.of("cargo", "cli", "contract", "platform", "process", "rust");

  private static final String SYSTEM = "/usr/local/bin:/usr/bin:/bin";

  /** Files that tests start as programs. */
  private static final Pattern PROGRAM = Pattern.compile("heddle|.*\\.sh");

  /**
   * Runs the tests of all rooms, or of some.
   *
   * @param room whose tests are run; all if none is said
   */
  public record Tests(List<String> room) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      var rooms = room.isEmpty() ? c.get(new Tested()) : room;
      for (String each : rooms) {
        if (c.get(new Tested()).contains(each)) continue;
        throw new ProblemException(Problem.of("there are no tests of a room `" + each + "`"));
      }
      return String.join("\n", c.all(rooms.stream().map(RoomTests::new).toList()));
    }
  }

  /** The packages that have tests. */
  record Tested() implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      Path place = c.get(new WorkspaceRoot()).resolve(TESTS);
      var names = c.get(new ListDirectory(place)).orElseThrow().entries().keySet();
      return List.copyOf(new TreeSet<>(names));
    }
  }

  /** One room's tests, and how many they were. */
  record RoomTests(String room) implements Task<String> {
    private static final Pattern COUNT = Pattern.compile("\\[ *(\\d+) tests (\\w+) *]");

    @Override
    public String run(Context c) throws Exception {
      var inputs = new TreeMap<>(c.get(new Jars()));
      c.get(new TestClasses(room))
          .forEach((path, digest) -> inputs.put("target/test-classes/" + path, digest));
      for (Map<String, Digest> classes :
          c.all(rooms(c, room).stream().map(SelfBuild.Room::new).toList())) {
        classes.forEach((path, digest) -> inputs.put("target/classes/" + path, digest));
      }
      read(c, "src/main/resources", "target/classes", inputs);
      read(c, "src/test/resources/heddle/" + room, "target/test-classes/heddle/" + room, inputs);
      for (String each : READ.getOrDefault(room, List.of())) read(c, each, each, inputs);
      var programs = new TreeSet<>(inputs.keySet());
      programs.removeIf(each -> !PROGRAM.matcher(each).matches());
      Jdk.Home jdk = c.get(new Jdk());
      var folders = new TreeSet<Path>();
      String path = SYSTEM;
      Optional<Path> rust =
          COMPILE_RUST.contains(room) ? c.get(new RustToolchain()) : Optional.<Path>empty();
      if (rust.isPresent()) {
        for (String each : List.of("bin", "lib")) folders.add(rust.get().resolve(each));
        path = rust.get().resolve("bin") + ":" + SYSTEM;
      }
      var argv =
          List.of(
              jdk.path() + "/bin/java",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              "target/classes:target/test-classes:" + Jars.path(c.get(new Jars())),
              "org.junit.platform.console.ConsoleLauncher",
              "execute",
              "--disable-banner",
              "--disable-ansi-colors",
              "--details=summary",
              "--exclude-tag=" + BARE,
              "--select-package=heddle." + room);
      var env =
          Map.of(
              "JDK_VERSION",
              jdk.version(),
              "JAVA_HOME",
              jdk.path(),
              "LC_ALL",
              "C.UTF-8",
              "PATH",
              path);
      Ran ran = c.get(new Run(argv, env, inputs, List.of(), programs, folders));
      if (ran.exit() == 0) return room + ": " + counted(ran.stdout());
      throw new ProblemException(
          Problem.of("tests of `" + room + "` failed")
              .withNote((ran.stdout() + ran.stderr()).strip())
              .withHelp("./heddle test room=" + room));
    }

    private static String counted(String summary) {
      var counts = new TreeMap<String, String>();
      for (var each = COUNT.matcher(summary); each.find(); )
        counts.put(each.group(2), each.group(1));
      String aborted = counts.getOrDefault("aborted", "0");
      String skipped = counts.getOrDefault("skipped", "0");
      return counts.getOrDefault("successful", "0")
          + " passed"
          + (aborted.equals("0") ? "" : ", " + aborted + " without a tool that they need")
          + (skipped.equals("0") ? "" : ", " + skipped + " skipped");
    }
  }

  /**
   * The folder of the toolchain that rustup would choose without a directory's own choice, whose
   * programs need no variable to find their libraries; none where there is no rustup.
   */
  record RustToolchain() implements Task<Optional<Path>> {
    private static final Pattern DEFAULT = Pattern.compile("default_toolchain = \"([^\"]+)\"");

    @Override
    public Optional<Path> run(Context c) throws Exception {
      Path home =
          c.get(new Variable("RUSTUP_HOME"))
              .map(Path::of)
              .orElse(Path.of(c.get(new Variable("HOME")).orElse("/")).resolve(".rustup"));
      var name = c.get(new Variable("RUSTUP_TOOLCHAIN"));
      var settings = c.get(new ReadText(home.resolve("settings.toml")));
      if (name.isEmpty() && settings.isPresent()) {
        var said = DEFAULT.matcher(settings.get().text());
        if (said.find()) name = Optional.of(said.group(1));
      }
      var listing = c.get(new ListDirectory(home.resolve("toolchains")));
      if (name.isEmpty() || listing.isEmpty()) return Optional.empty();
      for (String each : new TreeSet<>(listing.get().entries().keySet())) {
        Path folder = home.resolve("toolchains").resolve(each);
        boolean meant = each.equals(name.get()) || each.startsWith(name.get() + "-");
        if (meant && c.get(new KindOf(folder.resolve("bin/rustc"))) == Kind.FILE) {
          return Optional.of(folder);
        }
      }
      return Optional.empty();
    }
  }

  /** The rooms whose classes the tests of this one find. */
  private static List<String> rooms(Context c, String room) throws Exception {
    var table = c.get(new SelfBuild.Rooms());
    if (OF_ALL.contains(room)) return List.copyOf(table.keySet());
    var rooms = new ArrayList<>(table.get(room));
    rooms.add(room);
    return rooms;
  }

  private static void read(Context c, String from, String to, Map<String, Digest> into)
      throws Exception {
    Path path = c.get(new WorkspaceRoot()).resolve(from);
    if (c.get(new KindOf(path)) == Kind.DIRECTORY) {
      c.get(new SelfBuild.Below(path))
          .forEach((name, digest) -> {
            if (!name.startsWith("target/") && !name.contains("/target/")) {
              into.put(to + "/" + name, digest);
            }
          });
    } else {
      Optional<Digest> file = c.get(new Imported(path));
      if (file.isPresent()) into.put(to, file.get());
    }
  }

  /**
   * The tests of a room, with the helpers that they import from the tests of others, compiled
   * against what rooms show of themselves.
   */
  record TestClasses(String room) implements Task<Map<String, Digest>> {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import heddle\\.([\\w.]+);");

    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var sources = new TreeMap<String, Digest>();
      Path root = c.get(new WorkspaceRoot());
      c.get(new SelfBuild.Below(root.resolve(TESTS).resolve(room)))
          .forEach((path, digest) -> sources.put(TESTS + "/" + room + "/" + path, digest));
      var open = new ArrayDeque<>(sources.keySet());
      while (!open.isEmpty()) {
        String text = c.get(new ReadText(root.resolve(open.pop()))).orElseThrow().text();
        for (var each = IMPORT.matcher(text); each.find(); ) {
          String helper = TESTS + "/" + each.group(1).replace('.', '/') + ".java";
          if (sources.containsKey(helper)) continue;
          if (c.get(new KindOf(root.resolve(helper))) != Kind.FILE) continue;
          sources.put(helper, c.get(new Imported(root.resolve(helper))).orElseThrow());
          open.push(helper);
        }
      }
      return c.get(new SelfBuild.Classes(sources, rooms(c, room), true, c.get(new Jars())));
    }
  }

  /**
   * The jars that tests need, by the coordinates and hashes of bootstrap/tests.lock: from Maven's
   * local repository, else from the central one.
   */
  record Jars() implements Task<Map<String, Digest>> {
    private static final String LOCK = "bootstrap/tests.lock";

    /** As Maven's own super POM composes it from the name of the repository. */
    private static final String CENTRAL =
        "https://" + String.join(".", "repo", "maven", "apache", "org") + "/maven2/";

    private static final Pattern LINE =
        Pattern.compile("([^:\\s]+):([^:\\s]+):([^:\\s]+):jar ([0-9a-f]{64})");

    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      Path lock = c.get(new WorkspaceRoot()).resolve(LOCK);
      Path home = Path.of(c.get(new Variable("HOME")).orElse("/"));
      var jars = new TreeMap<String, Digest>();
      var text = c.get(new ReadText(lock)).orElseThrow().text();
      for (var line = LINE.matcher(text); line.find(); ) {
        String file = line.group(2) + "-" + line.group(3) + ".jar";
        String folder = line.group(1).replace('.', '/') + "/" + line.group(2) + "/" + line.group(3);
        Path place = home.resolve(".m2/repository").resolve(folder).resolve(file);
        var jar = c.get(new Imported(place)).filter(d -> d.hash().equals(line.group(4)));
        String url = CENTRAL + folder + "/" + file;
        jars.put(
            "lib/" + file, jar.isPresent() ? jar.get() : c.get(new Fetched(url, line.group(4))));
      }
      return jars;
    }

    static String path(Map<String, Digest> jars) {
      return String.join(":", jars.keySet());
    }
  }
}
