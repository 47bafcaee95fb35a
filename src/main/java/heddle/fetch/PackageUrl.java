package heddle.fetch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An archive that a public package registry carries, by name: a package URL (ECMA-427) of type
 * {@code cargo}, {@code npm} or {@code pypi}, with a version; of {@code pypi} also the qualifier
 * {@code file_name}, for a release has several files.
 *
 * @param type in lower case
 * @param name with its scope, {@code @scope/name}, where it has one
 * @param file the archive's name in its registry
 */
public record PackageUrl(String type, String name, String version, String file) {
  public static final List<String> TYPES = List.of("cargo", "npm", "pypi");
  private static final String SCHEME = "pkg:";
  private static final String FILE = "file_name=";

  /** Whether an address wants to be a package URL. */
  public static boolean is(String address) {
    return address.startsWith(SCHEME);
  }

  /** The archive that the text names; nothing if it is not of this form. */
  public static Optional<PackageUrl> parse(String text) {
    if (!is(text) || text.indexOf('#') >= 0) return Optional.empty();
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    String qualifiers = query < 0 ? "" : text.substring(query + 1);
    int slash = path.indexOf('/');
    int at = path.lastIndexOf('@');
    if (slash < 0 || at <= slash + 1) return Optional.empty();
    String type = path.substring(SCHEME.length(), slash).toLowerCase(Locale.ROOT);
    String name = plain(path.substring(slash + 1, at));
    String version = plain(path.substring(at + 1));
    boolean scoped = type.equals("npm") && name.startsWith("@") && name.indexOf('/') > 1;
    String bare = scoped ? name.substring(name.indexOf('/') + 1) : name;
    if (!TYPES.contains(type) || !word(bare) || !word(version)) return Optional.empty();
    if (scoped && !word(name.substring(1, name.indexOf('/')))) return Optional.empty();
    boolean named = qualifiers.startsWith(FILE);
    if (named != type.equals("pypi") || (!named && !qualifiers.isEmpty())) return Optional.empty();
    String file =
        switch (type) {
          case "cargo" -> name + "-" + version + ".crate";
          case "npm" -> bare + "-" + version + ".tgz";
          default -> plain(qualifiers.substring(FILE.length()));
        };
    return word(file) ? Optional.of(new PackageUrl(type, name, version, file)) : Optional.empty();
  }

  private static String plain(String text) {
    try {
      // A plus stands for itself here: only forms make it a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static boolean word(String text) {
    return !text.isEmpty()
        && !text.startsWith(".")
        && text.chars().allMatch(c -> "-_.+!~".indexOf(c) >= 0 || letterOrDigit(c));
  }

  private static boolean letterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
