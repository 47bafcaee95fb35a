package heddle.contract;

import heddle.contract.policy.Permission;
import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one package asks for and gives, by name in the order of the file. */
public record Contract(
    Map<String, OptionDeclaration> options,
    Map<String, DownloadDeclaration> downloads,
    Map<String, Requirement> requirements,
    Map<String, Publication> publications,
    List<Suggestion> suggestions,
    List<Permission> allowed) {
  public static final Contract NONE =
      new Contract(Map.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of());

  /** Which dependents see a fact. */
  public enum Visibility {
    /** Those that depend on its package directly. */
    DIRECT,
    /** All that reach it over normal dependencies. */
    TRANSITIVE
  }

  /**
   * A fact that the package needs from others.
   *
   * @param from the package that gives it, if only that one may
   * @param host whether it is looked for among build dependencies
   */
  public record Requirement(
      String fact,
      String schema,
      Optional<String> from,
      boolean host,
      boolean optional,
      Place place) {}

  /** A fact that the package gives. */
  public record Publication(String fact, String schema, Visibility visibility, Place place) {}

  /** A wish for the value of an option of a dependency. */
  public record Suggestion(String pkg, String option, Toml value, Place place) {}

  public Contract {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    downloads = Collections.unmodifiableMap(new LinkedHashMap<>(downloads));
    requirements = Collections.unmodifiableMap(new LinkedHashMap<>(requirements));
    publications = Collections.unmodifiableMap(new LinkedHashMap<>(publications));
    suggestions = List.copyOf(suggestions);
    allowed = List.copyOf(allowed);
  }

  /** The contract in the metadata of a manifest: what stands in {@code package.metadata}. */
  public static Contract ofMetadata(Toml.Table metadata) throws ProblemException {
    return ContractReader.ofMetadata(metadata);
  }

  /** With what the other says; where both say the same name, the other's holds. */
  public Contract with(Contract other) {
    return new Contract(
        joined(options, other.options),
        joined(downloads, other.downloads),
        joined(requirements, other.requirements),
        joined(publications, other.publications),
        joined(suggestions, other.suggestions),
        joined(allowed, other.allowed));
  }

  private static <V> Map<String, V> joined(Map<String, V> one, Map<String, V> two) {
    var all = new LinkedHashMap<>(one);
    all.putAll(two);
    return all;
  }

  private static <V> List<V> joined(List<V> one, List<V> two) {
    var all = new java.util.ArrayList<>(one);
    all.addAll(two);
    return all;
  }
}
