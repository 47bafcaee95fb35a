package heddle.platform.toolchain;

import java.nio.file.Path;

/**
 * A Python interpreter and the ABI that its extension modules have.
 *
 * @param implementation {@code CPython}, {@code PyPy}
 * @param version the first two numbers, {@code 3.13}
 * @param release the whole version, {@code 3.13.0}
 * @param freeThreaded whether it is built without the global lock
 * @param shared whether it is built with a shared libpython
 * @param library the name to link against, without {@code lib} and ending; empty if there is none
 * @param extensionSuffix {@code .cpython-313-x86_64-linux-gnu.so}
 * @param platform what {@code sysconfig.get_platform()} says
 * @param digest SHA-256 of the interpreter, and of its shared library if it has one
 */
public record Python(
    Path executable,
    String implementation,
    String version,
    String release,
    boolean freeThreaded,
    boolean debug,
    boolean shared,
    String library,
    Path libraryDirectory,
    Path includeDirectory,
    String extensionSuffix,
    String platform,
    int pointerBits,
    String digest,
    String origin) {

  /**
   * The file that {@code PYO3_CONFIG_FILE} names, for an extension module of exactly this Python
   * (the keys are those of pyo3-build-config 0.29; older ones ignore {@code target_abi}).
   */
  public String pyo3Config() {
    String kind = freeThreaded ? "free_threaded" : "gil_enabled";
    return String.join(
            "\n",
            "implementation=" + implementation,
            "version=" + version,
            "shared=" + shared,
            "target_abi=" + implementation + "-" + kind + "-" + version,
            "lib_name=" + library,
            "lib_dir=" + libraryDirectory,
            "executable=" + executable,
            "pointer_width=" + pointerBits,
            "build_flags=" + buildFlags(),
            "suppress_build_script_link_lines=false")
        + "\n";
  }

  private String buildFlags() {
    String debugFlag = debug ? "Py_DEBUG" : "";
    String gilFlag = freeThreaded ? "Py_GIL_DISABLED" : "";
    return debug && freeThreaded ? debugFlag + "," + gilFlag : debugFlag + gilFlag;
  }
}
