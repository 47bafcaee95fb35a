package heddle.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the log of {@code strace -f -y -o}: one call per line after the number of its process, text
 * in C's quotes, descriptors followed by their path in angle brackets. A call that another process
 * interrupts is in two lines, {@code <unfinished ...>} and {@code <... resumed>}.
 */
final class StraceLog {
  private static final Set<String> WRITING =
      Set.of(
          "creat",
          "mkdir",
          "mkdirat",
          "rmdir",
          "unlink",
          "unlinkat",
          "rename",
          "renameat",
          "renameat2",
          "link",
          "linkat",
          "truncate",
          "chmod",
          "fchmodat",
          "fchmodat2",
          "chown",
          "lchown",
          "fchownat",
          "mknod",
          "mknodat",
          "utimensat",
          "utime",
          "utimes",
          "futimesat",
          "setxattr",
          "lsetxattr",
          "removexattr",
          "lremovexattr");

  private static final Set<String> CONNECTING = Set.of("connect", "sendto", "sendmsg", "sendmmsg");

  /** Calls of the network whose texts are data. */
  private static final Set<String> ON_SOCKETS =
      Set.of(
          "accept",
          "accept4",
          "getpeername",
          "getsockname",
          "getsockopt",
          "listen",
          "recvfrom",
          "recvmmsg",
          "recvmsg",
          "setsockopt",
          "shutdown",
          "socket",
          "socketpair");

  private final Path directory;
  private final Map<String, Path> directories = new HashMap<>();
  private final Map<String, String> unfinished = new HashMap<>();
  private final LinkedHashSet<Traced.Touch> touches = new LinkedHashSet<>();

  /** A log of a command that starts in this directory. */
  StraceLog(Path directory) {
    this.directory = directory;
  }

  /** All touches so far, sorted. */
  List<Traced.Touch> touched() {
    var known = new LinkedHashSet<>(touches);
    // Whoever read or wrote a name also asked about it.
    known.removeIf(t ->
        t.deed() == Traced.Deed.PROBE
            && (touches.contains(new Traced.Touch(Traced.Deed.READ, t.name()))
                || touches.contains(new Traced.Touch(Traced.Deed.WRITE, t.name()))
                || touches.contains(new Traced.Touch(Traced.Deed.RUN, t.name()))));
    return known.stream()
        .sorted(Comparator.comparing(Traced.Touch::deed).thenComparing(Traced.Touch::name))
        .toList();
  }

