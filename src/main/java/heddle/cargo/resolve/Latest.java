package heddle.cargo.resolve;

import heddle.cargo.Package;
import heddle.cargo.Version;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which version of a crate {@code add} writes where none was asked for: the highest one that suits
 * the Rust of the package, or rustc's where it names none; a pre-release only if there is nothing
 * else. Whatever the resolver of the workspace is, it counts ({@code ops/cargo_add}).
 *
 * @param passed the highest of all, if its Rust is too new
 */
public record Latest(Summary summary, Optional<Offer> passed, String rust, boolean promised) {
  private static final Comparator<Offer> HIGHEST =
      Comparator.comparing((Offer each) -> !each.id().version().isPrerelease())
          .thenComparing(each -> each.id().version());

  /**
   * @param key the name in the manifest
   * @param rust the version of Rust to suit; empty if none counts
   */
  static Latest of(List<Offer> offers, String key, String name, Package pkg, Optional<Version> rust)
      throws ProblemException {
    Offer latest =
        offers.stream()
            .filter(each -> !each.yanked())
            .max(HIGHEST)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of("the crate `" + key + "` could not be found in registry index.")));
    Optional<String> said = pkg.manifest().about().rustVersion();
    String shown = said.orElseGet(() -> rust.map(Version::toString).orElse(""));
    if (rust.isEmpty() || suits(latest, rust.get())) {
      return new Latest(latest.summary(), Optional.empty(), shown, said.isPresent());
    }
    Optional<Offer> best =
        offers.stream().filter(each -> !each.yanked() && suits(each, rust.get())).max(HIGHEST);
    if (best.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  "no version of crate `"
                      + name
                      + (said.isPresent()
                          ? "` can maintain " + pkg.name() + "'s rust-version of "
                          : "` is compatible with rustc ")
                      + shown)
              .withHelp(
                  "pass `--ignore-rust-version` to select "
                      + name
                      + "@"
                      + latest.id().version()
                      + " which requires rustc "
                      + wanted(latest)));
    }
    boolean lower = best.get().id().version().compareTo(latest.id().version()) < 0;
    return new Latest(
        best.get().summary(),
        lower ? Optional.of(latest) : Optional.empty(),
        shown,
        said.isPresent());
  }

  private static boolean suits(Offer offer, Version rust) {
    return offer.rust().isEmpty() || offer.rust().get().matches(rust);
  }

  private static String wanted(Offer offer) {
    return offer.rust().map(each -> each.toString().substring(1)).orElse("");
  }

  /** What is to be said of a version that was passed over, in cargo's words. */
  public Optional<String> warning(String key, Package pkg) {
    return passed.map(each ->
        "ignoring "
            + key
            + "@"
            + each.id().version()
            + " (which requires rustc "
            + wanted(each)
            + (promised
                ? ") to maintain " + pkg.name() + "'s rust-version of "
                : ") as it is incompatible with rustc ")
            + rust);
  }
}
