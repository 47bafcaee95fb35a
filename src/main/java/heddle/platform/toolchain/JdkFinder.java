package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds JDKs: {@code JAVA_HOME}, {@code /usr/lib/jvm}, javac in PATH. None is run: a file tells
 * all.
 */
final class JdkFinder {
  private final Surroundings surroundings;

  public JdkFinder(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Every JDK, each home once. */
  public List<Jdk> all() throws Exception {
    var found = new ArrayList<Jdk>();
    Set<Path> seen = new LinkedHashSet<>();
    Optional<String> variable = surroundings.variable("JAVA_HOME");
    if (variable.isPresent()) {
      add(Path.of(variable.get()), "JAVA_HOME", seen, found);
    }
    Path system = Path.of("/usr/lib/jvm");
    var names = new ArrayList<>(surroundings.list(system));
    Collections.sort(names);
    for (String name : names) {
      add(system.resolve(name), system.toString(), seen, found);
    }
    Optional<Path> javac = new Programs(surroundings).find("javac");
    if (javac.isPresent()) {
      Path real = surroundings.real(javac.get()).orElse(javac.get());
      add(real.resolveSibling("..").normalize(), "PATH", seen, found);
    }
    return List.copyOf(found);
  }

  private void add(Path home, String origin, Set<Path> seen, List<Jdk> found) throws Exception {
    Optional<Path> javac = surroundings.real(home.resolve("bin/javac"));
    Optional<String> release = surroundings.read(home.resolve("release"));
    if (javac.isPresent() && release.isPresent() && seen.add(javac.get())) {
      Path real = javac.get().resolveSibling("..").normalize();
      found.add(
          new Jdk(
              real,
              value(release.get(), "JAVA_VERSION"),
              value(release.get(), "IMPLEMENTOR"),
              origin));
    }
  }

  private static String value(String release, String key) {
    for (String line : release.lines().toList()) {
      if (line.startsWith(key + "=")) {
        return line.substring(key.length() + 1).replace("\"", "");
      }
    }
    return "";
  }
}
