package heddle.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Names for files that are not complete yet: unique among all processes that use the store. */
final class Scratch {
  private final Path root;
  private final String process;
  private final AtomicLong count = new AtomicLong();

  Scratch(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    // A pid is used again after a restart; the start time makes it unique.
    this.process = ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);
  }

  String name() {
    return process + "-" + count.incrementAndGet();
  }

  Path file() {
    return root.resolve(name());
  }

  /** Removes what processes that are no more left behind. */
  void sweep() throws IOException {
    try (var files = Files.newDirectoryStream(root)) {
      for (Path each : files) {
        String name = each.getFileName().toString();
        int dash = name.indexOf('-');
        if (dash <= 0 || !name.substring(0, dash).chars().allMatch(Character::isDigit)) continue;
        if (ProcessHandle.of(Long.parseLong(name.substring(0, dash))).isEmpty()) Trees.delete(each);
      }
    }
  }
}
