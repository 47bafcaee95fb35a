package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The targets that cargo's conventions find in a package's directories. */
record TargetDiscovery(FileTree files, Path root) {
  /** A target by its name, and its source relative to the package. */
  record Found(String name, String path) {}

  boolean exists(String path) throws ProblemException, BuildException, InterruptedException {
    int slash = path.indexOf('/');
    return (slash < 0 || isIn(path.substring(0, slash))) && files.exists(root.resolve(path));
  }

  /** Whether the package's directory itself has this name. */
  private boolean isIn(String name) throws ProblemException, BuildException, InterruptedException {
    return files.list(root).orElse(Map.of()).containsKey(name);
  }

  boolean isFile(String name) throws ProblemException, BuildException, InterruptedException {
    Kind kind = files.list(root).orElse(Map.of()).get(name);
    return kind == Kind.FILE;
  }

  List<Found> binaries(String packageName)
      throws ProblemException, BuildException, InterruptedException {
    var found = new ArrayList<Found>();
    if (isIn("src")) {
      Map<String, Kind> source = files.list(root.resolve("src")).orElse(Map.of());
      if (exists("src/main.rs")) {
        found.add(new Found(packageName, "src/main.rs"));
      }
      if (source.containsKey("bin")) {
        found.addAll(listed("src/bin"));
      }
    }
    return found;
  }

  /**
   * Files {@code X.rs} and directories with a {@code main.rs}; none that begins with a dot. A link
   * to a directory is not looked into.
   */
  List<Found> in(String directory) throws ProblemException, BuildException, InterruptedException {
    return isIn(directory) ? listed(directory) : List.of();
  }

  private List<Found> listed(String directory)
      throws ProblemException, BuildException, InterruptedException {
    var found = new ArrayList<Found>();
    Path folder = root.resolve(directory);
    for (Map.Entry<String, Kind> e : files.list(folder).orElse(Map.of()).entrySet()) {
      String name = e.getKey();
      if (name.startsWith(".")) {
        continue;
      }
      if (e.getValue() == Kind.DIRECTORY) {
        if (files.exists(folder.resolve(name).resolve("main.rs"))) {
          found.add(new Found(name, directory + "/" + name + "/main.rs"));
        }
      } else if (name.endsWith(".rs")) {
        found.add(new Found(name.substring(0, name.length() - 3), directory + "/" + name));
      }
    }
    return found;
  }
}
