package heddle.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * The state of a path as stat tells it: device, inode, size, mtime and ctime in nanoseconds (of
 * what a link leads to, and of the link itself), or that nothing is there. Equal stamps mean an
 * untouched file, unless the first was taken within a clock tick of the last change ({@code racy}).
 */
record Stamp(String text, boolean racy) {
  /** What the clock of a kernel can hide, and that of a file system with times in seconds. */
  private static final long TICK = 50_000_000L;

  private static final long SECOND = 1_000_000_000L;

  static final String ABSENT = "absent";
  static final String TO_NOTHING = "to nothing ";

  static Stamp of(Path path) {
    long now = System.currentTimeMillis() * 1_000_000L;
    try {
      var link = attributes(path, LinkOption.NOFOLLOW_LINKS);
      if (!Boolean.TRUE.equals(link.get("isSymbolicLink"))) return of("", link, now);
      try {
        return of(text(link) + " ", attributes(path), now);
      } catch (IOException _) {
        return of(TO_NOTHING, link, now);
      }
    } catch (IOException _) {
      return new Stamp(ABSENT, false);
    }
  }

  /** When it was last changed, in nanoseconds since the epoch; 0 if nothing is there. */
  long changed() {
    int ctime = text.lastIndexOf(':');
    return ctime < 0 ? 0 : Long.parseLong(text, ctime + 1, text.length(), 10);
  }

  private static Stamp of(String before, Map<String, Object> a, long now) {
    long changed = Math.max(nanos(a, "ctime"), nanos(a, "lastModifiedTime"));
    long grain = changed % SECOND == 0 ? 2 * SECOND : TICK;
    return new Stamp(before + text(a), changed > now - grain);
  }

  private static Map<String, Object> attributes(Path path, LinkOption... options)
      throws IOException {
    return Files.readAttributes(
        path, "unix:dev,ino,size,lastModifiedTime,ctime,isSymbolicLink", options);
  }

  private static String text(Map<String, Object> a) {
    return a.get("dev")
        + ":"
        + a.get("ino")
        + ":"
        + a.get("size")
        + ":"
        + nanos(a, "lastModifiedTime")
        + ":"
        + nanos(a, "ctime");
  }

  private static long nanos(Map<String, Object> a, String name) {
    if (!(a.get(name) instanceof FileTime time)) throw new IllegalStateException("no " + name);
    var instant = time.toInstant();
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }
}
