package heddle.platform;

/**
 * An environment word taken apart: the C library's family, the calling convention that it carries,
 * and what else it tells apart.
 */
record Environment(String family, String abi, String variant) {

  /** Takes apart one of LLVM's canonical environment names. */
  static Environment of(String name) {
    if (name.startsWith("gnu")) {
      return libc("gnu", name.substring(3));
    }
    if (name.startsWith("musl")) {
      return libc("musl", name.substring(4));
    }
    return switch (name) {
      case "unknown", "cygnus", "android" -> new Environment("", "", "");
      case "eabi", "eabihf" -> new Environment("", name, "");
      case "simulator" -> new Environment("sim", "", "");
      case "code16" -> new Environment("", "", "code16");
      default -> new Environment(name, "", "");
    };
  }

  Environment withAbi(String name) {
    return new Environment(family, name, variant);
  }

  private static Environment libc(String family, String rest) {
    boolean time64 = rest.endsWith("t64");
    String convention = time64 ? rest.substring(0, rest.length() - 3) : rest;
    String abi =
        switch (convention) {
          case "sf" -> "softfloat";
          case "abi64" -> "n64";
          case "abin32" -> "n32";
          case "_ilp32" -> "ilp32";
          case "wali" -> "";
          case "spe" -> "spe";
          default -> convention;
        };
    return new Environment(family, abi, time64 ? "t64" : convention.equals("wali") ? "wali" : "");
  }
}
