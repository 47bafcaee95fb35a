package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Where a registry's index is, and the spellings that follow from it. The one place that composes
 * host names from the name of the public registry. The index URL of a sparse registry ends in a
 * slash (doc.rust-lang.org/cargo/reference/registry-index.html).
 */
public record RegistryAddress(String name, Kind kind, URI index) {

  /** The protocol of an index. */
  public enum Kind {
    SPARSE,
    GIT
  }

  private static final String PUBLIC = "crates.io";
  private static final String SPARSE = "sparse+";
  private static final String REGISTRY = "registry+";

  /** The registry that dependencies without a registry come from. */
  public static RegistryAddress cratesIo() {
    return new RegistryAddress(
        "crates-io", Kind.SPARSE, URI.create("https://index." + PUBLIC + "/"));
  }

  /** The git index of the public registry: what manifests, index entries and locks call it. */
  public static URI cratesIoGitIndex() {
    return URI.create("https://github.com/rust-lang/" + PUBLIC + "-index");
  }

  /**
   * Where a registry that is not of crates answers for packages: {@code npm}, or {@code pypi} with
   * its simple index (PEP 503). Ends in a slash.
   */
  static URI packages(String type) {
    return switch (type) {
      case "npm" -> URI.create("https://registry." + type + "js.org/");
      case "pypi" -> URI.create("https://" + type + ".org/simple/");
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** The host that answers for an archive. */
  public static String host(PackageUrl archive) {
    URI asked = archive.type().equals("cargo") ? cratesIo().index() : packages(archive.type());
    return asked.getHost();
  }

  /**
   * A registry by the URL of its index as config and lock files spell it: with {@code sparse+},
   * with {@code registry+} or bare (git). Every spelling of the public registry is {@link
   * #cratesIo}.
   */
  public static RegistryAddress of(String name, String url) throws ProblemException {
    String bare = url.startsWith(REGISTRY) ? url.substring(REGISTRY.length()) : url;
    boolean sparse = bare.startsWith(SPARSE);
    bare = sparse ? bare.substring(SPARSE.length()) : bare;
    if (sparse && !bare.endsWith("/")) {
      bare += "/";
    }
    URI index;
    try {
      index = URI.create(bare);
    } catch (IllegalArgumentException _) {
      throw new ProblemException(Problem.of("`" + url + "` is not a valid index URL"));
    }
    if (index.getScheme() == null) {
      throw new ProblemException(
          Problem.of("`" + url + "` is not a valid index URL: it names no protocol"));
    }
    if (bare.equals(cratesIo().index.toString()) || bare.equals(cratesIoGitIndex().toString())) {
      return cratesIo();
    }
    return new RegistryAddress(name, sparse ? Kind.SPARSE : Kind.GIT, index);
  }

  public boolean isCratesIo() {
    return equals(cratesIo());
  }

  /** The source string of a lock file. */
  public String source() {
    if (isCratesIo()) {
      return REGISTRY + cratesIoGitIndex();
    }
    return (kind == Kind.SPARSE ? SPARSE : REGISTRY) + index;
  }

  /** A directory name for what is kept of this registry: its host for people, a hash of its URL. */
  String directory() {
    String host = index.getHost() == null ? "local" : index.getHost();
    return host + "-" + HexFormat.of().toHexDigits(hash(index.toString()));
  }

  /** FNV-1a of 64 bits: for names, not for trust. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The index URL as a credential provider is told it. */
  public String indexUrl() {
    return isCratesIo() || kind == Kind.SPARSE ? SPARSE + index : index.toString();
  }

  /**
   * The path of a crate's file in an index: {@code 1/a}, {@code 2/ab}, {@code 3/a/abc}, {@code
   * ab/cd/abcd}; lower case.
   */
  public static String indexPath(String crate) {
    String lower = crate.toLowerCase(Locale.ROOT);
    return prefix(lower) + "/" + lower;
  }

  /** Where a crate is downloaded from, by the {@code dl} of the index's config.json. */
  public static URI download(String dl, String crate, String version, String checksum) {
    if (!dl.contains("{crate}")
        && !dl.contains("{version}")
        && !dl.contains("{prefix}")
        && !dl.contains("{lowerprefix}")
        && !dl.contains("{sha256-checksum}")) {
      return URI.create(dl + "/" + crate + "/" + version + "/download");
    }
    return URI.create(
        dl.replace("{crate}", crate)
            .replace("{version}", version)
            .replace("{prefix}", prefix(crate))
            .replace("{lowerprefix}", prefix(crate.toLowerCase(Locale.ROOT)))
            .replace("{sha256-checksum}", checksum));
  }

  private static String prefix(String crate) {
    return switch (crate.length()) {
      case 0, 1 -> "1";
      case 2 -> "2";
      case 3 -> "3/" + crate.charAt(0);
      default -> crate.substring(0, 2) + "/" + crate.substring(2, 4);
    };
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof RegistryAddress that
        && name.equals(that.name)
        && kind == that.kind
        && index.equals(that.index);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + kind.hashCode()) + index.hashCode();
  }
}
