package heddle.process;

import heddle.store.Command;
import heddle.store.Digest;
import heddle.store.Directory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The key of an action: its REAPI Action digest. Placeholders stand in it for paths, and of varying
 * variables only the names, so that it is the same in every checkout and under every schedule.
 *
 * <p>The input root holds one directory per mount, by name. What is in them is the caller's to say:
 * all that the action may read, or no more than it is known to.
 */
final class ActionKey {
  private ActionKey() {}

  /**
   * The key of this action where the mounts of these names hold these directories; mounts that are
   * not named are empty, as those are where outputs go.
   */
  public static Digest of(Action action, Map<String, Digest> contents) {
    return command(action, contents).key();
  }

  static Command command(Action action, Map<String, Digest> contents) {
    var environment = new TreeMap<>(action.env());
    action.varying().keySet().forEach(name -> environment.put(name, ""));
    return new Command(
        action.argv(),
        environment,
        action.outputs(),
        action.cwd(),
        Digest.of(root(action, contents).encode()),
        salt(action.permissions()));
  }

  private static Directory root(Action action, Map<String, Digest> contents) {
    var names = action.mounts().stream().map(Mount::name).sorted().toList();
    var empty = Digest.of(Directory.EMPTY.encode());
    var nodes = new ArrayList<Directory.DirectoryNode>();
    for (var name : names) {
      nodes.add(new Directory.DirectoryNode(name, contents.getOrDefault(name, empty)));
    }
    return new Directory(List.of(), nodes, List.of());
  }

  /** What it was allowed, as text; nothing where it was allowed nothing. */
  private static String salt(Permissions permissions) {
    var salt = new StringBuilder();
    if (permissions.network()) {
      salt.append("network\n");
    }
    for (Path path : permissions.reads()) {
      salt.append("read ").append(path).append('\n');
    }
    for (Path path : permissions.writes()) {
      salt.append("write ").append(path).append('\n');
    }
    return salt.toString();
  }
}
