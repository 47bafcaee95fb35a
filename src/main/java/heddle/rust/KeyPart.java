package heddle.rust;

import java.util.List;

/**
 * One thing that an action's key rests on: what kind of thing, what it is called, and its value.
 * Only values are hashed; {@link Kind#NOTE} is for people and is not.
 */
record KeyPart(Kind kind, String name, String value) {
  /** What a part is of. */
  enum Kind {
    NOTE,
    /** The form of the key itself, and names of what follows. */
    FORM,
    TOOLCHAIN,
    WRAPPER,
    DIRECTORY,
    ARGUMENT,
    /** A variable that Heddle sets. */
    VARIABLE,
    /** A variable of the user's. */
    USER_VARIABLE,
    /** A variable of the user's, by the tool that it names. */
    TOOL,
    /** What a unit below gave. */
    DEPENDENCY,
    /** What a build script's run gave. */
    SCRIPT,
    /** The program of the build script that runs. */
    PROGRAM,
    /** The checksum or commit of a package that cannot change. */
    PACKAGE,
    RULES,
    SYSTEM,
    PERMISSIONS,
    DOWNLOAD,
    CONTEXT,
    /** What lies at the paths that a fact names. */
    FACT,
    /** A file or directory that the last run read. */
    FILE,
    /** The real paths of this machine, for a result that holds one. */
    PATHS,
    /** What the last run asked of cargo, with the answer. */
    QUESTION
  }

  static KeyPart form(String value) {
    return new KeyPart(Kind.FORM, "", value);
  }

  static String hash(List<KeyPart> parts) {
    return KeyText.hash(
        parts.stream().filter(each -> each.kind != Kind.NOTE).map(KeyPart::value).toList());
  }
}
