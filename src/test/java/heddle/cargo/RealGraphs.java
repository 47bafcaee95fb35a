package heddle.cargo;

import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.text.CfgSet;
import heddle.text.Source;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Real workspaces without their sources, the crates they need, and the graphs that cargo gave for
 * them; {@code bench/unit-graphs fixture} writes them. Nothing is read but the resource.
 */
final class RealGraphs {
  private static final Path TOP = Path.of("/fixture");

  RealGraphs() {}

  private final Map<Path, String> texts = new HashMap<>();
  private final Map<Path, Map<String, Kind>> folders = new HashMap<>();
  private final Map<String, String> expected = new LinkedHashMap<>();

  static RealGraphs load() throws IOException {
    var graphs = new RealGraphs();
    var bytes = new ByteArrayOutputStream();
    try (InputStream in =
            Objects.requireNonNull(RealGraphs.class.getResourceAsStream("unit-graphs.gz"));
        var unpacked = new GZIPInputStream(in)) {
      unpacked.transferTo(bytes);
    }
    graphs.read(bytes.toByteArray());
    return graphs;
  }

  private void read(byte[] all) {
    for (int at = 0; at < all.length; ) {
      int end = at;
      while (all[end] != '\n') {
        end++;
      }
      String[] head = new String(all, at, end - at, StandardCharsets.UTF_8).split(" ", -1);
      int length = Integer.parseInt(head[2]);
      add(head[1], new String(all, end + 1, length, StandardCharsets.UTF_8));
      at = end + 1 + length + 1;
    }
  }

  private void add(String name, String text) {
    if (name.startsWith("expected/")) {
      expected.put(name.substring("expected/".length()), text);
    } else if (name.endsWith("/FILES")) {
      Path folder = TOP.resolve(name).resolve("..").normalize();
      text.lines()
          .filter(l -> !l.isEmpty())
          .forEach(l -> addFile(folder.resolve(l).normalize(), ""));
    } else {
      addFile(TOP.resolve(name), text);
    }
  }

  private void addFile(Path file, String text) {
    texts.putIfAbsent(file, text);
    Path at = Path.of("/");
    for (int i = 0; i < file.getNameCount(); i++) {
      String name = file.getName(i).toString();
      Kind kind = i == file.getNameCount() - 1 ? Kind.FILE : Kind.DIRECTORY;
      folders.computeIfAbsent(at, _ -> new HashMap<>()).put(name, kind);
      at = at.resolve(name);
    }
  }

  /** The names of the graphs: case and command. */
  List<String> names() {
    return List.copyOf(expected.keySet());
  }

  /** The graph cargo gave: its command in the first line, then the lines of {@link #lines}. */
  List<String> expected(String name) {
    return expected.getOrDefault(name, "").lines().toList();
  }

  Path root(String name) {
    return TOP.resolve("ws").resolve(name.substring(0, name.lastIndexOf('.')));
  }

  /** The graph Heddle makes for a command. */
  UnitGraph graph(String name, String command) throws Exception {
    Path root = root(name);
    var config = new ReadConfig(root, Path.of("/cargo"), Map.of(), List.of());
    try (var engine = new Engine(handlers())) {
      return engine.evaluate(new BuildPlan(root.resolve("Cargo.toml"), config, request(command)));
    }
  }

  private Handlers handlers() {
    return Handlers.none()
        .with(
            ReadText.class,
            (input, _) ->
                Optional.ofNullable(texts.get(input.path()))
                    .map(t -> new Source(input.path().toString(), t)))
        .with(
            ListDirectory.class,
            (input, _) -> Optional.ofNullable(folders.get(input.path())).map(Listing::new))
        .with(
            TargetInfo.class,
            (input, _) -> facts(input.triple().orElse("x86_64-unknown-linux-gnu")))
        .with(
            CrateSource.class,
            (input, _) ->
                new CrateFolder(
                    TOP.resolve("crates")
                        .resolve(input.locked().id().name() + "-" + input.locked().id().version()),
                    false));
  }

