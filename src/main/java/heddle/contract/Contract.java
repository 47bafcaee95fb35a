package heddle.contract;

import heddle.contract.policy.Permission;
import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<Permission> allowed,
    Map<String, Cache> caches) {
  public static final Contract NONE =
      new Contract(Map.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of(), Map.of());

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
   * @param env variables by which a script that knows nothing of Heddle gets members of the fact
   * @param links the name under which it gets all members as {@code DEP_LINKS_MEMBER}
   */
  public record Requirement(
      String fact,
      String schema,
      Optional<String> from,
      boolean host,
      boolean optional,
      Map<String, String> env,
      Optional<String> links,
      Place place) {
    public Requirement {
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }
  }

  /** A fact that the package gives. */
  public record Publication(String fact, String schema, Visibility visibility, Place place) {}

  /** A wish for the value of an option of a dependency. */
  public record Suggestion(String pkg, String option, Toml value, Place place) {}

  /**
   * A directory that the package's script keeps from run to run; what is in it is in no key.
   *
   * @param env the variable by which a script that knows nothing of Heddle gets its path
   */
  public record Cache(String name, String doc, Optional<String> env, Place place) {}

  public Contract {
    caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    downloads = Collections.unmodifiableMap(new LinkedHashMap<>(downloads));
    requirements = Collections.unmodifiableMap(new LinkedHashMap<>(requirements));
    publications = Collections.unmodifiableMap(new LinkedHashMap<>(publications));
    suggestions = List.copyOf(suggestions);
    allowed = List.copyOf(allowed);
  }

  /**
   * The contract in the metadata of a manifest: what stands in {@code package.metadata}.
   *
   * @param directory the package's, which its paths are relative to
   */
  public static Contract ofMetadata(Toml.Table metadata, Path directory) throws ProblemException {
    return ContractReader.ofMetadata(metadata, directory);
  }

  /** With what the other says; where both say the same name, the other's holds. */
  public Contract with(Contract other) {
    return new Contract(
        joined(options, other.options),
        joined(downloads, other.downloads),
        joined(requirements, other.requirements),
        joined(publications, other.publications),
        joined(suggestions, other.suggestions),
        joined(allowed, other.allowed),
        joined(caches, other.caches));
  }

  /** Without what its options would change in the plan: a package of elsewhere has no say in it. */
  public Contract withoutSayInPlans() {
    var inert = new LinkedHashMap<String, OptionDeclaration>();
    options.forEach((name, option) -> inert.put(name, option.withoutSayInPlans()));
    return new Contract(inert, downloads, requirements, publications, suggestions, allowed, caches);
  }

  private static <V> Map<String, V> joined(Map<String, V> one, Map<String, V> two) {
    var all = new LinkedHashMap<>(one);
    all.putAll(two);
    return all;
  }

  private static <V> List<V> joined(List<V> one, List<V> two) {
    var all = new ArrayList<>(one);
    all.addAll(two);
    return all;
  }
}
