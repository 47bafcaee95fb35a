package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import heddle.engine.Engine;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.fetch.Http;
import heddle.fetch.Network;
import heddle.fetch.PackageRegistries;
import heddle.process.RunAction;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.SandboxLevel;
import heddle.process.SandboxMode;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.process.Watcher;
import heddle.store.Digest;
import heddle.store.Store;
import heddle.world.DigestOf;
import heddle.world.KindOf;
import heddle.world.ListDirectory;
import heddle.world.Observation;
import heddle.world.ReadBytes;
import heddle.world.ReadText;
import heddle.world.SystemImage;
import heddle.world.TreeDigest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  @TempDir private Path directory;
  private final FakeCargo cargo = new FakeCargo();

  /** A workspace of one package, `tool`. */
  private static final class FakeCargo implements Tools.Cargo {
    Path file = Path.of("/none");

    @Override
    public List<Path> build(List<String> words) {
      return words.contains("tool") ? List.of(file) : List.of();
    }

    @Override
    public Optional<String> option(CargoOption wanted) {
      return Optional.of("option " + wanted.option());
    }

    @Override
    public Optional<String> fact(CargoFact wanted) {
      return Optional.of("{}").filter(_ -> wanted.fact().equals("abi"));
    }
  }

  private final AtomicInteger started = new AtomicInteger();

  private final Watcher watcher =
      new Watcher() {
        @Override
        public void started() {
          started.incrementAndGet();
        }
      };

  /** What a new process gives, with these words in its keys. */
  private <V> V process(Task<V> task, String salt) throws Exception {
    try (var store = Store.open(directory.resolve("home"));
        var sandbox =
            Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("run"))) {
      var observation = new Observation(Map.of(), store);
      var network = Network.of(Map.of("no_proxy", "127.0.0.1"), _ -> Optional.empty());
      var downloads =
          new Downloads(
              directory.resolve("d"),
              List.of(),
              PackageRegistries.unconfigured(new Http(network), directory.resolve("i")),
              store.stats());
      var tools = new Tools(store, observation, sandbox.level(), salt);
      var all =
          observation
              .handlers()
              .with(tools.handlers(directory, new Jdk.Home("/jdk", "25"), cargo))
              .with(Download.class, (wanted, _) -> downloads.bring(wanted))
              .with(RunAction.by(new Runner(sandbox, new Slots(1)), _ -> watcher));
      var handlers =
          Tools.rooted(
              system.map(image -> all.with(SystemFiles.class, (_, _) -> image)).orElse(all),
              directory);
      try (var engine = new Engine(handlers)) {
        V value = engine.evaluate(task);
        if (value instanceof Product product) tools.lay(product, directory.resolve("out"));
        return value;
      }
    }
  }

  private static Run shell(String script, Map<String, Digest> inputs, String... outputs) {
    return new Run(List.of("sh", "-c", script), inputs, List.of(outputs));
  }

  private Digest kept(String text) throws Exception {
    return process(new Kept(text), "");
  }

  @Test
  void a_run_finds_its_inputs_and_leaves_its_outputs() throws Exception {
    var run = shell("tr a-z A-Z <in/x >up; echo said", Map.of("in/x", kept("text")), "up", "none");
    var ran = process(run, "");
    assertThat(ran.printed()).isEqualTo("said\n");
    assertThat(ran.outputs()).containsOnlyKeys("up");
    assertThat(process(new TextOf(ran.output("up")), "")).isEqualTo("TEXT");
    assertThatThrownBy(() -> ran.output("none")).hasMessageContaining("a run left no `none`");
  }

  @Test
  void an_equal_run_starts_nothing_in_another_process() throws Exception {
    var run = shell("mkdir -p d/e; echo 1 >d/x; echo 2 >d/e/y", Map.of(), "d/");
    var first = process(run, "");
    assertThat(process(run, "")).isEqualTo(first);
    assertThat(started).hasValue(1);
    assertThat(first.directory("d/")).containsOnlyKeys("x", "e/y");
  }

  @Test
  void a_rule_that_stands_for_an_intrinsic_is_in_the_key() throws Exception {
    var run = shell("true", Map.of());
    process(run, "");
    process(run, "rules of another digest");
    assertThat(started).hasValue(2);
  }

  @Test
  void a_failed_run_is_a_value_and_is_not_kept() throws Exception {
    var run = shell("echo why >&2; exit 3", Map.of());
    var ran = process(run, "");
    assertThat(ran.exit()).isEqualTo(3);
    assertThatThrownBy(ran::printed).hasMessageContaining("a run ended with exit code 3");
    assertThatThrownBy(() -> ran.output("x"))
        .hasMessageContaining("a run ended with exit code 3")
        .hasMessageContaining("why");
    process(run, "");
    assertThat(started).hasValue(2);
  }

  @Test
  void a_missing_program_is_a_problem() {
    assertThatThrownBy(() -> process(new Run(List.of("no-such-tool"), Map.of(), List.of()), ""))
        .hasMessageContaining("there is no program `no-such-tool`");
  }

  record MakesFiles(Map<String, Digest> files) implements Task<Product> {
    @Override
    public Product run(heddle.engine.Context c) {
      return new Product(files);
    }
  }

  @Test
  void a_product_is_laid_down_in_place_of_the_last() throws Exception {
    process(new MakesFiles(Map.of("a", kept("A"), "sub/b", kept("B"))), "");
    assertThat(directory.resolve("out/sub/b")).hasContent("B");
    process(new MakesFiles(Map.of("a", kept("C"))), "");
    assertThat(directory.resolve("out/a")).hasContent("C");
    assertThat(Files.exists(directory.resolve("out/sub"))).isFalse();
  }

  @Test
  void an_imported_file_is_in_the_store() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content", StandardCharsets.UTF_8);
    var digest = process(new Imported(file), "").orElseThrow();
    assertThat(process(new TextOf(digest), "")).isEqualTo("content");
    assertThat(process(new Imported(directory.resolve("none")), "")).isEmpty();
  }

  @Test
  void a_program_may_be_among_the_inputs() throws Exception {
    var script = kept("#!/bin/sh\n./other >out; cat data >>out\n");
    var other = kept("#!/bin/sh\necho other\n");
    var inputs = Map.of("tool", script, "other", other, "data", kept("data\n"));
    var run = new Run(List.of("./tool"), Map.of(), inputs, List.of("out"), Set.of("other"));
    assertThat(process(new TextOf(process(run, "").output("out")), "")).isEqualTo("other\ndata\n");
    assertThatThrownBy(() -> new Run(List.of("./none"), Map.of(), List.of()))
        .hasMessage("the program `none` is not among the inputs");
  }

  @Test
  void a_folder_of_this_machine_is_read_where_it_lies_and_counts() throws Exception {
    Path folder = Files.createDirectories(directory.toRealPath().resolve("installed"));
    Files.writeString(folder.resolve("version"), "1");
    var run =
        new Run(
            List.of("cat", folder.resolve("version").toString()),
            Map.of(),
            Map.of(),
            List.of(),
            Set.of(),
            Set.of(folder));
    assertThat(process(run, "").stdout()).isEqualTo("1");
    assertThat(process(run, "").stdout()).isEqualTo("1");
    assertThat(started.get()).isEqualTo(1);
    Files.writeString(folder.resolve("version"), "2");
    assertThat(process(run, "").stdout()).isEqualTo("2");
    assertThatThrownBy(() ->
            process(
                new Run(
                    List.of("true"),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Set.of(),
                    Set.of(folder.resolve("none"))),
                ""))
        .hasMessageContaining("none`, which is not there");
  }

  record Lists(Path folder) implements Task<String> {
    @Override
    public String run(heddle.engine.Context c) throws Exception {
      var names = c.get(new ListDirectory(folder)).orElseThrow().entries();
      return names
          + c.get(new ReadText(folder.resolve("x"))).orElseThrow().text()
          + c.get(new KindOf(folder.resolve("x")))
          + c.get(new DigestOf(folder.resolve("x")))
              .equals(c.get(new Imported(folder.resolve("x"))))
          + c.get(new ReadBytes(folder.resolve("x"))).orElseThrow()
          + c.get(new TreeDigest(folder, Set.of())).isPresent();
    }
  }

  @Test
  void what_a_rule_names_by_a_relative_path_lies_in_the_workspace() throws Exception {
    Files.writeString(Files.createDirectories(directory.resolve("sub")).resolve("x"), "text");
    for (Path each : List.of(Path.of("sub"), directory.resolve("sub"))) {
      assertThat(process(new Lists(each), "")).isEqualTo("{x=FILE}textFILEtrue4 bytestrue");
    }
  }

  @Test
  void a_run_outside_the_system_brings_the_folder_of_its_program_alone() throws Exception {
    Path tool = Files.createDirectories(directory.toRealPath().resolve("tool/bin")).resolve("t");
    Files.writeString(tool, "#!/bin/sh\nls \"${0%/bin/t}\"; echo at ${0##*/}\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(directory.resolve("tool/secret"));
    var run = new Run(List.of(tool.toString()), Map.of(), List.of());
    try (var store = Store.open(directory.resolve("home"));
        var sandbox =
            Sandbox.open(SandboxMode.AUTO, SystemView.here(List.of()), directory.resolve("run"))) {
      org.junit.jupiter.api.Assumptions.assumeTrue(sandbox.level() == SandboxLevel.NAMESPACES);
      var tools = new Tools(store, new Observation(Map.of(), store), sandbox.level(), "");
      var handlers =
          new Observation(Map.of(), store)
              .handlers()
              .with(tools.handlers(directory, new Jdk.Home("/jdk", "25"), cargo))
              .with(RunAction.by(new Runner(sandbox, new Slots(1)), _ -> watcher));
      try (var engine = new Engine(handlers)) {
        assertThat(engine.evaluate(run).stdout()).isEqualTo("bin\nat t\n");
      }
    }
  }

  @Test
  void a_run_counts_what_the_system_gives() throws Exception {
    var run = shell("true", Map.of());
    for (String headers : List.of("one", "one", "other")) {
      system = Optional.of(new SystemImage(headers, "libraries"));
      process(run, "");
    }
    assertThat(started).hasValue(2);
  }

  private Optional<SystemImage> system = Optional.empty();

  /** Keeps a text, loses it, and asks for it. */
  record Loses(ToolsTest test, Task<Digest> maker) implements Task<String> {
    @Override
    public String run(heddle.engine.Context c) throws Exception {
      Digest digest = c.get(maker);
      test.lose(digest);
      return c.get(new TextOf(digest));
    }
  }

  private final AtomicInteger lost = new AtomicInteger();

  /** Only the first time. */
  private void lose(Digest digest) throws Exception {
    if (lost.incrementAndGet() > 1) return;
    try (var store = Store.open(directory.resolve("home"))) {
      Files.delete(store.blobs().path(digest));
    }
  }

  record OutputOf(Run run) implements Task<Digest> {
    @Override
    public Digest run(heddle.engine.Context c) throws Exception {
      return c.get(run).output("x");
    }
  }

  @Test
  void a_file_that_turns_out_lost_is_made_again() throws Exception {
    assertThat(process(new Loses(this, new Kept("text")), "")).isEqualTo("text");
    lost.set(0);
    var run = shell("echo made >x", Map.of(), "x");
    assertThat(process(new Loses(this, new OutputOf(run)), "")).isEqualTo("made\n");
    assertThat(started).hasValue(2);
    assertThat(lost).hasValue(2);
  }

  @Test
  void a_file_that_nobody_made_is_a_problem() {
    assertThatThrownBy(() -> process(new TextOf(Digest.of(new byte[] {1})), ""))
        .hasMessageContaining("is not in the store");
  }

  @Test
  void a_cargo_build_gives_its_files_by_name() throws Exception {
    Path file = Files.writeString(directory.resolve("tool"), "program", StandardCharsets.UTF_8);
    cargo.file = file;
    var made = process(new CargoBuild("-p", "tool"), "");
    assertThat(process(new TextOf(made.file("tool")), "")).isEqualTo("program");
    assertThatThrownBy(() -> made.file("tol"))
        .hasMessageContaining("the build gave no `tol`")
        .hasMessageContaining("it gave: tool");
  }

  @Test
  void an_option_and_a_fact_are_asked_for_like_any_value() throws Exception {
    assertThat(process(new CargoOption("tool", "backend"), "")).contains("option backend");
    assertThat(process(new CargoFact("tool", "abi"), "")).contains("{}");
    assertThat(process(new CargoFact("tool", "other"), "")).isEmpty();
  }

  @Test
  void a_download_is_fetched_once_and_held_against_its_hash() throws Exception {
    byte[] bytes = "from elsewhere".getBytes(StandardCharsets.UTF_8);
    var asked = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/file.txt",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      var urls = List.of(base + "/absent", base + "/file.txt");
      var wanted = new Fetched(urls, Digest.of(bytes).hash());
      for (int i = 0; i < 2; i++) {
        assertThat(process(new TextOf(process(wanted, "")), "")).isEqualTo("from elsewhere");
      }
      assertThat(asked).hasValue(1);
      var other = new Fetched(urls, Digest.of(new byte[] {1}).hash());
      assertThatThrownBy(() -> process(other, ""))
          .hasMessageContaining("cannot fetch the download `absent`");
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(() -> new Fetched("http://localhost", "abc"))
        .hasMessage("`abc` is not a SHA-256 in hexadecimal digits");
  }

  @Test
  void a_path_that_leads_out_of_the_directory_is_refused() {
    assertThatThrownBy(() -> shell("true", Map.of(), "../x"))
        .hasMessage("`../x` is not a plain relative path");
  }
}
