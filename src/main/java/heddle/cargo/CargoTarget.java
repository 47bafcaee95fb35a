package heddle.cargo;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing a package can be compiled to: its library, a binary, an example, a test, a benchmark or
 * its build script. The path is absolute. An example whose crate types are not just {@code bin} is
 * a library. Ordered as cargo orders the dependencies of a unit ({@code core/manifest.rs}, {@code
 * TargetInner}).
 */
public record CargoTarget(
    TargetKind kind,
    List<CrateType> crateTypes,
    String name,
    boolean nameInferred,
    Path path,
    Optional<List<String>> requiredFeatures,
    boolean tested,
    boolean benched,
    boolean documented,
    boolean doctested,
    boolean harness,
    boolean forHost,
    boolean procMacro,
    Edition edition)
    implements Comparable<CargoTarget> {
  /** Made when two targets are compared: most commands compare none. */
  private static final class Order {
    private static final Comparator<List<? extends Comparable<?>>> LISTS =
        CargoTarget::compareLists;

    static final Comparator<CargoTarget> ALL =
        Comparator.comparingInt(CargoTarget::rank)
            .thenComparing(
                t -> t.isLibrary() || t.isExampleLibrary() ? t.crateTypes : List.of(), LISTS)
            .thenComparing(CargoTarget::name, Bytewise.ORDER)
            .thenComparing(CargoTarget::nameInferred)
            .thenComparing(CargoTarget::path)
            .thenComparing(t -> t.requiredFeatures.isPresent())
            .thenComparing(t -> t.requiredFeatures.orElse(List.of()), LISTS)
            .thenComparing(CargoTarget::tested)
            .thenComparing(CargoTarget::benched)
            .thenComparing(CargoTarget::documented)
            .thenComparing(CargoTarget::doctested)
            .thenComparing(CargoTarget::harness)
            .thenComparing(CargoTarget::forHost)
            .thenComparing(CargoTarget::procMacro)
            .thenComparing(CargoTarget::edition);
  }

  public CargoTarget {
    crateTypes = List.copyOf(crateTypes);
    requiredFeatures = requiredFeatures.map(List::copyOf);
  }

  /** The name rustc gives the crate: the target's, with {@code _} for {@code -}. */
  public String crateName() {
    return name.replace('-', '_');
  }

  public boolean isLibrary() {
    return kind == TargetKind.LIB;
  }

  public boolean isBinary() {
    return kind == TargetKind.BIN;
  }

  public boolean isCustomBuild() {
    return kind == TargetKind.CUSTOM_BUILD;
  }

  public boolean isExample() {
    return kind == TargetKind.EXAMPLE;
  }

  public boolean isExecutableExample() {
    return isExample() && crateTypes.equals(List.of(CrateType.BIN));
  }

  public boolean isExampleLibrary() {
    return isExample() && !isExecutableExample();
  }

  /** Whether other crates can link to it. */
  public boolean isLinkable() {
    return isLibrary() && crateTypes.stream().anyMatch(CrateType::isLinkable);
  }

  /** Whether rustdoc could take tests from its documentation. */
  public boolean isDoctestable() {
    return isLibrary()
        && (crateTypes.contains(CrateType.LIB)
            || crateTypes.contains(CrateType.RLIB)
            || crateTypes.contains(CrateType.PROC_MACRO));
  }

  public boolean isCdylib() {
    return isLibrary() && crateTypes.contains(CrateType.CDYLIB);
  }

  public boolean requiresUpstreamObjects() {
    return !(isLibrary() || isExampleLibrary())
        || crateTypes.stream().anyMatch(CrateType::requiresUpstreamObjects);
  }

  /** What cargo's JSON gives as {@code kind}. */
  public List<String> kindWords() {
    return isLibrary() ? crateTypes.stream().map(CrateType::name).toList() : List.of(kind.word());
  }

  @Override
  public int compareTo(CargoTarget other) {
    return Order.ALL.compare(this, other);
  }

  private int rank() {
    return switch (kind) {
      case LIB -> 0;
      case BIN -> 1;
      case TEST -> 2;
      case BENCH -> 3;
      case EXAMPLE -> isExampleLibrary() ? 4 : 5;
      case CUSTOM_BUILD -> 6;
    };
  }

  private static int compareLists(
      List<? extends Comparable<?>> left, List<? extends Comparable<?>> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = left.get(i).toString().compareTo(right.get(i).toString());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }
}
