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
    return switch (flag) {
      case "-m16",
          "-m32",
          "-m64",
          "-mx32",
          "-m31",
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
          "-target",
          "--target",
          "--sysroot",
          "-arch" ->
          true;
      default ->
          startsWithAny(
              flag,
              "-march=",
              "-mcpu=",
              "-mabi=",
              "-mfloat-abi=",
              "-mfpu=",
              "--target=",
              "-miphoneos-version-min=",
              "-mmacosx-version-min=",
              "-mmacos-version-min=",
              "--sysroot=",
              "-isysroot",
              "-D_GLIBCXX_USE_CXX11_ABI=");
    };
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
