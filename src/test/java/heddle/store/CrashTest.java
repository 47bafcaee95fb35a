package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed, that run at the same time, or that have no room: nothing wrong is ever
 * served.
 */
final class CrashTest {
  private static final int NAMES = 400;

  @TempDir Path temp;

  /** Puts blobs and results in an endless, seeded order; killed by the test. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      var random = new Random(Long.parseLong(args[1]));
      try (Store store = Store.open(Path.of(args[0]))) {
        put(store, random.nextInt(NAMES));
        System.out.println("ready");
        while (true) put(store, random.nextInt(NAMES));
      }
    }
  }

  @Test
  void after_a_kill_at_any_moment_nothing_wrong_is_served_and_the_next_run_heals()
      throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    Path home = temp.resolve("home");
    for (int round = 0; round < 6; round++) {
      Process one = writer(home, random.nextLong());
      Process two = writer(home, random.nextLong());
      one.getInputStream().read();
      two.getInputStream().read();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
      one.destroyForcibly().waitFor();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
      two.destroyForcibly().waitFor();
      try (Store store = Store.open(home)) {
        assertThat(store.collector().verify().damaged()).isEmpty();
        checkAll(store);
        store.collector().collect(Long.MAX_VALUE);
      }
      try (var left = Files.list(home.resolve("store/scratch"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void a_full_disk_is_an_error_and_harms_nothing() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    Path small = Files.createDirectories(temp.resolve("small"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "none", small.toString()) == 0);
    try {
      boolean full = false;
      try (Store store = Store.open(small)) {
        for (int i = 0; i < 1000 && !full; i++) {
          byte[] bytes = new byte[10_000];
          new Random(i).nextBytes(bytes);
          try {
            store.blobs().put(bytes);
          } catch (IOException e) {
            full = true;
          }
        }
        assertThat(full).isTrue();
        assertThat(store.collector().verify().damaged()).isEmpty();
        store.collector().collect(100_000);
        put(store, 1);
        checkAll(store);
      }
    } finally {
      run("umount", small.toString());
    }
  }

  private static void put(Store store, int name) throws IOException {
    Digest blob = store.blobs().put(content(name));
    Digest empty = store.blobs().put(new byte[0]);
    var result =
        new ActionResult(
            List.of(new ActionResult.OutputFile("o", blob, false)), List.of(), 0, empty, empty);
    store.actions().put(action(name), new Actions.Entry(result, 1, true));
  }

  private static void checkAll(Store store) throws IOException {
    int found = 0;
    for (int name = 0; name < NAMES; name++) {
      var entry = store.actions().find(action(name), 1);
      if (entry.isEmpty()) continue;
      found++;
      assertThat(store.blobs().read(entry.get().result().files().getFirst().digest()))
          .contains(content(name));
    }
    assertThat(found).isPositive();
  }

  private static byte[] content(int name) {
    byte[] bytes = new byte[name * 50];
    new Random(name).nextBytes(bytes);
    return bytes;
  }

  private static Digest action(int name) {
    return Digest.of(("action " + name).getBytes(StandardCharsets.UTF_8));
  }

  private static Process writer(Path home, long seed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            home.toString(),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
