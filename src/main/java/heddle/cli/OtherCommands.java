package heddle.cli;

import heddle.text.Suggestion;
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

  /** How many letters may be wrong: of a short name, as many wrong ones leave nothing. */
  static int letters(String name) {
    return Math.clamp(name.length() / 2, 1, 3);
  }

  /** What to do instead of a command that is none. */
  static String help(String name) {
    if (name.startsWith("+")) {
      return "a toolchain is chosen so where rustup is on PATH, and it is not";
    }
    if (CARGO.contains(name)) {
      return "this is a command of cargo's that Heddle has not: `cargo " + name + "`";
    }
    return Suggestion.among(CommandTable.names(), name, letters(name))
        .map(n -> "did you mean `" + n.name() + "`?")
        .orElse("`heddle --list` shows all commands");
  }
}
