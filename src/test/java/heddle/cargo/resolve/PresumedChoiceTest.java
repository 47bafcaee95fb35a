package heddle.cargo.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.cargo.SourceId;
import heddle.cargo.Workspace;
import heddle.fetch.Index;
import heddle.fetch.IndexFile;
import heddle.fetch.LocalRegistry;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is known of a registry on this machine only saves time: a choice is that of what the
 * registry has now.
 */
class PresumedChoiceTest {
  private static final int ROUNDS = Integer.getInteger("heddle.locks", 40);

  @TempDir Path temporary;

  /** A registry of which the machine keeps what it had before; for some crates nothing. */
  private static final class Kept implements Index {
    private final Index before;
    private final Index now;
    private final Map<String, Optional<IndexFile>> kept = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    Kept(Path before, Path now) {
      this.before = new LocalRegistry(before);
      this.now = new LocalRegistry(now);
    }

    @Override
    public Optional<IndexFile> kept(String crate) {
      return kept.computeIfAbsent(
          crate,
          each -> {
            try {
              return each.hashCode() % 5 == 0 ? Optional.empty() : before.versions(each);
            } catch (ProblemException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }

    @Override
    public Optional<IndexFile> versions(String crate)
        throws ProblemException, InterruptedException {
      asked.add(crate);
      Optional<IndexFile> found = now.versions(crate);
      Optional<IndexFile> old = kept(crate);
      return text(found).equals(text(old)) ? old : found;
    }

    private static Optional<String> text(Optional<IndexFile> file) throws ProblemException {
      if (file.isEmpty()) {
        return Optional.empty();
      }
      var text = new StringBuilder();
      for (IndexFile.Line line : file.get().lines()) {
        text.append(file.get().entry(line)).append('\n');
      }
      return Optional.of(text.toString());
    }
  }

  @Test
  void a_choice_is_that_of_what_the_registry_has_now() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    System.out.println("seed " + seed);
    int locked = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path root = Files.createDirectories(temporary.resolve("round-" + round));
      var graph = new RandomGraph(new Random(seed + round), root);
      graph.write();
      Path before = root.resolve("before");
      copy(root.resolve("registry"), before);
      if (round % 3 > 0) {
        graph.moveOn();
      }
      Workspace workspace = new MadeWorkspace(root).read();
      var kept = new Kept(before, root.resolve("registry"));
      Optional<String> plain = lock(workspace, new LocalRegistry(root.resolve("registry")));
      String shown = "seed " + (seed + round);
      assertThat(lock(workspace, kept)).as(shown).isEqualTo(plain);
      if (plain.isPresent()) {
        locked++;
        for (String line : plain.get().lines().toList()) {
          if (line.startsWith("source = \"registry")) {
            assertThat(kept.asked).as(shown).isNotEmpty();
          }
        }
      }
    }
    assertThat(locked).isPositive();
  }

  private static Optional<String> lock(Workspace workspace, Index index)
      throws InterruptedException {
    var catalog = new IndexCatalog(SourceId.cratesIo(), index, Optional.empty());
    var locking = new Locking(workspace, catalog, Optional.empty(), List.of(), Map.of());
    try {
      return Optional.of(locking.text(locking.resolve(Locking.Change.NONE), Optional.empty()));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }
}
