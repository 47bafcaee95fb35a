package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Facet;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;

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
    return pyo3Config("executable=" + executable + "\n");
  }

  /** The same of an interpreter that does not run here. */
  String pyo3ConfigOfOther() {
    return pyo3Config("");
  }

  private String pyo3Config(String interpreter) {
    String kind = freeThreaded ? "free_threaded" : "gil_enabled";
    return String.join(
            "\n",
            "implementation=" + implementation,
            "version=" + version,
            "shared=" + shared,
            "target_abi=" + implementation + "-" + kind + "-" + version,
            "lib_name=" + library,
            "lib_dir=" + libraryDirectory,
            interpreter + "pointer_width=" + pointerBits,
            "build_flags=" + buildFlags(),
            "suppress_build_script_link_lines=false")
        + "\n";
  }

  /** The extension suffix without its dots and ending: {@code cpython-313-x86_64-linux-gnu}. */
  public String soabi() {
    int end = extensionSuffix.lastIndexOf('.');
    return end > 0 ? extensionSuffix.substring(1, end) : "";
  }

  /** Whether {@code 3.13}, {@code 3.13.1} or, without the global lock, {@code 3.13t} names it. */
  public boolean isCalled(String text) {
    boolean free = text.endsWith("t");
    String number = free ? text.substring(0, text.length() - 1) : text;
    return free == freeThreaded && (number.equals(version) || number.equals(release));
  }

  /** What it offers to the extension modules that it loads. */
  public Abi abi() {
    var facets = new EnumMap<Facet, String>(Facet.class);
    try {
      facets.putAll(Abi.of(Target.parse(platform, Dialect.PYTHON)).facets());
    } catch (ProblemException _) {
      // A platform that Heddle does not read says nothing of the machine.
    }
    // Its programs say what they use of the processor, and its suffix which C library there is.
    facets.remove(Facet.ISA);
    facets.put(Facet.POINTER_BITS, String.valueOf(pointerBits));
    if (extensionSuffix.contains("-linux-musl")) {
      facets.put(Facet.LIBC, "musl");
    } else if (extensionSuffix.contains("-linux-gnu")) {
      facets.put(Facet.LIBC, "glibc");
    }
    if (implementation.equals("CPython")) {
      facets.put(Facet.PYTHON, "CPython " + version);
      facets.put(Facet.PYTHON_MIN, version);
      facets.put(Facet.PYTHON_THREADING, freeThreaded ? "free-threaded" : "gil");
    } else {
      facets.put(Facet.PYTHON, implementation.toLowerCase(Locale.ROOT) + version.replace(".", ""));
    }
    return new Abi(facets);
  }

  private String buildFlags() {
    String debugFlag = debug ? "Py_DEBUG" : "";
    String gilFlag = freeThreaded ? "Py_GIL_DISABLED" : "";
    return debug && freeThreaded ? debugFlag + "," + gilFlag : debugFlag + gilFlag;
  }
}
