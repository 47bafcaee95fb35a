package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a package comes from: kind, URL, for git the reference, and the commit a lock names
 * (precise). Two are equal if kind, canonical URL and reference are; URL spelling and commit do not
 * count (cargo's {@code source_id.rs}). crates.io is always its git index's URL, whatever protocol
 * fetches it. A path's URL is {@code file://} and the absolute path, percent-encoded; a sparse
 * registry's URL begins with {@code sparse+}.
 */
public record SourceId(Kind kind, String url, GitReference reference, Optional<String> precise)
    implements Comparable<SourceId> {

  /** In cargo's order, which sorts package ids. */
  public enum Kind {
    PATH("path"),
    REGISTRY("registry"),
    SPARSE("sparse"),
    LOCAL_REGISTRY("local-registry"),
    DIRECTORY("directory"),
    GIT("git");

    private final String protocol;

    Kind(String protocol) {
      this.protocol = protocol;
    }

    String protocol() {
      return protocol;
    }
  }

  private static final GitReference NO_REFERENCE = new GitReference.DefaultBranch();

  /** What every lock file calls crates.io. */
  private static final String CRATES_IO_INDEX = "https://github.com/rust-lang/crates.io-index";

  public static SourceId cratesIo() {
    return registry(CRATES_IO_INDEX);
  }

  /** A registry by its index: a git URL, or {@code sparse+https://…}. */
  public static SourceId registry(String index) {
    return new SourceId(
        index.startsWith("sparse+") ? Kind.SPARSE : Kind.REGISTRY,
        index,
        NO_REFERENCE,
        Optional.empty());
  }

  /** The same repository at this commit. */
  public SourceId at(String commit) {
    return new SourceId(kind, url, reference, Optional.of(commit));
  }

  public static SourceId git(String url, GitReference reference) {
    return new SourceId(Kind.GIT, url, reference, Optional.empty());
  }

  /** A package's folder; the path is absolute and normal. */
  public static SourceId path(Path folder) {
    return new SourceId(
        Kind.PATH, "file://" + PathUrl.encode(folder), NO_REFERENCE, Optional.empty());
  }

  /** Parses the form of lock files: {@code registry+URL}, {@code git+URL?tag=x#commit}, …. */
  public static SourceId parse(String text, Place place) throws ProblemException {
    int plus = text.indexOf('+');
    String protocol = plus < 0 ? "" : text.substring(0, plus);
    String rest = text.substring(plus + 1);
    if (plus < 0 || rest.indexOf(':') < 1) {
      throw new ProblemException(Problem.at(place, "`" + text + "` is not a valid source"));
    }
    return switch (protocol) {
      case "registry" -> registry(rest);
      case "sparse" -> registry(text);
      case "path" -> new SourceId(Kind.PATH, rest, NO_REFERENCE, Optional.empty());
      case "git" -> parseGit(rest);
      default ->
          throw new ProblemException(
              Problem.at(place, "`" + text + "` has an unsupported protocol: " + protocol));
    };
  }

  public static SourceId parse(String text) throws ProblemException {
    return parse(text, new Source("source", text).all());
  }

  private static SourceId parseGit(String text) {
    int hash = text.indexOf('#');
    Optional<String> precise = hash < 0 ? Optional.empty() : Optional.of(text.substring(hash + 1));
    String url = hash < 0 ? text : text.substring(0, hash);
    int mark = url.indexOf('?');
    GitReference reference = mark < 0 ? NO_REFERENCE : parseQuery(url.substring(mark + 1));
    return new SourceId(Kind.GIT, mark < 0 ? url : url.substring(0, mark), reference, precise);
  }

  static GitReference parseQuery(String query) {
    GitReference reference = NO_REFERENCE;
    for (String pair : query.split("&", -1)) {
      int equal = pair.indexOf('=');
      String value = decode(equal < 0 ? "" : pair.substring(equal + 1));
      reference =
          switch (equal < 0 ? pair : pair.substring(0, equal)) {
            case "branch", "ref" -> new GitReference.Branch(value);
            case "rev" -> new GitReference.Rev(value);
            case "tag" -> new GitReference.Tag(value);
            default -> reference;
          };
    }
    return reference;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // a stray percent sign stands for itself
    }
  }

  public boolean isPath() {
    return kind == Kind.PATH;
  }

  public boolean isGit() {
    return kind == Kind.GIT;
  }

  public boolean isRegistry() {
    return kind == Kind.REGISTRY || kind == Kind.SPARSE || kind == Kind.LOCAL_REGISTRY;
  }

  public boolean isCratesIo() {
    return kind == Kind.REGISTRY && url.equals(CRATES_IO_INDEX);
  }

  /** The folder of a path source. */
  public Path folder() {
    if (kind != Kind.PATH) {
      throw new IllegalStateException(this + " is not a path");
    }
    return PathUrl.decode(url.substring("file://".length()));
  }

  /**
   * The URL by which sources are told apart: no trailing slash or {@code .git}, GitHub in lower
   * case.
   */
  public String canonicalUrl() {
    String canonical = url;
    if (canonical.endsWith("/")) {
      canonical = canonical.substring(0, canonical.length() - 1);
    }
    int host = canonical.indexOf("://");
    if (host >= 0 && canonical.startsWith("github.com", host + 3)) {
      canonical = "https" + canonical.substring(host).toLowerCase(Locale.ROOT);
    }
    return canonical.endsWith(".git")
        ? canonical.substring(0, canonical.length() - ".git".length())
        : canonical;
  }

  /** The form of lock files of version 4, with the commit of git. */
  public String asUrl() {
    return asUrl(true);
  }

  /** The same; git's reference is encoded in lock files from version 4 on, not in JSON. */
  String asUrl(boolean encoded) {
    String base = kind == Kind.SPARSE ? url : kind.protocol + "+" + url;
    return kind == Kind.GIT
        ? base + reference.query(encoded) + precise.map(p -> "#" + p).orElse("")
        : base;
  }

  @Override
  public int compareTo(SourceId other) {
    int order = kind.compareTo(other.kind);
    if (order == 0 && kind == Kind.GIT) {
      order = reference.compareTo(other.reference);
    }
    return order == 0 && !url.equals(other.url)
        ? canonicalUrl().compareTo(other.canonicalUrl())
        : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceId id && compareTo(id) == 0;
  }

  @Override
  public int hashCode() {
    return kind.protocol.hashCode(); // cheap: few sources meet in one map
  }

  @Override
  public String toString() {
    return kind == Kind.PATH ? folder().toString() : asUrl();
  }
}
