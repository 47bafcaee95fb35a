package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What grows beside the blobs is bounded. */
class HousekeepingTest {
  private static final long DAY = 24 * 3600_000L;

  @TempDir private Path home = Path.of("");

  private Path file(String name, long days) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "x");
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(System.currentTimeMillis() - days * DAY - 1000));
    return file;
  }

  private Housekeeping keeping(Store store) {
    return new Housekeeping(home, store, System.currentTimeMillis());
  }

  @Test
  void goals_and_repetitions_go_after_a_month_and_what_killed_launchers_left_after_a_day()
      throws Exception {
    List<Path> old =
        List.of(
            file("last/a", 31),
            file("repeat/jar/ws/=80 build/stamps", 31),
            file("repeat/jar/ws/=80 build/paths", 31),
            file("jump/src/25/environ-17", 2));
    List<Path> young =
        List.of(
            file("last/b", 29),
            file("repeat/jar/ws/=80 check/stamps", 29),
            file("jump/src/25/environ-18", 0),
            file("jump/src/25/current", 400),
            file("out/0123/lock", 400),
            file("dist/jar/heddle.jar", 400));
    try (Store store = Store.open(home)) {
      assertThat(keeping(store).sweep()).isEqualTo(new Housekeeping.Swept(4, 4));
    }
    assertThat(old).noneMatch(Files::exists);
    assertThat(young).allMatch(Files::exists);
    assertThat(home.resolve("repeat/jar/ws/=80 build")).doesNotExist();
  }

  @Test
  void of_many_goals_the_latest_stay() throws Exception {
    for (int i = 0; i < Housekeeping.GOALS + 3; i++) file("last/" + i, i % 3);
    Path latest = file("last/latest", 0);
    try (Store store = Store.open(home)) {
      assertThat(keeping(store).sweep().files()).isEqualTo(4);
    }
    assertThat(latest).exists();
  }

  @Test
  void out_dirs_and_builds_of_heddle_that_nobody_uses_go_with_the_whole() throws Exception {
    file("out/old/lock", 31);
    Path made = file("out/old/out/made.rs", 1);
    file("out/held/lock", 31);
    Path held = file("out/held/out/made.rs", 31);
    Path used = file("out/used/out/made.rs", 400);
    file("out/used/lock", 3);
    file("jump/src/25/current", 1);
    Files.writeString(home.resolve("jump/src/25/current"), "now\n");
    Path now = file("dist/now/heddle.jar", 400);
    Path then = file("dist/then/heddle.jar", 400);
    for (String each : List.of("dist/now", "dist/then")) {
      Files.setLastModifiedTime(home.resolve(each), FileTime.fromMillis(0));
    }
    try (Store store = Store.open(home)) {
      keeping(store)
          .whole((lock, removal) -> {
            if (!lock.toString().contains("held")) removal.run();
          });
    }
    assertThat(List.of(made, then)).noneMatch(Files::exists);
    assertThat(List.of(held, used, now)).allMatch(Files::exists);
  }

  @Test
  void the_cheap_part_runs_once_a_day_and_joins_what_dead_processes_used() throws Exception {
    Path first = file("last/a", 31);
    for (int i = 0; i < 3; i++) {
      try (Store store = Store.open(home)) {
        store.blobs().put("blob".getBytes(StandardCharsets.UTF_8));
      }
    }
    try (Store store = Store.open(home)) {
      keeping(store).daily();
      assertThat(first).doesNotExist();
      Path second = file("last/b", 31);
      keeping(store).daily();
      assertThat(second).exists();
    }
    try (var uses = Files.list(home.resolve("store/uses"))) {
      assertThat(uses.map(each -> String.valueOf(each.getFileName()))).containsExactly("joined");
    }
  }

  @Test
  void the_stat_cache_forgets_files_that_are_gone_when_it_has_grown() throws Exception {
    Path cache = home.resolve("stat");
    for (int i = 0; i < 9; i++) {
      Path file = file("files/" + i, 1);
      var stats = new StatCache(cache, home.resolve("blobs"), 10);
      stats.remember(file, Digest.of(file));
      stats.save();
      Files.delete(file);
    }
    long grown = Files.size(cache);
    var stats = new StatCache(cache, home.resolve("blobs"), 10);
    Path last = file("files/last", 1);
    stats.remember(last, Digest.of(last));
    stats.save();
    assertThat(Files.size(cache)).isLessThan(grown / 4);
    assertThat(new StatCache(cache, home.resolve("blobs"), 10).digest(home.resolve("files/last")))
        .isEqualTo(Optional.of(Digest.of(home.resolve("files/last"))));
  }

  @Test
  void a_blob_that_a_build_found_counts_as_used() throws Exception {
    Digest found;
    Digest other;
    try (Store store = Store.open(home)) {
      found = store.blobs().put(new byte[1000]);
      other = store.blobs().put(new byte[1001]);
    }
    for (Digest each : List.of(found, other)) {
      try (Store store = Store.open(home)) {
        Files.setLastModifiedTime(store.blobs().path(each), FileTime.fromMillis(DAY));
      }
    }
    try (var uses = Files.list(home.resolve("store/uses"))) {
      for (Path each : uses.toList()) Files.delete(each);
    }
    try (Store store = Store.open(home);
        Depot depot = new Depot(home, store)) {
      assertThat(depot.seems(found)).isTrue();
    }
    try (Store store = Store.open(home)) {
      store.collector().collect(1500);
      assertThat(Set.of(store.blobs().has(found), store.blobs().has(other)))
          .containsExactlyInAnyOrder(true, false);
      assertThat(store.blobs().has(found)).isTrue();
    }
  }
}
