package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.store.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionKeyTest {
  private static final Digest CONTENT = Digest.of("content".getBytes(StandardCharsets.UTF_8));

  private static Action at(String directory) {
    return Action.of(
            List.of("rustc", Mount.placeholder("src") + "/lib.rs"),
            Map.of("PATH", "/usr/bin"),
            List.of(
                new Mount.Source("src", Path.of(directory, "src")),
                new Mount.Writable("out", Path.of(directory, "out"))),
            Mount.placeholder("src"))
        .withOutputs(List.of(Mount.placeholder("out") + "/lib.rlib"));
  }

  private static Digest key(Action action) {
    return ActionKey.of(action, Map.of("src", CONTENT));
  }

  @Test
  void it_is_the_same_in_every_checkout() {
    assertThat(key(at("/a"))).isEqualTo(key(at("/b")));
  }

  @Test
  void it_is_the_same_under_every_schedule() {
    assertThat(key(at("/a").withVarying(Map.of("NUM_JOBS", "1"))))
        .isEqualTo(key(at("/a").withVarying(Map.of("NUM_JOBS", "8"))))
        .isNotEqualTo(key(at("/a")));
  }

  @Test
  void limits_are_no_part_of_it() {
    assertThat(key(at("/a").withLimits(new Limits(java.time.Duration.ofSeconds(1), 1, 1, 1))))
        .isEqualTo(key(at("/a")));
  }

  @Test
  void it_differs_with_content_permission_environment_and_outputs() {
    var action = at("/a");
    var key = key(action);
    assertThat(ActionKey.of(action, Map.of())).isNotEqualTo(key);
    assertThat(key(action.withPermissions(new Permissions(true, List.of(), List.of()))))
        .isNotEqualTo(key);
    assertThat(
            key(action.withPermissions(new Permissions(false, List.of(Path.of("/x")), List.of()))))
        .isNotEqualTo(
            key(action.withPermissions(new Permissions(false, List.of(), List.of(Path.of("/x"))))));
    assertThat(key(action.withOutputs(List.of()))).isNotEqualTo(key);
    assertThat(
            key(
                Action.of(action.argv(), Map.of(), action.mounts(), action.cwd())
                    .withOutputs(action.outputs())))
        .isNotEqualTo(key);
  }
}
