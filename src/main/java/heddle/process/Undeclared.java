package heddle.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds what an action reached for and was not given: certain where something recorded it (files in
 * its HOME), else read from what a failed action printed, and then only what exists here and was
 * hidden from it.
 */
final class Undeclared {
  private static final int MOST = 20;
  private static final int DIRECTORIES = 2000;
  private static final int DEPTH = 30;
  private static final int TAIL = 1 << 16;

  /** In English, since actions run without a locale. */
  private static final List<String> FAILED_FILES =
      List.of(
          "no such file",
          "not found",
          "permission denied",
          "cannot open",
          "can't open",
          "does not exist",
          "operation not permitted",
          "read-only file system",
          "failed to read",
          "failed to open",
          "failed to write",
          "could not");

  private static final List<String> FAILED_WRITES =
      List.of("read-only file system", "cannot create", "failed to write", "cannot touch");

  private static final List<String> FAILED_NETWORK =
      List.of(
          "resolve",
          "connect",
          "unreachable",
          "network",
          "download",
          "fetch",
          "proxy",
          "curl",
          "wget",
          "name or service",
          "403");

  private static final Set<String> EVERYBODYS =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "LANG",
          "PWD",
          "OLDPWD",
          "_",
          "RUST_BACKTRACE");

  private final Predicate<Path> visible;
  private final Set<String> hidden;
  private final boolean network;
  private final LinkedHashSet<Denied> found = new LinkedHashSet<>();

  /**
   * Looks for what is not visible.
   *
   * @param visible paths that the action was given
   * @param hidden names of the user's variables that it was not given
   * @param network whether it was given the network
   */
  Undeclared(Predicate<Path> visible, Set<String> hidden, boolean network) {
    this.visible = visible;
    this.hidden = hidden;
    this.network = network;
  }

  List<Denied> found() {
    return found.stream().limit(MOST).toList();
  }

  /** Files that were left in what it had for a HOME; some of them, where they are many. */
  void home(Path home) {
    var files = new TreeSet<Path>();
    var directories = new ArrayDeque<>(List.of(home));
    for (int looked = 0; looked < DIRECTORIES && !directories.isEmpty(); looked++) {
      try (var entries = Files.newDirectoryStream(directories.remove())) {
        for (var entry : entries) {
          if (files.size() >= MOST) {
            break;
          }
          boolean deep = entry.getNameCount() - home.getNameCount() >= DEPTH;
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !deep) {
            directories.add(entry);
          } else {
            files.add(entry);
          }
        }
      } catch (IOException | DirectoryIteratorException _) {
        looked++; // it took its own permissions away: what is in it stays unnamed
      }
    }
    files.forEach(file -> found.add(new Denied.Write("~/" + home.relativize(file))));
  }

  void add(List<Denied> recorded) {
    found.addAll(recorded);
  }

  /** What a failed action printed last. */
  void printed(Captured stream) {
    stream.end(TAIL).lines().forEach(this::line);
  }

  private void line(String line) {
    var low = line.toLowerCase(Locale.ROOT);
    if (FAILED_FILES.stream().anyMatch(low::contains)) {
      boolean write = FAILED_WRITES.stream().anyMatch(low::contains);
      paths(line).forEach(p -> found.add(write ? new Denied.Write(p) : new Denied.Read(p)));
    }
    if (!network && FAILED_NETWORK.stream().anyMatch(low::contains)) {
      addresses(line).forEach(found::add);
    }
    if (!hidden.isEmpty()) {
      names(line).forEach(n -> found.add(new Denied.Variable(n)));
    }
  }

  /** Absolute paths in it that exist here and were hidden. */
  private List<String> paths(String line) {
    var paths = new ArrayList<String>();
    for (int i = line.indexOf('/'); i >= 0; i = line.indexOf('/', i + 1)) {
      if (i > 0 && " \t\"'`(=:\u2018<".indexOf(line.charAt(i - 1)) < 0) {
        continue;
      }
      int end = i;
      while (end < line.length() && " \t\"'`),;\u2019>".indexOf(line.charAt(end)) < 0) {
        end++;
      }
      var text = line.substring(i, end);
      while (text.endsWith(":") || text.endsWith(".")) {
        text = text.substring(0, text.length() - 1);
      }
      try {
        var path = Path.of(text).normalize();
        if (path.getNameCount() > 0 && !visible.test(path) && Files.exists(path)) {
          paths.add(path.toString());
        }
      } catch (InvalidPathException _) {
        // no path
      }
      i = end - 1;
    }
    return paths;
  }

  private static List<Denied> addresses(String line) {
    var addresses = new ArrayList<Denied>();
    for (int i = line.indexOf("://"); i >= 0; i = line.indexOf("://", i + 3)) {
      int usual = i >= 5 && line.startsWith("https", i - 5) ? 443 : 80;
      authority(line.substring(i + 3), usual).ifPresent(addresses::add);
    }
    var phrase = "resolve host: "; // curl, and git by it
    int at = line.indexOf(phrase);
    if (addresses.isEmpty() && at >= 0) {
      authority(line.substring(at + phrase.length()), 443).ifPresent(addresses::add);
    }
    return addresses;
  }

  /** Host and port at the start of a text; RFC 3986, 3.2, without brackets of addresses. */
  static Optional<Denied.Network> authority(String text, int usualPort) {
    int end = 0;
    while (end < text.length() && "/ \t\"'`)>,?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var authority = text.substring(text.lastIndexOf('@', end - 1) + 1, end);
    int colon = authority.lastIndexOf(':');
    var host = colon < 0 ? authority : authority.substring(0, colon);
    int port = usualPort;
    if (colon >= 0 && colon + 1 < authority.length()) {
      try {
        port = Integer.parseInt(authority.substring(colon + 1));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
    boolean plausible =
        !host.isEmpty()
            && host.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._[]:".indexOf(c) >= 0);
    return plausible ? Optional.of(new Denied.Network(host, port)) : Optional.empty();
  }

  /** Words in it that are names of hidden variables. */
  private List<String> names(String line) {
    var names = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      boolean part = Character.isLetterOrDigit(c) || c == '_';
      if (part && start < 0) {
        start = i;
      } else if (!part && start >= 0) {
        var word = line.substring(start, i);
        if (word.length() > 2 && hidden.contains(word) && !EVERYBODYS.contains(word)) {
          names.add(word);
        }
        start = -1;
      }
    }
    return names;
  }
}
