package heddle.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A snapshot in the form in which a shell can check it with {@code stat}, so that the launcher
 * repeats what was said without starting a JVM. It is only ever there with the environment it holds
 * for, byte by byte; where anything about it is not plain, none is kept.
 *
 * <p>Files of the directory {@code place}: {@code environ} (NUL after each variable, as the kernel
 * gives it), {@code paths} and {@code links} (NUL after each path; the second for those whose last
 * step is a symbolic link), {@code stamps} (what {@link #FORMAT} prints for the paths, then,
 * following links, for the links; a path that is absent has no line), {@code said} (the last line
 * of standard error), and, where there is any, {@code err} and {@code out} (what comes before it).
 *
 * @param place the directory
 * @param environment a file with the environment of the launcher, which is taken away
 */
public record Shortcut(Path place, Path environment) {
  /** GNU stat's: device, inode, size, mtime, ctime, name. */
  static final String FORMAT = "%d:%i:%s:%.9Y:%.9Z %n";

  private static final String END = "\0";

  /** Keeps it, unless some path or stamp could look otherwise to the shell. */
  public void keep(Snapshot snapshot, String said, List<String> err, List<String> out)
      throws IOException {
    var paths = new StringBuilder();
    var links = new StringBuilder();
    var stamps = new StringBuilder();
    var followed = new StringBuilder();
    boolean plain = !said.contains("\n") && !said.contains("\\");
    for (var each : snapshot.paths().entrySet()) {
      String path = each.getKey();
      String stamp = each.getValue().text();
      plain &= path.startsWith("/") && ascii(path) && !stamp.contains("-");
      paths.append(path).append(END);
      int space = stamp.indexOf(' ');
      if (stamp.startsWith(Stamp.TO_NOTHING)) {
        line(stamps, stamp.substring(Stamp.TO_NOTHING.length()), path);
        links.append(path).append(END);
      } else if (space > 0) {
        line(stamps, stamp.substring(0, space), path);
        links.append(path).append(END);
        line(followed, stamp.substring(space + 1), path);
      } else if (!stamp.equals(Stamp.ABSENT)) {
        line(stamps, stamp, path);
      }
    }
    if (!plain || !Files.exists(environment)) {
      drop();
      return;
    }
    Files.createDirectories(place);
    // Without its stamps it is none: they go first and come last.
    Files.deleteIfExists(place.resolve("stamps"));
    write("paths", paths);
    write("links", links);
    write("said", said.isEmpty() ? "" : said + "\n");
    write("err", lines(err));
    write("out", lines(out));
    Files.move(environment, place.resolve("environ"), StandardCopyOption.ATOMIC_MOVE);
    write("stamps", stamps.append(followed));
  }

  /** Takes the environment's file away, if it still is where the launcher put it. */
  public void drop() {
    try {
      Files.deleteIfExists(environment);
    } catch (IOException _) {
      // the launcher writes over it some day
    }
  }

  private void write(String name, CharSequence text) throws IOException {
    Path file = place.resolve(name);
    if (text.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Path aside = place.resolve(environment.getFileName() + "." + name);
    try {
      Files.write(aside, text.toString().getBytes(StandardCharsets.UTF_8));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      // another Heddle is taking it away
    }
  }

  private static StringBuilder lines(List<String> lines) {
    var text = new StringBuilder();
    for (String line : lines) text.append(line).append('\n');
    return text;
  }

  /** A stamp has nanoseconds since the epoch; stat prints seconds with nine places. */
  private static void line(StringBuilder out, String stamp, String path) {
    int ctime = stamp.lastIndexOf(':');
    int mtime = stamp.lastIndexOf(':', ctime - 1);
    out.append(stamp, 0, mtime);
    seconds(out, stamp.substring(mtime + 1, ctime));
    seconds(out, stamp.substring(ctime + 1));
    out.append(' ').append(path).append('\n');
  }

  private static void seconds(StringBuilder out, String nanos) {
    String digits = nanos.length() < 10 ? "0".repeat(10 - nanos.length()) + nanos : nanos;
    int point = digits.length() - 9;
    out.append(':').append(digits, 0, point).append('.').append(digits, point, digits.length());
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 126) return false;
    }
    return true;
  }
}
