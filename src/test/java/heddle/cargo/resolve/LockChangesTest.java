package heddle.cargo.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.text.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockChangesTest {
  private static final String LOCK =
      """
      version = 4

      [[package]]
      name = "a"
      version = "1.0.0"
      source = "registry+https://github.com/rust-lang/crates.io-index"

      [[package]]
      name = "b"
      version = "1.0.0"
      source = "registry+https://github.com/rust-lang/crates.io-index"

      [[package]]
      name = "b"
      version = "2.0.0"
      source = "registry+https://github.com/rust-lang/crates.io-index"
      """;

  @TempDir Path temporary;
  private Workspace workspace;
  private Lock lock;

  @BeforeEach
  void read() throws Exception {
    Files.writeString(temporary.resolve("Cargo.toml"), "[workspace]\nmembers = []\n");
    workspace = new MadeWorkspace(temporary).read();
    lock = Lock.parse(new Source("Cargo.lock", LOCK));
  }

  @Test
  void moves_are_told_in_cargos_words() throws Exception {
    check("a 1.1.0,b 1.0.0,b 2.0.0", "Updating a v1.0.0 -> v1.1.0");
    check("a 0.9.0,b 1.0.0,b 2.0.0", "Downgrading a v1.0.0 -> v0.9.0");
    check("b 1.0.0,b 2.0.0,c 1.0.0", "Removing a v1.0.0\nAdding c v1.0.0");
    check(
        "a 1.0.0,b 3.0.0,b 4.0.0",
        "Removing b v1.0.0\nRemoving b v2.0.0\nAdding b v3.0.0\nAdding b v4.0.0");
    check("a 1.0.0,b 1.0.0,b 2.0.0", "");
  }

  @Test
  void a_spec_names_one_package_of_the_lock() throws Exception {
    var change =
        new Updating(List.of("b@2.0.0"), false, Optional.empty(), false).change(lock, workspace);
    assertThat(change.avoid()).extracting(PackageId::toString).containsExactly("b v2.0.0");
    assertThatThrownBy(() -> update("b")).hasMessageContaining("b@1.0.0, b@2.0.0");
    assertThatThrownBy(() -> update("bb"))
        .hasMessageContaining("did not match any packages")
        .hasMessageContaining("similar name exists");
  }

  private void update(String spec) throws Exception {
    new Updating(List.of(spec), false, Optional.empty(), false).change(lock, workspace);
  }

  private void check(String packages, String expected) throws Exception {
    Map<PackageId, Set<PackageId>> graph = new HashMap<>();
    for (String text : packages.split(",", -1)) {
      String[] words = text.split(" ", -1);
      graph.put(new PackageId(words[0], Version.parse(words[1]), SourceId.cratesIo()), Set.of());
    }
    var resolved = new Resolved(graph, Map.of(), Map.of(), List.of(), List.of());
    assertThat(
            LockChanges.between(Optional.of(lock), resolved, workspace, false).lines().stream()
                .filter(line -> !line.isUnchanged())
                .map(line -> line.verb() + " " + line.about())
                .collect(Collectors.joining("\n")))
        .isEqualTo(expected);
  }
}
