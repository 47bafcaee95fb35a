package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Heddle keeps: blobs, trees, results of actions and small records, below {@code HOME/store}.
 * It may be deleted at any time, by anyone, with no loss but time; any number of processes use it
 * at once without a daemon.
 *
 * <p>Layout: {@code blobs}, {@code records/<kind>}, {@code scratch} (not complete yet), {@code
 * leases}, {@code uses} (which blobs a process used, for the collector), {@code stat} (the stat
 * cache).
 */
public final class Store implements AutoCloseable {
  private final Path root;
  private final Scratch scratch;
  private final StatCache stats;
  private final Records records;
  private final Blobs blobs;
  private final Trees trees;
  private final Actions actions;
  private final Leases leases;
  private final String lease;
  private final Uses uses;
  private final FileChannel held;

  private Store(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    this.scratch = new Scratch(root.resolve("scratch"));
    this.lease = scratch.process();
    this.uses = new Uses(root.resolve("uses").resolve(lease));
    this.stats = new StatCache(root.resolve("stat"), root.resolve("blobs"));
    this.records = new Records(root.resolve("records"), scratch, uses);
    this.blobs = new Blobs(root.resolve("blobs"), scratch, stats, uses);
    this.trees = new Trees(blobs, stats);
    this.actions = new Actions(records, blobs);
    this.leases = new Leases(root.resolve("leases"));
    this.held = leases.take(lease);
  }

  /** Opens, or makes, the store of this HEDDLE_HOME, and holds a lease on it until it is closed. */
  public static Store open(Path home) throws IOException {
    return new Store(home.resolve("store"));
  }

  public Path root() {
    return root;
  }

  public Blobs blobs() {
    return blobs;
  }

  public Trees trees() {
    return trees;
  }

  public Actions actions() {
    return actions;
  }

  public Records records() {
    return records;
  }

  public StatCache stats() {
    return stats;
  }

  /**
   * A name below {@code scratch} that no other process uses; whoever takes it removes what it
   * makes.
   */
  public Path scratch() {
    return scratch.file();
  }

  /** A name below {@code scratch} that is the same in all processes; it has no dash. */
  Path workplace(String name) {
    return scratch.shared(name);
  }

  /** Removes a directory that {@link #scratch} named, or any other, with all below it. */
  public void delete(Path directory) throws IOException {
    Trees.delete(directory);
  }

  public Collector collector() {
    return new Collector(root, blobs, records, leases, scratch, lease);
  }

  @Override
  public void close() throws IOException {
    try {
      stats.save();
      uses.close();
    } finally {
      leases.release(lease, held);
    }
  }
}
