package heddle.contract.policy;

import heddle.text.Place;
import heddle.text.Toml;
import java.util.List;
import java.util.Optional;

/**
 * What the root says in {@code heddle.toml}: the policy values {@code native} and {@code python},
 * options it sets, permissions, replaced downloads, chosen providers, and where further overlays
 * lie. An absent file says nothing.
 */
public record Policy(
    Optional<Value> nativeLibraries,
    Optional<Value> python,
    List<OptionSet> options,
    Permissions permissions,
    List<Replacement> replacements,
    List<Provider> providers,
    List<String> overlays) {
  public static final Policy NONE =
      new Policy(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Permissions.NONE,
          List.of(),
          List.of(),
          List.of());

  /**
   * A value that options of many packages follow. {@code native}: where libraries that are not Rust
   * come from, {@code system} or {@code bundled}. {@code python}: the interpreter to build for, by
   * version or path.
   */
  public record Value(String value, Place place) {}

  /** One option set for the packages of a spec. */
  public record OptionSet(PackageSpec packages, String option, Toml value, Place place) {}

  /** What a download is replaced by. */
  public sealed interface Source {
    /** A file of this machine, relative to the workspace: the same bytes, or of this hash. */
    record File(String path, Optional<String> sha256) implements Source {}

    /** An unpacked directory, relative to the workspace. */
    record Directory(String path) implements Source {}

    /** Another address of the same bytes, or of others if it has its own hash. */
    record Address(String url, Optional<String> sha256) implements Source {}

    /** What the system has installed: the script gets no path. */
    record Installed() implements Source {}
  }

  public record Replacement(PackageSpec packages, String download, Source by, Place place) {}

  /** Who gives the fact of this name, to all packages or to those of the consumer. */
  public record Provider(
      Optional<PackageSpec> consumer, String fact, PackageSpec provider, Place place) {}

  public Policy {
    options = List.copyOf(options);
    replacements = List.copyOf(replacements);
    providers = List.copyOf(providers);
    overlays = List.copyOf(overlays);
  }
}
