package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Locale;
import java.util.function.Function;

/** What packages, features, profiles and registries may be called (cargo's restricted_names.rs). */
final class Names {
  private Names() {}

  static void checkPackage(String name, Place place) throws ProblemException {
    checkName(name, "package name", place);
  }

  static void checkRegistry(String name, Place place) throws ProblemException {
    checkName(name, "registry name", place);
  }

  private static void checkName(String name, String what, Place place) throws ProblemException {
    if (name.isEmpty()) {
      throw Fields.problem(place, what + " cannot be empty");
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (i == 0 && c >= '0' && c <= '9') {
        throw invalid(c, what, name, "the name cannot start with a digit", place);
      }
      if (i == 0 && !isStart(c) && c != '_') {
        throw invalid(
            c,
            what,
            name,
            "the first character must be a Unicode XID start character (most letters or `_`)",
            place);
      }
      if (i > 0 && !isContinue(c) && c != '-') {
        throw invalid(
            c,
            what,
            name,
            "characters must be Unicode XID characters (numbers, `-`, `_`, or most letters)",
            place);
      }
      i += Character.charCount(c);
    }
  }

  static void checkFeature(String name, Place place) throws ProblemException {
    String what = "feature name";
    if (name.isEmpty()) {
      throw Fields.problem(place, what + " cannot be empty");
    }
    if (name.startsWith("dep:")) {
      throw Fields.problem(
          place, "feature named `" + name + "` is not allowed to start with `dep:`");
    }
    if (name.indexOf('/') >= 0) {
      throw invalid('/', what, name, "feature name is not allowed to contain slashes", place);
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (i == 0 && !isStart(c) && c != '_' && !(c >= '0' && c <= '9')) {
        throw invalid(
            c,
            what,
            name,
            "the first character must be a Unicode XID start character or digit"
                + " (most letters or `_` or `0` to `9`)",
            place);
      }
      if (i > 0 && !isContinue(c) && c != '-' && c != '+' && c != '.') {
        throw invalid(
            c,
            what,
            name,
            "characters must be Unicode XID characters, '-', `+`, or `.`"
                + " (numbers, `+`, `-`, `_`, `.`, or most letters)",
            place);
      }
      i += Character.charCount(c);
    }
  }

  static void checkProfile(String name, Place place) throws ProblemException {
    checkProfile(name, text -> Problem.at(place, text));
  }

  /** A name that no file gives. */
  static void checkProfile(String name) throws ProblemException {
    checkProfile(name, Problem::of);
  }

  private static void checkProfile(String name, Function<String, Problem> problem)
      throws ProblemException {
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
        throw new ProblemException(
            problem.apply(
                invalid(
                    c,
                    "profile name",
                    name,
                    "allowed characters are letters, numbers, underscore, and hyphen")));
      }
      i += Character.charCount(c);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String help =
        switch (lower) {
          case "debug" ->
              "To configure the default development profile, use the name `dev` as in"
                  + " [profile.dev]";
          case "build-override" ->
              "To configure build dependency settings, use [profile.dev.build-override] and"
                  + " [profile.release.build-override]";
          case "build",
              "check",
              "clean",
              "config",
              "fetch",
              "fix",
              "install",
              "metadata",
              "package",
              "publish",
              "report",
              "root",
              "run",
              "rust",
              "rustc",
              "rustdoc",
              "target",
              "tmp",
              "uninstall" ->
              "Please choose a different name.";
          default -> lower.startsWith("cargo") ? "Please choose a different name." : "";
        };
    if (!help.isEmpty()) {
      throw new ProblemException(
          problem.apply("profile name `" + name + "` is reserved").withHelp(help));
    }
  }

  // The underscore continues but does not start an identifier of Unicode's XID.
  private static boolean isStart(int c) {
    return c < 128
        ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        : Character.isUnicodeIdentifierStart(c);
  }

  private static boolean isContinue(int c) {
    return c < 128
        ? isStart(c) || (c >= '0' && c <= '9') || c == '_'
        : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private static ProblemException invalid(
      int c, String what, String name, String reason, Place place) {
    return Fields.problem(place, invalid(c, what, name, reason));
  }

  private static String invalid(int c, String what, String name, String reason) {
    return "invalid character `"
        + Character.toString(c)
        + "` in "
        + what
        + ": `"
        + name
        + "`, "
        + reason;
  }
}
