package heddle.cli;

import java.util.Optional;
import java.util.Set;

/**
 * The subcommands that cargo has and Heddle has not: what does not build stays with cargo. Source:
 * {@code cargo --list} of 1.95.
 */
final class OtherCommands {
  private static final Set<String> CARGO =
      Set.of(
          "clippy",
          "doc",
          "fix",
          "fmt",
          "info",
          "init",
          "install",
          "login",
          "logout",
          "miri",
          "new",
          "owner",
          "publish",
          "report",
          "rustdoc",
          "search",
          "uninstall",
          "yank");

  private OtherCommands() {}

  /** What to do instead, if cargo has such a command. */
  static Optional<String> help(String name) {
    if (name.startsWith("+")) {
      return Optional.of("a toolchain is chosen so where rustup is on PATH, and it is not");
    }
    return CARGO.contains(name)
        ? Optional.of("this is a command of cargo's that Heddle has not: `cargo " + name + "`")
        : Optional.empty();
  }
}
