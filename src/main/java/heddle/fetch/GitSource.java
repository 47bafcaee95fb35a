package heddle.fetch;

import java.util.Locale;

/** A repository and which of its commits is wanted, as a manifest or lock names them. */
public record GitSource(String url, Reference reference) {

  /** What names a commit. */
  public sealed interface Reference {
    record Branch(String name) implements Reference {}

    record Tag(String name) implements Reference {}

    /**
     * A commit, possibly abbreviated, or anything else that git can resolve, {@code refs/…} too.
     */
    record Revision(String name) implements Reference {}

    /** The remote's HEAD. */
    record Default() implements Reference {}
  }

  /** The URL by which two spellings of one repository are told to be one: cargo's rule. */
  String canonicalUrl() {
    String canonical = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    if (canonical.toLowerCase(Locale.ROOT).contains("://github.com/")) {
      canonical = canonical.toLowerCase(Locale.ROOT);
    }
    return canonical.endsWith(".git") ? canonical.substring(0, canonical.length() - 4) : canonical;
  }

  /** The last name of the URL's path, for people who look into the directories. */
  String shortName() {
    String canonical = canonicalUrl();
    String last = canonical.substring(canonical.lastIndexOf('/') + 1);
    String clean = last.replaceAll("[^A-Za-z0-9_-]", "");
    return clean.isEmpty() ? "_empty" : clean;
  }
}
