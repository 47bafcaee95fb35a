package heddle.platform.toolchain;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;

/**
 * Flags that make a compiler build for another machine than its toolchain says. Among a user's
 * flags they are refused: what comes out would not be what the target promises, and no key would
 * know.
 */
public final class MachineFlags {
  private MachineFlags() {}

  /** Whether the flag changes the processor, its level, the calling convention or the system. */
  public static boolean changesMachine(String flag) {
    return changesTarget(flag) || changesLevel(flag);
  }

  /** Whether what comes out is for another target, or has another calling convention. */
  public static boolean changesTarget(String flag) {
    return switch (flag) {
      case "-m16",
          "-m32",
          "-m64",
          "-mx32",
          "-m31",
          "-miamcu",
          "-mbig-endian",
          "-mlittle-endian",
          "-EB",
          "-EL",
          "-mel",
          "-meb",
          "-mthumb",
          "-marm",
          "-msoft-float",
          "-mhard-float",
          "-mesa",
          "-mzarch",
          "-fshort-enums",
          "-fshort-wchar",
          "-target",
          "--target",
          "--sysroot",
          "-arch" ->
          true;
      default ->
          startsWithAny(
              flag,
              "-mabi=",
              "-mfloat-abi=",
              "-mlong-double-",
              "-mips",
              "-mgp32",
              "-mgp64",
              "-mmcu=",
              "--target=",
              "-miphoneos-version-min=",
              "-mios-version-min=",
              "-mios-simulator-version-min=",
              "-mtvos-version-min=",
              "-mwatchos-version-min=",
              "-mtargetos=",
              "-mmacosx-version-min=",
              "-mmacos-version-min=",
              "--sysroot=",
              "-isysroot",
              "-Wl,-m,",
              "-Wl,-melf",
              "-D_GLIBCXX_USE_CXX11_ABI=");
    };
  }

  /** Whether the flag says what the processor can do. */
  public static boolean changesLevel(String flag) {
    return startsWithAny(
        flag, "-march=", "-mcpu=", "-mfpu=", "-mavx", "-msse", "-mssse", "-mfma", "-mbmi",
        "-mlzcnt");
  }

  /**
   * A problem with the flags that a variable of the user's environment holds; {@code level} says
   * that the toolchain states the processor's level itself.
   */
  public static void refuse(
      String variable, String value, String target, boolean level, String reader)
      throws ProblemException {
    for (String word : value.split("[ \t]+", -1)) {
      if (changesTarget(word) || (level && changesLevel(word))) {
        throw new ProblemException(
            Problem.of(
                    "the flag `"
                        + word
                        + "` of the variable `"
                        + variable
                        + "` would build for another machine than "
                        + target)
                .withNote(reader + " reads it")
                .withHelp(
                    level && changesLevel(word)
                        ? "the toolchain says the level: change `isa` of its `abi` table"
                        : "build for that machine (`--target`), or declare its tools in"
                            + " `[toolchain.NAME]` of heddle.toml"));
      }
    }
  }

  /** Whether a variable holds flags of C compilers or linkers, as cc-rs and configure read them. */
  public static boolean areFlags(String variable) {
    String rest =
        variable.startsWith("HOST_")
            ? variable.substring(5)
            : variable.startsWith("TARGET_") ? variable.substring(7) : variable;
    for (String name : new String[] {"CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS"}) {
      if (rest.equals(name) || rest.startsWith(name + "_")) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWithAny(String text, String... prefixes) {
    for (String prefix : prefixes) {
      if (text.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** A problem at the place of the flag, if it changes the machine. */
  static void refuse(String flag, Place place) throws ProblemException {
    if (changesMachine(flag)) {
      throw new ProblemException(
          Problem.at(
                  place, "the flag `" + flag + "` would build for another machine than the target")
              .withHelp(
                  "say it in the toolchain: `target`, `sysroot`, or `isa` in its `abi` table"));
    }
  }
}
