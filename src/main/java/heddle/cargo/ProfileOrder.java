package heddle.cargo;

import java.util.Comparator;
import java.util.List;

/** The order of profiles by which cargo sorts units: field by field, nothing before something. */
final class ProfileOrder {
  static final Comparator<Profile> ORDER =
      Comparator.comparing(Profile::name)
          .thenComparing(Profile::optLevel)
          .thenComparing(Profile::root)
          .thenComparing(Profile::lto, ProfileOrder::lto)
          .thenComparing(p -> p.codegenBackend().orElse(""))
          .thenComparing(p -> p.codegenUnits().orElse(-1L))
          .thenComparing(p -> p.debuginfo().level())
          .thenComparing(p -> p.splitDebuginfo().orElse(""))
          .thenComparing(Profile::debugAssertions)
          .thenComparing(Profile::overflowChecks)
          .thenComparing(Profile::rpath)
          .thenComparing(Profile::incremental)
          .thenComparing(Profile::panic)
          .thenComparing(p -> p.strip().what().orElse(""))
          .thenComparing(Profile::rustflags, ProfileOrder::lists);

  private ProfileOrder() {}

  private static int lto(Profile.Lto left, Profile.Lto right) {
    int order = Integer.compare(rank(left), rank(right));
    return order == 0 ? left.text().compareTo(right.text()) : order;
  }

  private static int rank(Profile.Lto lto) {
    return switch (lto) {
      case Profile.Lto.Off _ -> 0;
      case Profile.Lto.Flag _ -> 1;
      case Profile.Lto.Named _ -> 2;
    };
  }

  static int lists(List<String> left, List<String> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = Bytewise.compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }
}
