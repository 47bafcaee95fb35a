package heddle.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import heddle.cli.Main;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final String FIXTURE = "heddle.architecture.fixture";

  private final Rules rules = new Rules("heddle", Rooms.table());
  private final JavaClasses project =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  /** The fixture's rooms: `engine` breaks every rule, `cli` breaks none. */
  private final Rules broken =
      new Rules(FIXTURE, Map.of("engine", List.of(), "cli", List.of("engine")));

  private final JavaClasses fixture = new ClassFileImporter().importPackages(FIXTURE);

  @Test
  void the_table_names_every_room_and_every_room_is_seen() {
    var seen = new TreeSet<String>();
    project.forEach(c -> seen.add(rules.room(c)));
    assertThat(seen).isEqualTo(new TreeSet<>(Rooms.table().keySet()));
  }

  @Test
  void every_room_uses_only_rooms_above_it_in_the_table() {
    var above = new TreeSet<String>();
    Rooms.table()
        .forEach((room, uses) -> {
          assertThat(above).as(room).containsAll(uses);
          above.add(room);
        });
  }

  @Test
  void the_project_keeps_every_rule() {
    for (ArchRule rule : rules.all()) rule.check(project);
  }

  @Test
  void a_room_that_looks_upwards_is_caught() {
    check(
        broken.downwards().stream()
            .filter(r -> r.getDescription().contains("room engine"))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void a_room_that_starts_a_process_is_caught() {
    check(broken.onlyProcessStartsProcesses());
  }

  @Test
  void a_room_that_touches_files_is_caught() {
    check(broken.onlyFourRoomsTouchFiles());
  }

  @Test
  void a_room_that_prints_is_caught() {
    check(broken.onlyCliTouchesTheProcess());
  }

  @Test
  void a_static_variable_is_caught() {
    check(broken.noMutableStatics());
  }

  @Test
  void an_engine_that_knows_files_is_caught() {
    check(broken.engineKnowsNoFile());
  }

  private void check(ArchRule rule) {
    assertThat(rule.evaluate(fixture).hasViolation()).as(rule.getDescription()).isTrue();
  }
}
