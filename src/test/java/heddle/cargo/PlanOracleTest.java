package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.CfgSet;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unit graphs of random workspaces, compared with cargo's own. */
final class PlanOracleTest {
  @TempDir Path temporary;

  /** A command of cargo and the request it makes. */
  private record Command(String line, BuildRequest request) {}

  private static BuildRequest request(
      BuildRequest.Intent intent,
      PackageSelection packages,
      TargetSelection selection,
      boolean allFeatures,
      String profile,
      List<String> targets) {
    return new BuildRequest(
        intent,
        packages,
        selection,
        List.of(),
        allFeatures,
        false,
        profile,
        targets,
        List.of(),
        false,
        false,
        FeaturePolicy.NONE);
  }

  private static List<Command> commands(String host) {
    var all = new PackageSelection.All();
    var some = new PackageSelection.Default();
    TargetSelection plain = TargetSelection.DEFAULT;
    return List.of(
        new Command("build", request(BuildRequest.Intent.BUILD, some, plain, false, "", List.of())),
        new Command(
            "build --release --workspace",
            request(BuildRequest.Intent.BUILD, all, plain, false, "release", List.of())),
        new Command(
            "test --no-run --workspace",
            request(BuildRequest.Intent.TEST, all, plain, false, "", List.of())),
        new Command(
            "check --workspace --all-features",
            request(BuildRequest.Intent.CHECK, all, plain, true, "", List.of())),
        new Command(
            "build --workspace --target " + host,
            request(BuildRequest.Intent.BUILD, all, plain, false, "", List.of(host))));
  }

  private static TargetFacts host(Oracle cargo, Path directory) throws Exception {
    var rustc = new Oracle(cargo.cargo().resolveSibling("rustc"));
    assumeTrue(Files.isExecutable(rustc.cargo()), "rustc is not beside cargo");
    String about = rustc.run(directory, "-vV").output();
    String triple = "";
    String release = "";
    for (String line : about.lines().toList()) {
      triple = line.startsWith("host: ") ? line.substring(6) : triple;
      release = line.startsWith("release: ") ? line.substring(9) : release;
    }
    assumeTrue(!release.isEmpty(), "rustc does not run");
    List<String> cfgs = rustc.run(directory, "--print", "cfg").output().lines().toList();
    return new TargetFacts(triple, CfgSet.parse(cfgs), Version.parse(release));
  }

  private static UnitGraph plan(Path manifest, BuildRequest request, TargetFacts host)
      throws Exception {
    var files = new DiskFiles();
    Path directory = manifest.resolveSibling("").normalize();
    Config config =
        new ConfigReading(files, directory, directory.resolve("no-home"))
            .read(Map.of(), List.of(), _ -> Optional.empty());
    Workspace workspace = files.workspace(manifest, config);
    Lock lock = Lock.parse(files.read(workspace.root().resolve("Cargo.lock")).orElseThrow());
    Set<Platform> requested = new HashSet<>();
    request.targets().forEach(t -> requested.add(new Platform.Target(t)));
    List<Platform> platforms =
        requested.isEmpty() ? List.of(Platform.host()) : List.copyOf(requested);
    var facts =
        requested.isEmpty()
            ? Map.of(Platform.host(), host)
            : Map.of(Platform.host(), host, platforms.getFirst(), host);
    Set<String> profiles = new HashSet<>(workspace.tables().profiles().keySet());
    profiles.add(request.profileName());
    return new Planning(
            request,
            workspace,
            lock,
            new PlanConfig(config).settings(profiles, host.rustc()),
            new Platforms(platforms, facts, Map.of()),
            wanted -> {
              throw new IllegalStateException("not a path package: " + wanted);
            },
            true)
        .plan();
  }

  @Test
  void random_workspaces_are_planned_as_by_cargo() throws Exception {
    Oracle cargo = Oracle.find();
    TargetFacts host = host(cargo, temporary);
    List<Command> commands = commands(host.triple());
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    long end = System.nanoTime() + Long.getLong("heddle.fuzz.seconds", 3) * 1_000_000_000L;
    for (int n = 0; n == 0 || System.nanoTime() < end; n++, seed++) {
      var workspace = new RandomWorkspace(seed);
      Path directory = Files.createDirectory(temporary.resolve("w" + n));
      workspace.write(directory);
      if (cargo.run(directory, "generate-lockfile", "--offline").status() != 0) {
        continue;
      }
      Command command = commands.get((int) Math.floorMod(seed, (long) commands.size()));
      var line = new ArrayList<>(Arrays.asList(command.line().split(" ", -1)));
      line.addAll(List.of("--unit-graph", "-Zunstable-options", "--offline"));
      Oracle.Answer answer = cargo.nightly(directory, line);
      String shown = "seed " + seed + ", " + command.line() + "\n" + workspace;
      Optional<String> ours;
      try {
        ours =
            Optional.of(
                new UnitGraphJson(plan(directory.resolve("Cargo.toml"), command.request(), host))
                    .text());
      } catch (heddle.text.ProblemException e) {
        assertThat(answer.status()).as("%s\n%s", e.getMessage(), shown).isNotZero();
        continue;
      }
      assertThat(answer.status()).as("%s\n%s", answer.errors(), shown).isZero();
      assertThat(canonical(ours.get())).as("%s", shown).isEqualTo(canonical(answer.output()));
    }
  }

  private static final Json NONE = new Json.Nil();

  private static List<Json> items(Json.Obj of, String key) {
    return ((Json.Arr) of.members().getOrDefault(key, NONE)).items();
  }

  /** One line a unit, with those of its dependencies; the order of the units does not count. */
  private static String canonical(String graph) throws Exception {
    var all = (Json.Obj) Json.parse(graph.getBytes(StandardCharsets.UTF_8));
    List<Json> units = items(all, "units");
    var own = new ArrayList<String>();
    for (Json unit : units) {
      var text = new StringBuilder();
      ((Json.Obj) unit)
          .members()
          .forEach((key, value) -> {
            if (!key.equals("dependencies")) {
              text.append(key).append('=').append(sorted(value)).append(' ');
            }
          });
      own.add(text.toString());
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < units.size(); i++) {
      var below = new TreeSet<String>();
      for (Json d : items((Json.Obj) units.get(i), "dependencies")) {
        var members = ((Json.Obj) d).members();
        int at = Integer.parseInt(((Json.Num) members.getOrDefault("index", NONE)).text());
        below.add(
            "\n    "
                + ((Json.Str) members.getOrDefault("extern_crate_name", NONE)).value()
                + ": "
                + own.get(at));
      }
      lines.add(own.get(i) + String.join("", below));
    }
    var roots = new TreeSet<String>();
    for (Json root : items(all, "roots")) {
      roots.add("\nroot " + own.get(Integer.parseInt(((Json.Num) root).text())));
    }
    lines.sort(String::compareTo);
    return String.join("\n", lines) + String.join("", roots);
  }

  private static String sorted(Json value) {
    return value instanceof Json.Obj(var members)
        ? new java.util.TreeMap<>(members).toString()
        : value.compact();
  }
}
