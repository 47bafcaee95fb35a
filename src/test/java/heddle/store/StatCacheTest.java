package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stat lets the store believe without reading. */
final class StatCacheTest {
  @TempDir Path temp;

  @Test
  void the_stat_cache_sees_a_change_that_keeps_size_and_mtime() throws Exception {
    Path file = write("file", "aaaa");
    FileTime old = FileTime.fromMillis(System.currentTimeMillis() - 100_000);
    Files.setLastModifiedTime(file, old);
    try (Store store = open()) {
      assertThat(store.stats().digest(file)).contains(Digest.of(bytes("aaaa")));
      Files.writeString(file, "bbbb");
      Files.setLastModifiedTime(file, old);
      assertThat(store.stats().digest(file)).contains(Digest.of(bytes("bbbb")));
      Files.delete(file);
      assertThat(store.stats().digest(file)).isEmpty();
      assertThat(store.stats().digest(temp)).isEmpty();
    }
  }

  @Test
  void a_second_name_of_a_blob_costs_no_hashing_in_the_next_process() throws Exception {
    Digest digest;
    Path name = temp.resolve("name");
    try (Store store = open()) {
      digest = store.blobs().put(bytes("sound"));
    }
    Path file;
    try (Store store = open()) {
      file = store.blobs().linkable(digest, false);
      Files.createLink(name, file);
      Files.delete(name);
    }
    Object before = Files.getAttribute(file, "unix:ctime");
    // What the cache says is believed, so that a wrong entry would show; a damaged blob still does.
    try (Store store = open()) {
      assertThat(store.stats().knows(file)).isTrue();
      assertThat(Files.getAttribute(file, "unix:ctime")).isEqualTo(before);
      assertThat(store.blobs().has(digest)).isTrue();
    }
    FileTime old = Files.getLastModifiedTime(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "wrong");
    Files.setLastModifiedTime(file, old);
    try (Store store = open()) {
      assertThat(store.blobs().has(digest)).isFalse();
    }
  }

  @Test
  void what_was_laid_down_is_known_in_the_next_process_unless_it_was_touched() throws Exception {
    Path kept = temp.resolve("kept");
    Path edited = temp.resolve("edited");
    Digest digest;
    try (Store store = open();
        var depot = new Depot(temp.resolve("home"), store)) {
      digest = store.blobs().put(bytes("sound"));
      depot.place(digest, kept, false, false);
      depot.place(digest, edited, false, false);
      Files.writeString(edited, "other");
      Thread.sleep(60); // a tick of the clock
    }
    try (Store store = open();
        var depot = new Depot(temp.resolve("home"), store)) {
      assertThat(store.stats().knows(kept)).isTrue();
      assertThat(store.stats().knows(edited)).isFalse();
      assertThat(depot.shows(kept, digest)).isTrue();
      assertThat(depot.shows(edited, digest)).isFalse();
      assertThat(depot.shows(temp.resolve("none"), digest)).isFalse();
    }
  }

  @Test
  void a_damaged_stat_file_is_an_empty_one() throws Exception {
    Digest digest;
    try (Store store = open()) {
      digest = store.blobs().put(bytes("x"));
    }
    Path stat = temp.resolve("home/store/stat");
    byte[] bytes = Files.readAllBytes(stat);
    for (int cut = 0; cut < bytes.length; cut += 7) {
      Files.write(stat, java.util.Arrays.copyOf(bytes, cut));
      try (Store store = open()) {
        check(store, digest, "x");
      }
    }
  }

  @Test
  void after_a_restart_of_the_machine_a_blob_is_read_before_it_is_served() throws Exception {
    Path blobs = Files.createDirectories(temp.resolve("blobs"));
    Path blob = Files.writeString(blobs.resolve("b"), "what reached the disk");
    Path source = write("source", "text of the same size");
    Path file = temp.resolve("stat");
    Digest believed = Digest.of(bytes("what was written then"));
    var before = new StatCache(file, blobs);
    before.remember(blob, believed);
    before.remember(source, believed);
    before.save();
    assertThat(new StatCache(file, blobs).digest(blob)).contains(believed);
    byte[] saved = Files.readAllBytes(file);
    int boot = 2 + "heddle-stat/2".length() + 2;
    saved[boot] ^= 1;
    Files.write(file, saved);
    assertThat(new StatCache(file, blobs).digest(blob)).contains(Digest.of(blob));
    assertThat(new StatCache(file, blobs).digest(source)).contains(believed);
  }

  private static void check(Store store, Digest digest, String text) throws IOException {
    assertThat(store.blobs().has(digest)).isTrue();
    assertThat(store.blobs().read(digest)).contains(bytes(text));
  }

  private Store open() throws IOException {
    return Store.open(temp.resolve("home"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
