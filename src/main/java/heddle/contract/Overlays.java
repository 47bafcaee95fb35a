package heddle.contract;

import java.util.List;
import java.util.Optional;

/** Overlays in order of precedence: the root's own before those that come with Heddle. */
public record Overlays(List<Overlay> all) {
  public static final Overlays NONE = new Overlays(List.of());

  public Overlays {
    all = List.copyOf(all);
  }

  /** The first that is for this version of this package; it is used whole. */
  public Optional<Overlay> of(String pkg, String version) {
    return all.stream().filter(o -> o.pkg().equals(pkg) && o.covers(version)).findFirst();
  }

  /** A package's own contract with what the overlay for it says; the overlay wins. */
  public Contract complete(String pkg, String version, Contract own) {
    return of(pkg, version).map(o -> own.with(o.contract())).orElse(own);
  }
}
