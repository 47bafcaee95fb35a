package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  @TempDir Path temp;

  @Test
  void a_blob_is_what_was_put_in_this_process_and_the_next() throws Exception {
    Digest digest;
    try (Store store = open()) {
      digest = store.blobs().put(bytes("one"));
      check(store, digest, "one");
    }
    try (Store store = open()) {
      check(store, digest, "one");
    }
  }

  @Test
  void a_file_is_taken_by_copy_by_move_or_by_link() throws Exception {
    try (Store store = open()) {
      Path copied = write("copied", "1");
      Path moved = write("moved", "2");
      Path linked = write("linked", "3");
      check(store, store.blobs().copy(copied), "1");
      check(store, store.blobs().move(moved), "2");
      check(store, store.blobs().link(linked), "3");
      assertThat(copied).exists();
      assertThat(moved).doesNotExist();
      assertThat(linked).exists();
      assertThat(store.blobs().move(write("again", "1"))).isEqualTo(Digest.of(bytes("1")));
    }
  }

  @Test
  void a_program_taken_by_link_is_one_file_until_somebody_wants_it_without_the_right_to_run()
      throws Exception {
    Digest digest;
    try (Store store = open()) {
      Path program = write("program", "#!/bin/sh");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      digest = store.blobs().link(program);
      Path runs = store.blobs().file(digest, true);
      assertThat(runs).isExecutable();
      assertThat(Files.isSameFile(runs, program)).isTrue();
      assertThat(store.collector().size().blobBytes()).isEqualTo(9);
      Path to = temp.resolve("copy");
      store.blobs().copyTo(digest, to, false);
      assertThat(Files.isExecutable(to)).isFalse();
      assertThat(Files.isSameFile(runs, store.blobs().path(digest))).isTrue();
    }
    try (Store store = open()) {
      Path data = store.blobs().file(digest, false);
      assertThat(Files.isExecutable(data)).isFalse();
      assertThat(data).hasContent("#!/bin/sh");
      Path runs = store.blobs().file(digest, true);
      assertThat(runs).isExecutable().hasContent("#!/bin/sh");
      assertThat(Files.isSameFile(runs, data)).isFalse();
    }
  }

  @Test
  void a_directory_has_one_hash_for_each_set_of_what_is_left_out() throws Exception {
    Path home = temp.resolve("home");
    Path directory = Files.createDirectories(temp.resolve("tree/out"));
    Path root = temp.resolve("tree");
    Files.writeString(root.resolve("a"), "1");
    try (Store store = Store.open(home);
        Depot depot = new Depot(home, store)) {
      var without = depot.survey().digestBelow(root, Set.of(directory));
      Files.writeString(directory.resolve("b"), "2");
      assertThat(depot.survey().digestBelow(root, Set.of())).isPresent().isNotEqualTo(without);
      assertThat(depot.survey().digestBelow(root, Set.of(directory))).isEqualTo(without);
    }
  }

  @Test
  void what_is_discarded_has_left_its_place_at_once_and_the_disk_at_the_end() throws Exception {
    Path home = temp.resolve("home");
    Path directory = Files.createDirectories(temp.resolve("written/below"));
    Files.writeString(directory.resolve("file"), "1");
    try (Store store = Store.open(home);
        Depot depot = new Depot(home, store)) {
      depot.discard(directory);
      assertThat(directory).doesNotExist();
      depot.discard(directory); // one that is not there
      Files.createDirectories(directory);
      depot.discard(directory);
    }
    try (var left = Files.walk(home)) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("gone-"));
    }
  }

  @Test
  void a_link_that_a_process_left_is_not_taken_in_and_what_it_leads_to_stays_as_it_is()
      throws Exception {
    try (Store store = open()) {
      Path secret = write("secret", "a key");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      Path output = Files.createSymbolicLink(temp.resolve("output"), secret);
      assertThatThrownBy(() -> store.blobs().link(output))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a regular file");
      assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
      assertThat(store.blobs().seems(Digest.of(bytes("a key")))).isFalse();
    }
  }

  @Test
  void a_damaged_blob_is_not_served_and_is_healed_by_putting_it_again() throws Exception {
    Digest digest;
    try (Store store = open()) {
      digest = store.blobs().put(bytes("sound"));
    }
    Path file =
        temp.resolve("home/store/blobs")
            .resolve(digest.hash().substring(0, 1))
            .resolve(digest.hash());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "wrong");
    try (Store store = open()) {
      assertThat(store.blobs().has(digest)).isFalse();
      assertThat(store.blobs().read(digest)).isEmpty();
      store.blobs().put(bytes("sound"));
      check(store, digest, "sound");
    }
  }

  @Test
  void a_deleted_blob_is_missing_and_its_result_is_not_found() throws Exception {
    Digest action = Digest.of(bytes("action"));
    try (Store store = open()) {
      Digest out = store.blobs().put(bytes("output"));
      Digest empty = store.blobs().put(new byte[0]);
      var result =
          new ActionResult(
              List.of(new ActionResult.OutputFile("o", out, false)), List.of(), 0, empty, empty);
      store.actions().put(action, new Actions.Entry(result, 1, true));
      assertThat(store.actions().find(action, 1)).contains(new Actions.Entry(result, 1, true));
      Files.delete(store.blobs().path(out));
      assertThat(store.actions().find(action, 1)).isEmpty();
    }
  }

  @Test
  void a_lookup_demands_a_level_and_a_stricter_result_is_kept() throws Exception {
    Digest action = Digest.of(bytes("action"));
    try (Store store = open()) {
      Digest empty = store.blobs().put(new byte[0]);
      var strict =
          new Actions.Entry(new ActionResult(List.of(), List.of(), 0, empty, empty), 2, true);
      var plain =
          new Actions.Entry(new ActionResult(List.of(), List.of(), 0, empty, empty), 0, false);
      store.actions().put(action, plain);
      assertThat(store.actions().find(action, 1)).isEmpty();
      assertThat(store.actions().find(action, 0)).contains(plain);
      store.actions().put(action, strict);
      store.actions().put(action, plain);
      assertThat(store.actions().find(action, 2)).contains(strict);
    }
  }

  @Test
  void a_tree_keeps_names_contents_links_and_the_right_to_execute() throws Exception {
    Path source = temp.resolve("source");
    Files.createDirectories(source.resolve("inner"));
    Files.writeString(source.resolve("a"), "a");
    Path run = Files.writeString(source.resolve("inner/run"), "#!");
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("inner/run"));
    try (Store store = open()) {
      Digest root = store.trees().put(source);
      assertThat(store.trees().digest(source)).isEqualTo(root);
      for (Trees.Laying how : Trees.Laying.values()) {
        Path there = temp.resolve(how.name());
        store.trees().lay(root, there, how);
        assertThat(store.trees().digest(there)).isEqualTo(root);
        assertThat(Files.isExecutable(there.resolve("inner/run"))).isTrue();
        assertThat(Files.isWritable(there.resolve("a")) || how == Trees.Laying.LINKS).isTrue();
      }
      assertThat(store.trees().blobs(root)).hasSize(4);
    }
  }

  @Test
  void a_copy_may_be_changed_without_harm_to_the_store() throws Exception {
    try (Store store = open()) {
      Digest digest = store.blobs().put(bytes("mine"));
      Path out = temp.resolve("out");
      store.blobs().copyTo(digest, out, true);
      Files.writeString(out, "changed");
      check(store, digest, "mine");
    }
  }

  @Test
  void a_name_that_leaves_its_directory_is_refused() {
    byte[] evil =
        new Wire()
            .message(1, new Wire().text(1, "../x").digest(2, Digest.of(new byte[0])))
            .toBytes();
    assertThatThrownBy(() -> Directory.decode(evil))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../x");
  }

  @Test
  void a_missing_blob_is_named() throws Exception {
    try (Store store = open()) {
      Digest digest = Digest.of(bytes("nowhere"));
      assertThatThrownBy(() -> store.blobs().file(digest, false))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(digest.hash());
    }
  }

  @Test
  void a_workplace_has_one_path_in_all_processes_and_is_empty_before_and_after() throws Exception {
    Path first;
    try (Store store = open();
        var depot = new Depot(temp.resolve("home"), store)) {
      first = depot.workplace("0123456789abcdef");
      depot.enter(first);
      Files.writeString(first.resolve("made"), "made");
      store.collector().collect(0);
      assertThat(first.resolve("made")).exists();
    }
    assertThat(first).doesNotExist();
    Files.createDirectories(first.resolve("left by a killed process"));
    try (Store store = open();
        var depot = new Depot(temp.resolve("home"), store)) {
      assertThat(depot.workplace("0123456789abcdef")).isEqualTo(first);
      depot.enter(first);
      assertThat(first).isEmptyDirectory();
    }
  }

  @Test
  void a_damaged_record_is_a_missing_one() throws Exception {
    String key = Digest.of(bytes("key")).hash();
    try (Store store = open()) {
      store.records().put("kind", key, bytes("value"));
      assertThat(store.records().find("kind", key)).contains(bytes("value"));
      Path file = temp.resolve("home/store/records/kind").resolve(key.substring(0, 1)).resolve(key);
      byte[] bytes = Files.readAllBytes(file);
      bytes[1] ^= 1;
      Files.write(file, bytes);
      assertThat(store.records().find("kind", key)).isEqualTo(Optional.empty());
      assertThat(store.collector().verify().damagedRecords()).hasSize(1);
    }
  }

  @Test
  void verification_finds_and_removes_every_damaged_blob() throws Exception {
    try (Store store = open()) {
      Digest good = store.blobs().put(bytes("good"));
      Digest bad = store.blobs().put(bytes("bad"));
      Path file = store.blobs().path(bad);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Files.writeString(file, "BAD");
      Collector.Verified verified = store.collector().verify();
      assertThat(verified.damaged()).containsExactly(bad.hash());
      assertThat(file).doesNotExist();
      check(store, good, "good");
    }
  }

  private Store open() throws IOException {
    return Store.open(temp.resolve("home"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }

  private static void check(Store store, Digest digest, String text) throws IOException {
    assertThat(store.blobs().has(digest)).isTrue();
    assertThat(store.blobs().read(digest)).contains(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
