package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.store.Depot;
import heddle.store.Store;
import heddle.world.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastBuildTest {
  @TempDir private Path folder = Path.of("");

  private static final LastBuild BUILD =
      new LastBuild(List.of("{\"fresh\":true}"), List.of("two\nlines \\n"), "`dev`", 3);

  @Test
  void it_is_known_until_something_it_looked_at_changes() throws Exception {
    Path seen = folder.resolve("seen");
    Files.writeString(seen, "1");
    try (Store store = Store.open(folder.resolve("home"));
        Depot depot = new Depot(folder.resolve("home"), store)) {
      Observation observation = new Observation(Map.of(), store);
      observation.look(seen, true);
      observation.look(folder.resolve("absent"), false);
      BUILD.keep(depot, folder.resolve("home"), "goal", observation);
    }
    assertThat(LastBuild.find(folder.resolve("home"), "goal").map(LastBuild.Found::build))
        .isEqualTo(Optional.of(BUILD));
    assertThat(LastBuild.find(folder.resolve("home"), "other")).isEmpty();
    Files.writeString(folder.resolve("absent"), "");
    assertThat(LastBuild.find(folder.resolve("home"), "goal")).isEmpty();
    Files.delete(folder.resolve("absent"));
    assertThat(LastBuild.find(folder.resolve("home"), "goal")).isPresent();
    Files.writeString(seen, "22");
    assertThat(LastBuild.find(folder.resolve("home"), "goal")).isEmpty();
  }

  @Test
  void words_directory_and_environment_tell_goals_apart_but_not_the_shell_s_own_variables() {
    Path here = Path.of("/w");
    String goal =
        LastBuild.goal(List.of("build"), here, Map.of("A", "1", "SHLVL", "1"), "self", "");
    assertThat(LastBuild.goal(List.of("build"), here, Map.of("A", "1", "SHLVL", "2"), "self", ""))
        .isEqualTo(goal);
    assertThat(LastBuild.goal(List.of("build"), here, Map.of("A", "2"), "self", ""))
        .isNotEqualTo(goal);
    assertThat(LastBuild.goal(List.of("check"), here, Map.of("A", "1"), "self", ""))
        .isNotEqualTo(goal);
    assertThat(LastBuild.goal(List.of("build"), Path.of("/v"), Map.of("A", "1"), "self", ""))
        .isNotEqualTo(goal);
  }

  @Test
  void a_text_that_was_cut_off_is_none() {
    assertThat(LastBuild.unchanged("heddle-last/1\np x\n")).isEmpty();
    assertThat(LastBuild.unchanged("")).isEmpty();
  }
}
