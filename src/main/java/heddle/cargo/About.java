package heddle.cargo;

import java.util.List;
import java.util.Optional;

/**
 * What a manifest says of its package for people and registries, as written, after inheritance. The
 * readme is the file that was named or found beside the manifest. Paths are relative to the
 * package.
 */
public record About(
    List<String> authors,
    Optional<String> description,
    Optional<String> homepage,
    Optional<String> documentation,
    Optional<String> repository,
    Optional<String> license,
    Optional<String> licenseFile,
    Optional<String> readme,
    Optional<String> rustVersion,
    List<String> keywords,
    List<String> categories) {
  public About {
    authors = List.copyOf(authors);
    keywords = List.copyOf(keywords);
    categories = List.copyOf(categories);
  }
}