  void line(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      return;
    }
    var process = line.substring(0, space);
    var rest = line.substring(space).strip();
    if (rest.endsWith("<unfinished ...>")) {
      unfinished.put(process, rest.substring(0, rest.length() - "<unfinished ...>".length()));
      return;
    }
    if (rest.startsWith("<... ")) {
      int resumed = rest.indexOf(" resumed>");
      var begin = unfinished.remove(process);
      if (resumed < 0 || begin == null) {
        return;
      }
      rest = begin + rest.substring(resumed + " resumed>".length());
    }
    int open = rest.indexOf('(');
    int result = rest.lastIndexOf(" = ");
    if (open < 0 || result < open) {
      return; // a signal, or an exit
    }
    call(
        process,
        rest.substring(0, open),
        new Arguments(rest, open + 1, result),
        rest.substring(result + 3));
  }

  private Path directory(String process) {
    return directories.getOrDefault(process, directory);
  }

  private void call(String process, String name, Arguments arguments, String result) {
    boolean fine = !result.startsWith("-1 ");
    switch (name) {
      case "clone", "clone3", "fork", "vfork" -> {
        if (fine) {
          directories.put(digits(result), directory(process));
        }
      }
      case "chdir" -> {
        named(process, arguments, 0)
            .ifPresent(p -> {
              if (fine) {
                directories.put(process, Path.of(p));
              }
              touch(Traced.Deed.PROBE, p, result);
            });
      }
      case "fchdir" -> {
        if (fine) {
          arguments
              .bracketed(0)
              .flatMap(StraceLog::path)
              .ifPresent(p -> directories.put(process, p));
        }
      }
      case "execve", "execveat" -> touch(process, Traced.Deed.RUN, arguments, result);
      case "open", "openat", "openat2" -> {
        var text = arguments.text();
        boolean writes =
            text.contains("O_WRONLY")
                || text.contains("O_RDWR")
                || text.contains("O_CREAT")
                || text.contains("O_TRUNC");
        touch(process, writes ? Traced.Deed.WRITE : Traced.Deed.READ, arguments, result);
      }
      case "bind" -> // a socket with a name is a file
          Addresses.in(arguments.text())
              .filter(a -> a.startsWith("/"))
              .ifPresent(a -> touch(Traced.Deed.WRITE, a, result));
      // The first text is what the link holds, whether that exists or not.
      case "symlink", "symlinkat" ->
          named(process, arguments, 1).ifPresent(p -> touch(Traced.Deed.WRITE, p, result));
      default -> {
        if (CONNECTING.contains(name)) {
          Addresses.in(arguments.text())
              .ifPresent(a -> touches.add(new Traced.Touch(Traced.Deed.CONNECT, a)));
        } else if (!ON_SOCKETS.contains(name)) {
          touch(
              process,
              WRITING.contains(name) ? Traced.Deed.WRITE : Traced.Deed.PROBE,
              arguments,
              result);
        }
      }
    }
  }

  private static String digits(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  /** Each quoted argument that names a file; a descriptor before it is what it is relative to. */
  private void touch(String process, Traced.Deed deed, Arguments arguments, String result) {
    int names = deed == Traced.Deed.WRITE ? 2 : 1; // renames and links have two
    for (int i = 0; i < names; i++) {
      named(process, arguments, i).ifPresent(p -> touch(deed, p, result));
    }
  }

  private void touch(Traced.Deed deed, String name, String result) {
    Traced.Deed seen = deed;
    if (result.startsWith("-1 ")) {
      if (result.startsWith("-1 ENOENT") || result.startsWith("-1 ENOTDIR")) {
        seen = Traced.Deed.ABSENT;
      } else if (result.startsWith("-1 EACCES")
          || result.startsWith("-1 EPERM")
          || result.startsWith("-1 EROFS")) {
        seen = Traced.Deed.REFUSED;
      } else {
        seen = Traced.Deed.PROBE; // EEXIST, EISDIR, ENOTEMPTY …: it was there
      }
    }
    touches.add(new Traced.Touch(seen, name));
  }

  /** The file that the quoted argument of this number names, absolute. */
  private Optional<String> named(String process, Arguments arguments, int number) {
    var quoted = arguments.quoted(number);
    if (quoted.isEmpty() || quoted.get().text().isEmpty()) {
      return Optional.empty();
    }
    var path = path(quoted.get().text());
    var base = quoted.get().base().flatMap(StraceLog::path).orElse(directory(process));
    return path.map(p -> base.resolve(p).normalize().toString());
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** The arguments of one call as text. */
  private static final class Arguments {
    private final String text;
    private final List<Quoted> quoted = new ArrayList<>();

    /** A text in quotes, and the path of the descriptor just before it. */
    record Quoted(String text, Optional<String> base) {}

    Arguments(String line, int start, int end) {
      this.text = line.substring(start, end);
      read();
    }

    String text() {
      return text;
    }

    Optional<Quoted> quoted(int number) {
      return number < quoted.size() ? Optional.of(quoted.get(number)) : Optional.empty();
    }

    Optional<String> bracketed(int from) {
      int open = text.indexOf('<', from);
      int close = text.indexOf('>', open + 1);
      return open >= 0 && close >= 0
          ? Optional.of(text.substring(open + 1, close))
          : Optional.empty();
    }

    private void read() {
      Optional<String> base = Optional.empty();
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '[' || c == '{') {
          return; // argv of execve, structures: no names of files
        }
        if (c == '"') {
          var bytes = new ByteArrayOutputStream();
          at = unquoted(at + 1, bytes);
          quoted.add(new Quoted(bytes.toString(StandardCharsets.UTF_8), base));
          base = Optional.empty();
        } else if (c == '<') {
          base = bracketed(at);
          at = text.indexOf('>', at);
          if (at < 0) {
            return;
          }
        }
        at++;
      }
    }

    /** C's escapes as strace writes them; gives the place of the closing quote. */
    private int unquoted(int start, ByteArrayOutputStream bytes) {
      int at = start;
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c != '\\' || at == text.length()) {
          bytes.write(c); // the log is read as Latin-1: one character, one byte
          continue;
        }
        char e = text.charAt(at++);
        switch (e) {
          case 'n' -> bytes.write('\n');
          case 't' -> bytes.write('\t');
          case 'r' -> bytes.write('\r');
          case 'v' -> bytes.write(11);
          case 'f' -> bytes.write('\f');
          default -> {
            if (e < '0' || e > '7') {
              bytes.write(e);
              continue;
            }
            int value = e - '0';
            for (int i = 0; i < 2 && at < text.length(); i++) {
              char d = text.charAt(at);
              if (d < '0' || d > '7') {
                break;
              }
              value = value * 8 + d - '0';
              at++;
            }
            bytes.write(value);
          }
        }
      }
      return at;
    }
  }

  /** Socket addresses as strace prints them. */
  private static final class Addresses {
    private Addresses() {}

    static Optional<String> in(String text) {
      int family = text.indexOf("sa_family=");
      if (family < 0) {
        return Optional.empty();
      }
      if (text.startsWith("AF_UNIX", family + 10)) {
        return between(text, "sun_path=\"", "\"")
            .or(() -> between(text, "sun_path=@\"", "\"").map(p -> "@" + p));
      }
      if (text.startsWith("AF_INET6", family + 10)) {
        return between(text, "sin6_port=htons(", ")")
            .flatMap(port ->
                between(text, "inet_pton(AF_INET6, \"", "\"").map(h -> "[" + h + "]:" + port));
      }
      if (text.startsWith("AF_INET", family + 10)) {
        return between(text, "sin_port=htons(", ")")
            .flatMap(port -> between(text, "inet_addr(\"", "\"").map(h -> h + ":" + port));
      }
      return Optional.empty();
    }

    private static Optional<String> between(String text, String before, String after) {
      int start = text.indexOf(before);
      int end = text.indexOf(after, start + before.length());
      return start >= 0 && end >= 0
          ? Optional.of(text.substring(start + before.length(), end))
          : Optional.empty();
    }
  }
}
