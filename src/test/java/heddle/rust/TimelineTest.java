package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.process.SandboxMode;
import heddle.process.UserRust;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a package with the machine's rustc and looks at its trace. */
class TimelineTest {
  @TempDir private Path folder = Path.of("");

  private static String text(Json.Obj event, String key) {
    return event
        .get(key)
        .filter(Json.Str.class::isInstance)
        .map(v -> ((Json.Str) v).value())
        .orElse("");
  }

  private static long number(Json.Obj event, String key) {
    return event.get(key).map(v -> Long.parseLong(v.compact())).orElse(-1L);
  }

  private List<Json.Obj> trace() throws Exception {
    Timeline timeline = Timeline.begin();
    Order order =
        Yard.order(
            folder,
            folder.resolve("ws"),
            UserRust.variables(),
            List.of(),
            BuildRequest.of(BuildRequest.Intent.BUILD),
            SandboxMode.NONE);
    try (Workshop shop =
        Workshop.open(
            order,
            new SilentProgress(),
            2,
            Interchange.NONE,
            Optional.of(timeline),
            Optional.empty())) {
      assertThat(shop.build().problems()).isEmpty();
    }
    Json.Obj whole =
        (Json.Obj) Json.parse(timeline.json("heddle build").getBytes(StandardCharsets.UTF_8));
    assertThat(whole.get("traceEvents")).containsInstanceOf(Json.Arr.class);
    return ((Json.Arr) whole.get("traceEvents").orElseThrow())
        .items().stream().map(Json.Obj.class::cast).toList();
  }

  @Test
  void each_unit_is_an_event_with_its_phases_and_none_of_a_lane_overlap() throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    Path root = Files.createDirectories(folder.resolve("ws/src"));
    Files.writeString(
        folder.resolve("ws/Cargo.toml"),
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    Files.writeString(root.resolve("lib.rs"), "");
    Files.writeString(root.resolve("main.rs"), "fn main() {}\n");
    List<Json.Obj> events = trace();
    assertThat(events).anyMatch(e -> text(e, "name").equals("Prepare"));
    List<Json.Obj> units = events.stream().filter(e -> number(e, "pid") == 2).toList();
    assertThat(units.stream().filter(e -> e.get("args").isPresent()).map(e -> text(e, "name")))
        .contains("one", "one(bin)");
    assertThat(units).anyMatch(e -> text(e, "name").equals("metadata"));
    for (Json.Obj unit : units) {
      if (text(unit, "ph").equals("X") && unit.get("args").isPresent()) {
        assertThat(units)
            .anyMatch(e -> text(e, "name").equals("rustc") && within(e, unit))
            .anyMatch(e -> text(e, "name").equals("storing") && within(e, unit));
      }
    }
    List<Json.Obj> whole = new ArrayList<>(units);
    whole.removeIf(e -> !text(e, "ph").equals("X") || e.get("args").isEmpty());
    for (int i = 0; i < whole.size(); i++) {
      for (int j = 0; j < i; j++) {
        Json.Obj a = whole.get(i);
        Json.Obj b = whole.get(j);
        boolean apart =
            number(a, "tid") != number(b, "tid")
                || number(a, "ts") + number(a, "dur") <= number(b, "ts")
                || number(b, "ts") + number(b, "dur") <= number(a, "ts");
        assertThat(apart).isTrue();
      }
    }
    assertThat(trace().stream().filter(e -> number(e, "pid") == 4 && text(e, "ph").equals("i")))
        .as("units found, of a build that runs nothing")
        .hasSize(2);
  }

  private static boolean within(Json.Obj inner, Json.Obj outer) {
    return number(inner, "tid") == number(outer, "tid")
        && number(inner, "ts") >= number(outer, "ts")
        && number(inner, "ts") + number(inner, "dur")
            <= number(outer, "ts") + number(outer, "dur") + 1;
  }
}
