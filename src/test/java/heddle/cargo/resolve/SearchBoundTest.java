package heddle.cargo.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.cargo.SourceId;
import heddle.fetch.IndexFile;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A search ends, whatever the graph: with a choice, with why there is none, or at its bound. */
class SearchBoundTest {
  private static final int STEPS = 30_000;

  /** Graphs near the edge of what has a solution, where a search goes back most often. */
  private static Map<String, String> graph(Random random) {
    int crates = 8 + random.nextInt(16);
    int versions = 3 + random.nextInt(8);
    int needs = 2 + random.nextInt(3);
    var index = new HashMap<String, String>();
    for (int crate = 0; crate < crates; crate++) {
      var text = new StringBuilder();
      for (int version = 0; version < versions; version++) {
        var below = new ArrayList<String>();
        for (int i = 0; i < needs; i++) {
          int to = crate + 1 + random.nextInt(crates);
          if (to < crates) {
            int low = random.nextInt(versions);
            int high = Math.min(versions - 1, low + random.nextInt(3));
            below.add(need("c" + to, ">=1.0." + low + ", <=1.0." + high));
          }
        }
        text.append(entry("c" + crate, "1.0." + version, below));
      }
      index.put("c" + crate, text.toString());
    }
    var all = new ArrayList<String>();
    for (int crate = 0; crate < crates; crate += 1 + random.nextInt(4)) {
      all.add(need("c" + crate, "1"));
    }
    index.put("root", entry("root", "1.0.0", all));
    return index;
  }

  private static String need(String name, String requirement) {
    return "{\"name\":\"" + name + "\",\"req\":\"" + requirement + "\"}";
  }

  private static String entry(String name, String version, List<String> needs) {
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[%s],\"cksum\":\"\",\"features\":{},\"yanked\":false}\n"
        .formatted(name, version, String.join(",", needs));
  }

  private static Resolved search(Map<String, String> index, int steps)
      throws ProblemException, InterruptedException {
    SourceId source = SourceId.cratesIo();
    var catalog =
        new IndexCatalog(
            source,
            crate -> Optional.of(IndexFile.parse(crate, index.getOrDefault(crate, ""))),
            Optional.empty());
    var registry = new Registry(catalog, List.of(), Set.of());
    Summary root = catalog.offers(source, "root", _ -> true).getFirst().summary();
    var preferences = new Preferences(Set.of(), List.of(), List.of());
    return new Search(registry, preferences, new Replacements(List.of()), steps).run(List.of(root));
  }

  @Test
  void every_graph_has_an_answer_within_the_bound() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    int chosen = 0;
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      Map<String, String> index = graph(new Random(seed + round));
      try {
        assertThat(search(index, STEPS).graph()).isNotEmpty();
        chosen++;
      } catch (ProblemException e) {
        assertThat(e.problems().getFirst().message())
            .as("seed " + (seed + round))
            .containsAnyOf("satisfies `", "goes together with the rest", "in " + STEPS + " steps");
        refused++;
      }
    }
    System.out.println("seed " + seed + ": " + chosen + " chosen, " + refused + " refused");
    assertThat(chosen).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void at_the_bound_the_message_says_where_the_search_stood() {
    Map<String, String> index = new HashMap<>();
    index.put("root", entry("root", "1.0.0", List.of(need("a", "1"), need("b", "1"))));
    index.put("a", entry("a", "1.0.0", List.of()));
    index.put("b", entry("b", "1.0.0", List.of()));
    assertThatThrownBy(() -> search(index, 1))
        .hasMessageContaining("no choice of versions was found in 1 steps")
        .hasMessageContaining("the last dependency looked at: `b = \"^1\"` of `root v1.0.0`");
  }
}
