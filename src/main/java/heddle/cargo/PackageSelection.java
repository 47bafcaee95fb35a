package heddle.cargo;

import java.util.List;

/**
 * Which packages are asked for. Names are package id specifications or glob patterns of names.
 * Source of the rule: cargo's {@code ops/cargo_compile/packages.rs}.
 */
public sealed interface PackageSelection {
  /** No flag: the default members. */
  record Default() implements PackageSelection {}

  /** {@code --workspace}: all members. What {@code -p} names besides must be among them. */
  record All(List<String> named) implements PackageSelection {
    public All {
      named = List.copyOf(named);
    }

    public All() {
      this(List.of());
    }
  }

  /** {@code --workspace --exclude NAME…}. */
  record AllBut(List<String> names) implements PackageSelection {
    public AllBut {
      names = List.copyOf(names);
    }
  }

  /** {@code -p NAME…}. */
  record Named(List<String> names) implements PackageSelection {
    public Named {
      names = List.copyOf(names);
    }
  }
}
