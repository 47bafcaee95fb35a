package heddle.world;

import heddle.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** The links that a directory without others in it has: its name, and its own dot. */
  private static final int OWN_LINKS = 2;

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
    private Optional<Counting> counting = Optional.empty();

    /** What is known of the file system of a device. */
    private record Counting(boolean counts, Object device) {}

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
      counting = Optional.empty();
      walk(directory, files, directories);
    }

    private void walk(Path directory, int files, int directories) throws IOException {
      if (!state(directory) || Files.isSymbolicLink(directory)) return;
      if (files <= 0 && holdsNoDirectory(directory)) return;
      List<Path> entries = new ArrayList<>();
      try (var all = Files.newDirectoryStream(directory)) {
        all.forEach(entries::add);
      } catch (IOException _) {
        return;
      }
      Collections.sort(entries);
      Map<Path, Boolean> kinds = new LinkedHashMap<>();
      for (Path each : entries) {
        kinds.put(each, Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS));
      }
      if (counting.isEmpty()) counting = Optional.of(counting(directory, kinds.values()));
      for (Map.Entry<Path, Boolean> each : kinds.entrySet()) {
        if (each.getValue()) {
          if (directories > 1) walk(each.getKey(), files - 1, directories - 1);
          else state(each.getKey());
        } else if (files > 0) {
          state(each.getKey());
        }
      }
    }

    /**
     * Whether the file system counts the directories in a directory among its links, as it is with
     * the one above all: then thousands of headers need not be asked whether they are directories.
     */
    private static Counting counting(Path directory, Collection<Boolean> kinds) throws IOException {
      Map<String, Object> links = links(directory);
      long inside = kinds.stream().filter(each -> each).count();
      boolean counts =
          inside > 0 && links.getOrDefault("nlink", 0).equals((int) inside + OWN_LINKS);
      return new Counting(counts, links.getOrDefault("dev", 0L));
    }

    private boolean holdsNoDirectory(Path directory) throws IOException {
      if (counting.isEmpty() || !counting.get().counts()) return false;
      Map<String, Object> links = links(directory);
      return links.getOrDefault("dev", 0L).equals(counting.get().device())
          && links.getOrDefault("nlink", 0).equals(OWN_LINKS);
    }

    private static Map<String, Object> links(Path directory) throws IOException {
      return Files.readAttributes(directory, "unix:nlink,dev", LinkOption.NOFOLLOW_LINKS);
    }

    String value() {
      return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hash();
    }
  }
}
