package heddle.platform.toolchain;

import java.util.Optional;
import java.util.Set;

/**
 * What the name of a file says of a program of a C toolchain: its role, behind the target and
 * before the version that a name may have ({@code aarch64-linux-gnu-gcc-12} is a {@code gcc}).
 * These programs look for what belongs to them beside the file that a link leads to, so it does not
 * matter in which folder the link lies.
 */
public final class ToolName {
  private static final Set<String> ROLES =
      Set.of(
          "addr2line",
          "ar",
          "as",
          "c++",
          "c++filt",
          "cc",
          "clang",
          "clang++",
          "cpp",
          "g++",
          "gcc",
          "gcc-ar",
          "gcc-nm",
          "gcc-ranlib",
          "gcov",
          "ld",
          "ld.bfd",
          "ld.gold",
          "ld.lld",
          "llvm-ar",
          "llvm-nm",
          "llvm-objcopy",
          "llvm-objdump",
          "llvm-ranlib",
          "llvm-strip",
          "nm",
          "objcopy",
          "objdump",
          "ranlib",
          "readelf",
          "size",
          "strings",
          "strip");

  /** Variables that name one of them to build scripts, to make and to configure. */
  private static final Set<String> VARIABLES =
      Set.of(
          "AR", "AS", "CC", "CPP", "CXX", "LD", "NM", "OBJCOPY", "OBJDUMP", "RANLIB", "READELF",
          "STRIP");

  private ToolName() {}

  /** Empty for what is no tool of this kind, as far as its name tells. */
  public static Optional<String> role(String file) {
    String base = withoutVersion(file);
    if (ROLES.contains(base)) return Optional.of(base);
    for (int dash = base.indexOf('-'); dash > 0; dash = base.indexOf('-', dash + 1)) {
      // A target has two parts at least: `c99-gcc` is a script that calls gcc.
      boolean target = base.lastIndexOf('-', dash - 1) > 0;
      if (target && ROLES.contains(base.substring(dash + 1))) {
        return Optional.of(base.substring(dash + 1));
      }
    }
    return Optional.empty();
  }

  /**
   * What a program is by the name it is started with: gcc does the same under each of its names,
   * others look at theirs.
   */
  public static String meaning(String called, String real) {
    String role = role(real).orElse("");
    String own = role(called).orElse("");
    boolean gcc = role.equals("gcc") && (own.equals("gcc") || own.equals("cc"));
    boolean gxx = role.equals("g++") && (own.equals("g++") || own.equals("c++"));
    return gcc || gxx ? role : called;
  }

  /**
   * Whether a program does under its own name what it does under the one of a link to it. Clang
   * takes a target from its name.
   */
  static boolean same(String called, String own) {
    if (called.equals(own)) return true;
    Optional<String> role = role(own);
    return role.isPresent()
        && !role.get().startsWith("clang")
        && meaning(role(called).orElse(""), role.get()).equals(role.get());
  }

  /** Whether a variable of this name is a tool: {@code CC}, {@code HOST_CC}, {@code CC_target}. */
  public static boolean isVariable(String name) {
    String base = name;
    for (String before : new String[] {"HOST_", "TARGET_", "BUILD_"}) {
      if (base.startsWith(before)) {
        base = base.substring(before.length());
        break;
      }
    }
    int end = base.indexOf('_');
    return VARIABLES.contains(end < 0 ? base : base.substring(0, end));
  }

  static String withoutVersion(String name) {
    int dash = name.lastIndexOf('-');
    boolean version =
        dash > 0
            && dash + 1 < name.length()
            && name.substring(dash + 1).chars().allMatch(c -> Character.isDigit(c) || c == '.');
    return version ? name.substring(0, dash) : name;
  }
}
