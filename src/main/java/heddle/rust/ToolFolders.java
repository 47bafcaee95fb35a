package heddle.rust;

import heddle.process.SystemView;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folders of PATH that are no part of the system, so that a script finds the tools that it
 * finds in the user's shell: a {@code cmake} in {@code ~/.local/bin}, a Python of pyenv or of a
 * virtual environment. Those of a program that a variable names count, too. Of a home only these
 * are seen, never the home itself.
 */
final class ToolFolders {
  private ToolFolders() {}

  static List<Path> of(String path, Optional<Path> home, Machine machine) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (String each : path.split(":", -1)) {
      Path folder = absolute(each);
      if (SystemView.covers(folder) || !machine.exists(folder)) {
        continue;
      }
      Path above = folder.resolve("..").normalize();
      Path environment = above.resolve("pyvenv.cfg");
      if (String.valueOf(folder.getFileName()).equals("shims")) {
        // pyenv, rbenv, asdf, mise: a shim starts what lies beside its folder
        add(above, home, folders);
      } else if (machine.exists(environment)) {
        add(above, home, folders);
        for (String line : machine.readText(environment).orElse("").split("\n", -1)) {
          if (line.startsWith("home = ")) {
            add(absolute(line.substring(7).strip()).resolve("..").normalize(), home, folders);
          }
        }
      }
      add(folder, home, folders);
    }
    return List.copyOf(folders);
  }

  /**
   * The same of the folders of programs that variables name by their paths, as {@code PYO3_PYTHON}
   * does: who was given the variable may start the program.
   */
  static List<Path> named(Map<String, String> variables, Optional<Path> home, Machine machine)
      throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (String each : variables.values()) {
      Path folder = absolute(each).resolve("..").normalize();
      if (!String.valueOf(folder.getFileName()).equals("bin")) continue;
      // of a virtual environment it is a link to the installation's
      if (!machine.real(absolute(each)).flatMap(machine::regular).orElse(false)) continue;
      of(folder.toString(), home, machine).forEach(folders::add);
    }
    return List.copyOf(folders);
  }

  /** Where these programs have what belongs to them: the folder, or what is above its bin. */
  static List<Path> around(List<Path> programs, Optional<Path> home) {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path program : programs) {
      Path folder = program.resolveSibling("").normalize();
      boolean bin = String.valueOf(folder.getFileName()).equals("bin");
      add(bin ? folder.resolve("..").normalize() : folder, home, folders);
      add(folder, home, folders);
    }
    return List.copyOf(folders);
  }

  /** The root for what is no absolute path, which is never a folder of tools. */
  private static Path absolute(String text) {
    try {
      return text.startsWith("/") ? Path.of(text).normalize() : Path.of("/");
    } catch (InvalidPathException _) {
      return Path.of("/");
    }
  }

  private static void add(Path folder, Optional<Path> home, Set<Path> folders) {
    boolean holdsHome = home.isPresent() && home.get().startsWith(folder);
    if (folder.getNameCount() > 1
        && !holdsHome
        && !SystemView.covers(folder)
        && folders.stream().noneMatch(folder::startsWith)) {
      folders.removeIf(each -> each.startsWith(folder));
      folders.add(folder);
    }
  }
}
