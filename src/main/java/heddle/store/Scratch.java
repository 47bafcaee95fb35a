package heddle.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /** A name that processes share, one after the other. */
  Path shared(String name) {
    if (name.indexOf('-') >= 0) throw new IllegalArgumentException(name);
    return root.resolve(name);
  }

  /** The name that all names of this process begin with. */
  String process() {
    return process;
  }

  /** All that lies there now. */
  List<Path> list() throws IOException {
    var all = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(root)) {
      files.forEach(all::add);
    }
    return all;
  }

  /**
   * Removes those of the files whose processes are not among the living, and of those with shared
   * names the ones that a killed process left: no build takes a week.
   */
  static void sweep(List<Path> files, Set<String> living) throws IOException {
    Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
    for (Path each : files) {
      String name = each.getFileName().toString();
      int dash = name.lastIndexOf('-');
      boolean left =
          dash > 0
              ? !living.contains(name.substring(0, dash))
              : Files.getLastModifiedTime(each).toInstant().isBefore(weekAgo);
      if (left) Trees.delete(each);
    }
  }
}
