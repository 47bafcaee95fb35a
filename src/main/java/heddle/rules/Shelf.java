package heddle.rules;

import heddle.engine.LostValue;
import heddle.engine.Task;
import heddle.store.Digest;
import heddle.store.Directory;
import heddle.store.Store;
import heddle.store.Trees;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of the store as rules see them. It knows which task gave which file, so that one that
 * turns out missing or damaged is made again.
 */
final class Shelf {
  private final Store store;
  private final Map<Digest, Task<?>> makers = new ConcurrentHashMap<>();

  Shelf(Store store) {
    this.store = store;
  }

  Store store() {
    return store;
  }

  /** Notes who gave the file. */
  Digest made(Digest digest, Task<?> by) {
    makers.put(digest, by);
    return digest;
  }

  Digest keep(byte[] bytes, Task<?> by) throws IOException {
    return made(store.blobs().put(bytes), by);
  }

  /** A file of this machine, copied into the store unless it is there; empty if there is none. */
  Optional<Digest> copied(Path path, Task<?> by) throws IOException {
    Optional<Digest> digest = store.stats().digest(path);
    if (digest.isEmpty()) return digest;
    boolean known = store.blobs().has(digest.get());
    return Optional.of(made(known ? digest.get() : store.blobs().copy(path), by));
  }

  byte[] bytes(Digest digest) throws IOException, ProblemException, LostValue {
    Optional<byte[]> bytes = store.blobs().read(digest);
    if (bytes.isEmpty()) throw lost(digest);
    return bytes.get();
  }

  /** The failure of one that needs the file; the engine runs its maker again, if it is known. */
  private LostValue lost(Digest digest) throws ProblemException {
    Optional<Task<?>> maker = Optional.ofNullable(makers.get(digest));
    return maker
        .map(task -> new LostValue(task, "the file " + digest + " is lost"))
        .orElseThrow(
            () -> new ProblemException(Problem.of("the file " + digest + " is not in the store")));
  }

  /** The files as a tree in the store. */
  Digest tree(Map<String, Digest> files, Set<String> programs) throws IOException {
    var here = new ArrayList<Directory.FileNode>();
    var below = new TreeMap<String, Map<String, Digest>>();
    var programsBelow = new TreeMap<String, Set<String>>();
    for (var each : files.entrySet()) {
      String path = each.getKey();
      int slash = path.indexOf('/');
      if (slash < 0) {
        here.add(new Directory.FileNode(path, each.getValue(), programs.contains(path)));
        continue;
      }
      String name = path.substring(0, slash);
      below
          .computeIfAbsent(name, _ -> new TreeMap<>())
          .put(path.substring(slash + 1), each.getValue());
      if (programs.contains(path)) {
        programsBelow.computeIfAbsent(name, _ -> new TreeSet<>()).add(path.substring(slash + 1));
      }
    }
    var directories = new ArrayList<Directory.DirectoryNode>();
    for (var each : below.entrySet()) {
      var inner = programsBelow.getOrDefault(each.getKey(), Set.of());
      directories.add(new Directory.DirectoryNode(each.getKey(), tree(each.getValue(), inner)));
    }
    return store.blobs().put(new Directory(here, directories, List.of()).encode());
  }

  /** Lays the files down as copies; the directory must be empty or absent. */
  void lay(Map<String, Digest> files, Set<String> programs, Path directory)
      throws IOException, ProblemException, LostValue {
    Digest tree = tree(files, programs);
    try {
      store.trees().lay(tree, directory, Trees.Laying.COPIES);
    } catch (NoSuchFileException e) {
      for (Digest each : files.values()) if (!store.blobs().has(each)) throw lost(each);
      throw e;
    }
  }

  /** Whether the directory holds exactly these files. */
  boolean lies(Map<String, Digest> files, Set<String> programs, Path directory) throws IOException {
    try {
      return store.trees().digest(directory).equals(tree(files, programs));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** Removes a directory, if it is there. */
  void remove(Path directory) throws IOException {
    try {
      store.delete(directory);
    } catch (NoSuchFileException _) {
      return; // never made, or gone already
    }
  }
}