  /** What rustc says of a Linux target, as far as dependencies ask. */
  static TargetFacts facts(String triple) throws Exception {
    var lines = new ArrayList<String>();
    lines.add("unix");
    lines.add("debug_assertions");
    lines.add("panic=\"unwind\"");
    lines.add("target_arch=\"" + triple.substring(0, triple.indexOf('-')) + "\"");
    lines.add("target_endian=\"little\"");
    lines.add("target_env=\"gnu\"");
    lines.add("target_family=\"unix\"");
    lines.add("target_os=\"linux\"");
    lines.add("target_pointer_width=\"64\"");
    lines.add("target_vendor=\"unknown\"");
    lines.add("target_has_atomic=\"8\"");
    lines.add("target_has_atomic=\"64\"");
    lines.add("target_has_atomic=\"ptr\"");
    return new TargetFacts(triple, CfgSet.parse(lines), Version.of(1, 95, 0));
  }

  private static BuildRequest request(String command) {
    List<String> words = List.of(command.split(" ", -1));
    BuildRequest.Intent intent =
        words.getFirst().equals("test") ? BuildRequest.Intent.TEST : BuildRequest.Intent.BUILD;
    int target = words.indexOf("--target");
    return new BuildRequest(
        intent,
        words.contains("--workspace") ? new PackageSelection.All() : new PackageSelection.Default(),
        TargetSelection.DEFAULT,
        List.of(),
        words.contains("--all-features"),
        false,
        words.contains("--release") ? "release" : "",
        target < 0 ? List.of() : List.of(words.get(target + 1)),
        List.of(),
        true,
        true,
        FeaturePolicy.NONE);
  }

  /** A graph as lines: the units, sorted; a line for each unit with its edges; the roots. */
  static List<String> lines(UnitGraph graph, Path root) {
    var texts = graph.units().stream().map(u -> text(u, root)).toList();
    var ids = texts.stream().distinct().sorted(Bytewise.ORDER).toList();
    var number = new HashMap<String, Integer>();
    for (int i = 0; i < ids.size(); i++) {
      number.put(ids.get(i), i);
    }
    var edges = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      var line = new StringBuilder().append(number.get(texts.get(i)));
      graph.unit(i).deps().stream()
          .map(d -> d.externCrateName() + "=" + number.get(texts.get(d.unit())))
          .sorted(Bytewise.ORDER)
          .forEach(e -> line.append(' ').append(e));
      edges.add(line.toString());
    }
    edges.sort(Bytewise.ORDER);
    var lines = new ArrayList<>(ids);
    lines.add("");
    lines.addAll(edges);
    lines.add("");
    graph.roots().stream()
        .map(r -> String.valueOf(number.get(texts.get(r))))
        .sorted(Bytewise.ORDER)
        .forEach(lines::add);
    return lines;
  }

  private static String text(Unit unit, Path root) {
    PackageId id = unit.pkg().id();
    String source = "";
    if (id.source().isPath()) {
      String relative = root.relativize(id.source().folder()).toString();
      source = " (path:" + (relative.isEmpty() ? "." : relative) + ")";
    }
    Profile p = unit.profile();
    return id.name()
        + "@"
        + id.version()
        + source
        + " "
        + String.join("+", unit.target().kindWords())
        + ":"
        + unit.target().name()
        + " "
        + unit.mode().text()
        + " "
        + unit.platform()
        + " {"
        + String.join(",", unit.features())
        + "} <"
        + p.name()
        + " "
        + p.optLevel()
        + " "
        + p.lto().text()
        + " "
        + p.codegenUnits().map(String::valueOf).orElse("-")
        + " "
        + p.debuginfo().level().text()
        + " "
        + p.splitDebuginfo().orElse("-")
        + " "
        + (p.debugAssertions() ? 1 : 0)
        + (p.overflowChecks() ? 1 : 0)
        + (p.rpath() ? 1 : 0)
        + (p.incremental() ? 1 : 0)
        + " "
        + p.panic().text()
        + " "
        + (p.strip().deferred() ? "deferred:" : "resolved:")
        + p.strip().what().map(w -> "{\"Named\": \"" + w + "\"}").orElse("None")
        + ">";
  }
}
