package heddle.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Durable;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.store.Digest;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.text.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObservationTest {
  @TempDir Path temp;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(temp.resolve("home"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void files_directories_and_variables_are_observed() throws Exception {
    Path folder = temp.resolve("f");
    Files.createDirectories(folder.resolve("inner"));
    Path file = Files.writeString(folder.resolve("a.txt"), "é");
    Files.createSymbolicLink(folder.resolve("to-file"), file);
    Files.createSymbolicLink(folder.resolve("to-nothing"), Path.of("nothing"));
    try (Engine engine = engine()) {
      assertThat(engine.evaluate(new ReadText(file))).contains(new Source(file.toString(), "é"));
      assertThat(engine.evaluate(new ReadText(folder))).isEmpty();
      assertThat(engine.evaluate(new ReadText(file.resolve("below")))).isEmpty();
      assertThat(engine.evaluate(new ReadText(Path.of("/dev/zero")))).as("no end").isEmpty();
      assertThat(engine.evaluate(new ListDirectory(folder)))
          .contains(
              new Listing(
                  Map.of(
                      "a.txt",
                      Kind.FILE,
                      "inner",
                      Kind.DIRECTORY,
                      "to-file",
                      Kind.FILE,
                      "to-nothing",
                      Kind.BROKEN_LINK)));
      assertThat(engine.evaluate(new ListDirectory(file))).isEmpty();
      assertThat(engine.evaluate(new KindOf(folder.resolve("nothing")))).isEqualTo(Kind.ABSENT);
      assertThat(engine.evaluate(new DigestOf(file)).orElseThrow().size()).isEqualTo(2);
      assertThat(engine.evaluate(new Variable("SET"))).contains("");
      assertThat(engine.evaluate(new Variable("UNSET"))).isEmpty();
    }
  }

  @Test
  void a_tree_is_what_is_below_it_but_for_what_is_left_out() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("t"));
    Files.createDirectories(folder.resolve("target"));
    Files.createDirectories(folder.resolve("src/target"));
    Files.writeString(folder.resolve("src/target/a"), "1");
    Set<String> without = Set.of("target");
    Optional<Digest> first = tree(folder, without);
    assertThat(first).isPresent();
    Files.writeString(folder.resolve("target/out"), "x");
    assertThat(tree(folder, without)).isEqualTo(first);
    assertThat(tree(folder, Set.of())).isNotEqualTo(first);
    Files.writeString(folder.resolve("src/target/a"), "2");
    assertThat(tree(folder, without)).isNotEqualTo(first);
    assertThat(tree(folder.resolve("nothing"), without)).isEmpty();
    for (var input : List.of(new TreeDigest(folder, without), new TreeDigest(folder, Set.of()))) {
      assertThat(TreeDigest.of(input.key())).isEqualTo(input);
    }
  }

  private Optional<Digest> tree(Path folder, Set<String> without) throws Exception {
    try (Engine engine = engine()) {
      return engine.evaluate(new TreeDigest(folder, without));
    }
  }

  @Test
  void a_snapshot_tells_what_changed_after_it_was_looked_at() throws Exception {
    Path read = Files.write(temp.resolve("read"), new byte[] {-1});
    Path absent = temp.resolve("absent");
    Path listed = Files.createDirectories(temp.resolve("listed"));
    for (Path each : List.of(read, listed)) {
      Files.setLastModifiedTime(each, FileTime.fromMillis(1_000_000_001));
    }
    TimeUnit.MILLISECONDS.sleep(100); // a snapshot of what changed just now is not kept
    var observation = new Observation(Map.of("SET", "1"), store);
    try (Engine engine = engine(observation)) {
      assertThat(engine.evaluate(new ReadBytes(read))).contains(new Bytes(new byte[] {-1}));
      assertThat(engine.evaluate(new ReadBytes(absent))).isEmpty();
      assertThat(engine.evaluate(new ListDirectory(listed))).isPresent();
      assertThat(engine.evaluate(new Variable("SET"))).contains("1");
      assertThat(engine.evaluate(new Variable("UNSET"))).isEmpty();
    }
    String text = observation.snapshot().encode().orElseThrow();
    Snapshot snapshot = Snapshot.decode(text).orElseThrow();
    assertThat(Snapshot.decode(text.substring(0, text.length() - 1))).isEmpty();
    Map<String, String> environment = Map.of("SET", "1");
    assertThat(snapshot.changed()).isEmpty();
    assertThat(snapshot.holds(environment)).isTrue();
    assertThat(snapshot.holds(Map.of("SET", "2"))).isFalse();
    assertThat(snapshot.holds(Map.of("SET", "1", "UNSET", ""))).isFalse();
    Files.writeString(absent, "");
    Files.writeString(listed.resolve("new"), "");
    Files.write(read, new byte[] {-2});
    Files.setLastModifiedTime(read, FileTime.fromMillis(1_000_000_001));
    assertThat(snapshot.changed()).containsExactly(absent, listed, read);
    assertThat(snapshot.holds(environment)).isFalse();
  }

  @Test
  void a_snapshot_of_what_changed_just_now_is_not_kept() throws Exception {
    var observation = new Observation(Map.of(), store);
    Path file = temp.resolve("future");
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    try (Engine engine = engine(observation)) {
      assertThat(engine.evaluate(new KindOf(file))).isEqualTo(Kind.FILE);
    }
    assertThat(observation.snapshot().encode()).isEmpty();
    assertThat(observation.snapshot().changed()).isEmpty();
  }

  @Test
  void a_file_that_is_not_utf_8_is_a_problem_with_the_byte() throws Exception {
    Path file = Files.write(temp.resolve("bad"), "ab\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    try (Engine engine = engine()) {
      assertThatThrownBy(() -> engine.evaluate(new ReadText(file)))
          .isInstanceOf(BuildException.class)
          .hasMessageContaining("byte 2");
    }
  }

  /** The length of a file, which counts its own runs. */
  private record Length(Path file, AtomicInteger runs) implements Durable<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      runs.incrementAndGet();
      return c.get(new ReadText(file)).map(s -> s.text().length()).orElse(-1);
    }

    @Override
    public String key() {
      return "length " + file;
    }

    @Override
    public String encode(Integer value) {
      return value.toString();
    }

    @Override
    public Integer decode(String text) {
      return Integer.valueOf(text);
    }
  }

  @Test
  void a_durable_task_runs_again_only_if_what_it_read_changed() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "one");
    var runs = new AtomicInteger();
    check(file, runs, 3, 1);
    check(file, runs, 3, 1);
    Files.writeString(file, "three");
    check(file, runs, 5, 2);
    Files.writeString(file, "one");
    check(file, runs, 3, 2);
    Files.delete(file);
    check(file, runs, -1, 3);
  }

  private void check(Path file, AtomicInteger runs, int length, int count) throws Exception {
    try (Engine engine = engine()) {
      assertThat(engine.evaluate(new Length(file, runs))).isEqualTo(length);
    }
    assertThat(runs).hasValue(count);
  }

  private Engine engine() {
    return engine(new Observation(Map.of("SET", ""), store));
  }

  private Engine engine(Observation observation) {
    return new Engine(observation.handlers(), new KeptTraces(store.records()), Listener.none());
  }

  @Test
  void the_commit_of_a_checkout_is_read_from_its_files() throws Exception {
    Path git = temp.resolve("c/.git");
    Files.createDirectories(git.resolve("refs/heads"));
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
    assertThat(Checkout.head(temp.resolve("c"))).isEqualTo(Optional.empty());
    Files.writeString(git.resolve("packed-refs"), "# pack-refs\naaaa refs/heads/main\n");
    assertThat(Checkout.head(temp.resolve("c"))).contains("aaaa");
    Files.writeString(git.resolve("refs/heads/main"), "bbbb\n");
    assertThat(Checkout.head(temp.resolve("c"))).contains("bbbb");
    Files.writeString(git.resolve("HEAD"), "cccc\n");
    assertThat(Checkout.head(temp.resolve("c"))).contains("cccc");
    assertThat(Checkout.head(temp)).isEmpty();
  }
}
