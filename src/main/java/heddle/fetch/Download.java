package heddle.fetch;

import heddle.engine.Intrinsic;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Bytes fixed by their hash, to be had as a path of this machine. As an intrinsic it gives that
 * path once the bytes are there and verified.
 *
 * @param name how messages call it: {@code package:name}
 * @param urls where the bytes are, in the order to try: http, https or a {@link PackageUrl}
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes; 0 where it is not said
 * @param file the last name of the path of the archive
 * @param local a file of this machine that must hold the bytes, in the place of all addresses
 * @param unpack one of {@link #FORMATS}; without one the path is the archive's
 * @param strip leading directories left out when it is unpacked
 */
public record Download(
    String name,
    List<String> urls,
    String sha256,
    long size,
    String file,
    Optional<Path> local,
    Optional<String> unpack,
    int strip)
    implements Intrinsic<Path> {
  /** What can be unpacked: what the JDK reads, and tar. */
  public static final List<String> FORMATS = List.of("tar.gz", "tar", "zip");

  /** Archives of other names that are one of these. */
  private static final Map<String, String> NAMES =
      Map.of(
          "tgz", "tar.gz", "crate", "tar.gz", "whl", "zip", "jar", "zip", "aar", "zip", "nupkg",
          "zip");

  /** The words for a form of archive. */
  public static List<String> words() {
    var words = new ArrayList<>(FORMATS);
    words.addAll(new TreeSet<>(NAMES.keySet()));
    return List.copyOf(words);
  }

  /** One of {@link #FORMATS} by its own or another name; the word itself if it is none. */
  public static String format(String word) {
    return NAMES.getOrDefault(word, word);
  }

  public Download {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(sha256 + " is not a SHA-256");
    }
    urls = List.copyOf(urls);
  }

  /** Whether bytes can be had from it: an address of http or https, or a {@link PackageUrl}. */
  public static boolean isAddress(String url) {
    if (PackageUrl.is(url)) return PackageUrl.parse(url).isPresent();
    try {
      URI address = URI.create(url);
      return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
          && address.getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** The last name of an address, in characters that every file system has. */
  public static String fileName(String url) {
    var archive = PackageUrl.parse(url);
    if (archive.isPresent()) return archive.get().file();
    String path = url;
    for (char end : new char[] {'?', '#'}) {
      if (path.indexOf(end) >= 0) path = path.substring(0, path.indexOf(end));
    }
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+-]", "_");
    return name.isEmpty() || name.startsWith(".") ? "download" : name;
  }

  @Override
  public String toString() {
    return "download " + name;
  }
}
