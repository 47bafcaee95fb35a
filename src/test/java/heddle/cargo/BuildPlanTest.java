package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BuildPlanTest {
  private static RealGraphs graphs = new RealGraphs();

  @BeforeAll
  static void load() throws Exception {
    graphs = RealGraphs.load();
  }

  @TestFactory
  Stream<DynamicTest> the_graphs_of_real_workspaces_are_those_of_cargo() {
    return graphs.names().stream()
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  var expected = graphs.expected(name);
                  UnitGraph graph = graphs.graph(name, expected.getFirst());
                  assertThat(RealGraphs.lines(graph, graphs.root(name)))
                      .isEqualTo(expected.subList(1, expected.size()));
                }));
  }

  @Test
  void a_graph_that_was_kept_is_the_graph_that_was_made() throws Exception {
    for (String name : graphs.names()) {
      if (name.endsWith(".test")) {
        UnitGraph graph = graphs.graph(name, graphs.expected(name).getFirst());
        UnitGraph kept = PlanDecoding.decode(PlanEncoding.encode(graph));
        assertThat(new UnitGraphJson(kept).text()).isEqualTo(new UnitGraphJson(graph).text());
        assertThat(PlanEncoding.encode(kept)).isEqualTo(PlanEncoding.encode(graph));
      }
    }
  }

  @Test
  void a_package_that_was_kept_is_the_package_that_was_read() throws Exception {
    for (String name : graphs.names()) {
      UnitGraph graph = graphs.graph(name, graphs.expected(name).getFirst());
      for (Unit unit : graph.units()) {
        Package pkg = unit.pkg();
        var out = new KeptText();
        new KeptPackage(out).whole(pkg);
        Package kept = new KeptPackageReader(new KeptTextReader(out.text())).whole();
        assertThat(kept.manifest().dependencies())
            .usingRecursiveComparison()
            .ignoringFields("place")
            .isEqualTo(pkg.manifest().dependencies());
        assertThat(kept.manifest().features()).isEqualTo(pkg.manifest().features());
        assertThat(kept.manifest().targets()).isEqualTo(pkg.manifest().targets());
        assertThat(kept.manifest().about()).isEqualTo(pkg.manifest().about());
        var again = new KeptText();
        new KeptPackage(again).whole(kept);
        assertThat(again.text()).isEqualTo(out.text());
      }
    }
  }

  @Test
  void the_key_of_a_plan_holds_what_cargo_reads_of_the_environment_and_no_more() {
    String plain = key(Map.of());
    assertThat(key(Map.of("EDITOR", "vi"))).isEqualTo(plain);
    assertThat(key(Map.of("RUSTFLAGS", "-g"))).isNotEqualTo(plain);
    assertThat(key(Map.of("CARGO_BUILD_TARGET", "x"))).isNotEqualTo(plain);
    assertThat(key(Map.of("CARGO_A", "x, CARGO_B=y")))
        .isNotEqualTo(key(Map.of("CARGO_A", "x", "CARGO_B", "y")));
  }

  private static String key(Map<String, String> environment) {
    Path root = Path.of("/w");
    return new BuildPlan(
            root.resolve("Cargo.toml"),
            new ReadConfig(root, Path.of("/home/.cargo"), environment, List.of()),
            BuildRequest.of(BuildRequest.Intent.BUILD))
        .key();
  }

  @Test
  void units_stand_after_what_they_need() throws Exception {
    String name = graphs.names().getFirst();
    UnitGraph graph = graphs.graph(name, graphs.expected(name).getFirst());
    for (int i = 0; i < graph.units().size(); i++) {
      int at = i;
      assertThat(graph.unit(i).deps()).allMatch(d -> d.unit() < at);
    }
  }

  @Test
  void a_plan_for_people_counts_units_and_shows_each_once() throws Exception {
    UnitGraph graph = graphs.graph("crate-hexyl-0.17.0.build", "build");
    var lines = new PlanReport(graph).lines();
    assertThat(lines.getFirst()).startsWith("hexyl v0.17.0");
    assertThat(lines)
        .anyMatch(l -> l.startsWith(graph.units().size() + " units of "))
        .anyMatch(l -> l.contains("only to build the rest"))
        .anyMatch(l -> l.endsWith("(*)"));
  }
}
