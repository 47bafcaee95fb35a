package heddle.rust;

import java.util.List;

/** Counts and names what rustc said, as cargo sums it up. */
final class Diagnostics {
  private Diagnostics() {}

  /** Cargo's last line about a unit that does not compile. */
  static String couldNotCompile(Crate crate, List<String> lines, Machine.Exit exit) {
    int errors = 0;
    int warnings = 0;
    for (String line : lines) {
      switch (level(line)) {
        case "error" -> errors++;
        case "warning" -> warnings++;
        default -> {}
      }
    }
    StringBuilder text =
        new StringBuilder("could not compile `").append(crate.pkg().name()).append('`');
    text.append(" (").append(describe(crate)).append(')');
    if (errors > 0) {
      text.append(" due to ")
          .append(errors == 1 ? "1 previous error" : errors + " previous errors");
    } else if (!exit.problem().isEmpty()) {
      text.append(": ").append(exit.problem());
    } else if (exit.code() != 1) {
      text.append(": rustc ended with exit code ").append(exit.code());
    }
    if (warnings > 0) {
      text.append("; ")
          .append(warnings == 1 ? "1 warning emitted" : warnings + " warnings emitted");
    }
    return text.toString();
  }

  /**
   * The level of a diagnostic that counts: those that only sum up others do not. Empty for all
   * other lines.
   */
  static String level(String line) {
    if (!line.startsWith("{\"$message_type\":\"diagnostic\"")) {
      return "";
    }
    if (line.contains("\"message\":\"aborting due to")
        || line.contains(" emitted\",\"code\":null")) {
      return "";
    }
    int at = line.indexOf("\"level\":\"");
    // the first level of the text is the diagnostic's own only if no child stands before it: rustc
    // writes message, code, level, spans, children
    if (at < 0) {
      return "";
    }
    int end = line.indexOf('"', at + 9);
    String level = line.substring(at + 9, end);
    return level.startsWith("error") ? "error" : level;
  }

  /** As cargo names a target: {@code lib}, {@code bin "x"}, {@code lib test}. */
  static String describe(Crate crate) {
    String name =
        switch (crate.kind()) {
          case LIB -> "lib";
          case BIN -> "bin \"" + crate.name() + "\"";
          case TEST -> "test \"" + crate.name() + "\"";
          case BENCH -> "bench \"" + crate.name() + "\"";
          case EXAMPLE -> "example \"" + crate.name() + "\"";
          case SCRIPT -> "build script";
        };
    return crate.asTest() && crate.kind() != Crate.Kind.TEST && crate.kind() != Crate.Kind.BENCH
        ? name + " test"
        : name;
  }
}
