package heddle.world;

import heddle.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the system gives to build scripts and linkers, as two cheap values: they differ when a
 * package was installed, changed or removed, and when a header, a library or a compiler was put
 * there by hand.
 *
 * <p>{@code libraries}: the package databases of dpkg, apk, rpm and pacman by content, and the
 * state (size, mtime) of the compilers' files and of what lies in the directories of libraries.
 * {@code headers}: that, and the state of every directory below the include and pkg-config
 * directories, and of the files in the upper ones. A file deep below {@code /usr/include} that is
 * written in place, past the package manager, is not noticed: most editors replace files, which its
 * directory shows.
 */
public record SystemImage(String headers, String libraries) {
  private static final List<String> DATABASES =
      List.of(
          "var/lib/dpkg/status",
          "lib/apk/db/installed",
          "usr/lib/apk/db/installed",
          "var/lib/rpm/rpmdb.sqlite",
          "usr/lib/sysimage/rpm/rpmdb.sqlite",
          "var/lib/pacman/local");

  private static final List<String> TOOLS =
      List.of(
          "usr/bin/cc",
          "usr/bin/gcc",
          "usr/bin/clang",
          "usr/bin/ld",
          "usr/bin/ld.lld",
          "usr/local/bin/cc",
          "usr/local/bin/gcc",
          "usr/local/bin/clang",
          "usr/local/bin/ld");

  private static final List<String> LIBRARIES =
      List.of("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib", "usr/local/lib64");

  private static final List<String> PACKAGES =
      List.of(
          "usr/lib/pkgconfig",
          "usr/lib64/pkgconfig",
          "usr/share/pkgconfig",
          "usr/local/lib/pkgconfig",
          "usr/local/share/pkgconfig");

  /** How deep files count by themselves, not by their directory alone. */
  private static final int UPPER = 1;

  private static final int HAND_MADE = 4;

  /** That of the system whose files lie below {@code root}; what is looked at is noted. */
  public static SystemImage of(Path root, Observation observation) throws IOException {
    var reading = new Reading(observation);
    for (String each : DATABASES) {
      Path file = root.resolve(each);
      reading.look(file);
      reading.add(observation.digest(file).map(Digest::hash).orElse("-"));
      if (Files.isDirectory(file)) reading.state(file);
    }
    for (String each : TOOLS) reading.state(root.resolve(each));
    for (String each : LIBRARIES) {
      Path directory = root.resolve(each);
      reading.state(directory);
      for (Path inner : triples(directory)) reading.state(inner);
    }
    reading.below(root.resolve("usr/local/lib"), UPPER, UPPER);
    String libraries = reading.value();
    for (String each : PACKAGES) reading.below(root.resolve(each), UPPER, UPPER);
    for (Path triple : triples(root.resolve("usr/lib"))) {
      reading.below(triple.resolve("pkgconfig"), UPPER, UPPER);
    }
    reading.below(root.resolve("usr/include"), UPPER, Integer.MAX_VALUE);
    reading.below(root.resolve("usr/local/include"), HAND_MADE, Integer.MAX_VALUE);
    return new SystemImage(reading.value(), libraries);
  }

  /** Debian's directories of one architecture each. */
  private static List<Path> triples(Path libraries) {
    List<Path> found = new ArrayList<>();
    if (Files.isSymbolicLink(libraries)) return found;
    try (var all = Files.newDirectoryStream(libraries, "*-linux-*")) {
      all.forEach(found::add);
    } catch (IOException _) {
      return List.of();
    }
    Collections.sort(found);
    return found;
  }

  private static final class Reading {
    private final Observation observation;
    private final StringBuilder text = new StringBuilder();

    Reading(Observation observation) {
      this.observation = observation;
    }

    void add(String part) {
      text.append(part).append('\0');
    }

    void look(Path path) {
      observation.look(path, false);
    }

    /** Size and mtime of what the path leads to. */
    boolean state(Path path) {
      look(path);
      add(path.toString());
      try {
        var a = Files.readAttributes(path, BasicFileAttributes.class);
        add((a.isDirectory() ? "d" : "f" + a.size()) + " " + a.lastModifiedTime().toMillis());
        return a.isDirectory();
      } catch (IOException _) {
        add("-");
        return false;
      }
    }

    /**
     * The state of all directories down to a depth, and that of the files in the upper ones.
     * Symbolic links to directories are not followed.
     */
    void below(Path directory, int files, int directories) throws IOException {
      if (!state(directory) || Files.isSymbolicLink(directory)) return;
      List<Path> entries = new ArrayList<>();
      try (var all = Files.newDirectoryStream(directory)) {
        all.forEach(entries::add);
      } catch (IOException _) {
        return;
      }
      Collections.sort(entries);
      for (Path each : entries) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          if (directories > 1) below(each, files - 1, directories - 1);
          else state(each);
        } else if (files > 0) {
          state(each);
        }
      }
    }

    String value() {
      return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hash();
    }
  }
}
