package heddle.platform;

/**
 * Calling conventions: what an architecture has where its text says nothing, and what each implies.
 */
final class AbiNames {
  private AbiNames() {}

  /** Whether a system's own convention holds, rather than each project's. */
  static boolean hosted(String os) {
    return !os.equals("none");
  }

  /** The convention, or the system's default where none was named. */
  static String completed(String arch, Endian endian, String os, String env, String abi) {
    if (!abi.isEmpty()) {
      return abi;
    }
    return switch (arch) {
      case "mips64" -> "n64";
      case "riscv64" -> hosted(os) ? "lp64d" : "";
      case "riscv32" -> hosted(os) ? "ilp32d" : "";
      case "loongarch64" -> "lp64d";
      case "loongarch32" -> "ilp32d";
      case "csky" -> "abiv2";
      case "arm" -> arm(os, env);
      case "powerpc64" ->
          switch (os) {
            case "aix" -> "vec-extabi";
            case "freebsd", "openbsd" -> "elfv2";
            default -> endian == Endian.LITTLE || env.equals("musl") ? "elfv2" : "elfv1";
          };
      default -> "";
    };
  }

  private static String arm(String os, String env) {
    return switch (os) {
      case "android" -> "eabi";
      case "freebsd" -> "eabihf";
      default -> env.equals("ohos") ? "eabi" : "";
    };
  }

  /** The environment of systems that have only one, under the name that rustc gives it. */
  static String onlyEnvironment(String os) {
    return switch (os) {
      case "redox" -> "relibc";
      case "rtems" -> "newlib";
      case "vxworks", "hurd" -> "gnu";
      default -> "";
    };
  }

  static int pointerBits(String abi, int otherwise) {
    return switch (abi) {
      case "x32", "n32" -> 32;
      case "ilp32", "ilp32f", "ilp32d", "ilp32s", "ilp32e" -> 32;
      default -> otherwise;
    };
  }
}
