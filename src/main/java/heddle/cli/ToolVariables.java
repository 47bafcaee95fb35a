package heddle.cli;

import java.util.Set;

/**
 * Variables that the helpers of build scripts read (the crates cc, pkg-config and cmake, cargo
 * itself): knobs of the toolchain, not of a crate.
 */
final class ToolVariables {
  private static final Set<String> NAMES =
      Set.of(
          "AR",
          "CC",
          "CXX",
          "CFLAGS",
          "CXXFLAGS",
          "ARFLAGS",
          "RANLIB",
          "CRATE_CC_NO_DEFAULTS",
          "CC_ENABLE_DEBUG_OUTPUT",
          "CPATH",
          "C_INCLUDE_PATH",
          "CPLUS_INCLUDE_PATH",
          "OBJC_INCLUDE_PATH",
          "OBJCPLUS_INCLUDE_PATH",
          "LIBRARY_PATH",
          "COMPILER_PATH",
          "GCC_EXEC_PREFIX",
          "SOURCE_DATE_EPOCH",
          "MACOSX_DEPLOYMENT_TARGET",
          "WASI_SYSROOT",
          "WASI_SDK_PATH",
          "ZIG_LIB_DIR",
          "ZIG_LIBC",
          "EM_CONFIG",
          "EM_CACHE",
          "NVCC_CCBIN",
          "VCINSTALLDIR",
          "CPPFLAGS",
          "LD",
          "LDFLAGS",
          "NUM_JOBS",
          "PKG_CONFIG",
          "PKG_CONFIG_PATH",
          "PKG_CONFIG_LIBDIR",
          "PKG_CONFIG_SYSROOT_DIR",
          "PKG_CONFIG_ALL_STATIC",
          "PKG_CONFIG_ALL_DYNAMIC",
          "PKG_CONFIG_ALLOW_CROSS",
          "SYSROOT",
          "SDKROOT",
          "PATH",
          "HOME",
          "RUSTFLAGS",
          "RUSTC_BOOTSTRAP");

  private ToolVariables() {}

  /** Whether it is one of them, for one target or for all. */
  static boolean has(String variable) {
    for (String each : NAMES) {
      if (variable.equals(each)
          || variable.startsWith(each + "_")
          || variable.equals("HOST_" + each)
          || variable.equals("TARGET_" + each)) return true;
    }
    return variable.startsWith("HEDDLE_") || variable.startsWith("CARGO_");
  }
}
