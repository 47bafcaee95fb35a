package heddle.cargo;

import java.util.List;

/**
 * The arguments that a package's {@code [lints]} add to every rustc that compiles it, in cargo's
 * order ({@code util/toml}, {@code lints_to_rustflags}): ascending priority, within one the names
 * descending, then the values of {@code --check-cfg}.
 */
public record Lints(List<String> rustcArguments) {
  public static final Lints NONE = new Lints(List.of());

  public Lints {
    rustcArguments = List.copyOf(rustcArguments);
  }
}
