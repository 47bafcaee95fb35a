package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed when the store is too large, and what is spared. */
final class CollectionTest {
  @TempDir Path temp;

  @Test
  void collection_removes_what_was_not_used_for_longest_and_spares_what_a_lease_uses()
      throws Exception {
    Digest old;
    Digest young;
    try (Store store = open()) {
      old = store.blobs().put(new byte[1000]);
      young = store.blobs().put(new byte[2000]);
      Files.setLastModifiedTime(store.blobs().path(old), FileTime.fromMillis(1_000_000));
    }
    Path uses = temp.resolve("home/store/uses");
    try (var files = Files.newDirectoryStream(uses)) {
      for (Path each : files) Files.delete(each);
    }
    try (Store store = open()) {
      assertThat(store.collector().collect(2500))
          .isEqualTo(new Collector.Collected(1, 1000, 0, 2000));
      assertThat(store.blobs().has(old)).isFalse();
      assertThat(store.blobs().has(young)).isTrue();
      try (Store other = open()) {
        Digest fresh = other.blobs().put(new byte[3000]);
        Collector.Collected collected = store.collector().collect(0);
        assertThat(collected.spared()).isPositive();
        assertThat(other.blobs().has(fresh)).isTrue();
      }
      assertThat(store.collector().size().blobs()).isPositive();
    }
  }

  @Test
  void what_a_build_that_runs_now_only_read_is_not_collected() throws Exception {
    Digest read;
    Digest idle;
    try (Store store = open()) {
      read = store.blobs().put(new byte[1000]);
      idle = store.blobs().put(new byte[2000]);
    }
    try (var files = Files.newDirectoryStream(temp.resolve("home/store/uses"))) {
      for (Path each : files) Files.delete(each);
    }
    try (Store building = open();
        Store collecting = open()) {
      for (Digest each : List.of(read, idle)) {
        Files.setLastModifiedTime(building.blobs().path(each), FileTime.fromMillis(1_000_000));
      }
      assertThat(building.blobs().has(read)).isTrue();
      assertThat(collecting.collector().collect(0))
          .isEqualTo(new Collector.Collected(1, 2000, 1, 1000));
      assertThat(building.blobs().has(read)).isTrue();
    }
  }

  @Test
  void records_count_and_are_collected_as_blobs_are() throws Exception {
    try (Store store = open()) {
      String key = Digest.of(bytes("key")).hash();
      store.records().put("kind", key, new byte[92]);
      assertThat(store.collector().collect(99)).isEqualTo(new Collector.Collected(1, 100, 0, 0));
      assertThat(store.records().find("kind", key)).isEqualTo(Optional.empty());
    }
  }

  private Store open() throws IOException {
    return Store.open(temp.resolve("home"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
