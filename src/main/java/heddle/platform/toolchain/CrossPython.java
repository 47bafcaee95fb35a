package heddle.platform.toolchain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Python of a target that cannot run here, by the file that its {@code sysconfig} is kept in:
 * below the toolchain's sysroot, or where a distribution puts another architecture's library.
 */
public final class CrossPython {
  private CrossPython() {}

  /** The Python of a target, and the directory of its {@code _sysconfigdata_*.py}. */
  public record Known(Python python, Path library) {}

  /** Empty if there is none or more than one, as then a person must choose. */
  public static Optional<Known> find(Surroundings surroundings, Export export) throws Exception {
    Toolchain tools = export.target();
    String multiarch = export.multiarch().orElse("");
    if (!tools.isCross() || multiarch.isEmpty()) {
      return Optional.empty();
    }
    var found = new ArrayList<Known>();
    for (Path lib : libraries(tools, multiarch)) {
      for (String name : surroundings.list(lib)) {
        if (name.startsWith("python3.")) {
          known(surroundings, lib.resolve(name), tools, multiarch).ifPresent(found::add);
        }
      }
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * What PyO3 reads in place of asking an interpreter: a file of its own, and for releases that
   * take none from the script of the extension the library's directory, version and kind.
   */
  public static Map<String, String> variables(Known known, Toolchain.Placement placement)
      throws IOException {
    Python python = known.python();
    var variables = new TreeMap<String, String>();
    variables.put("PYO3_CROSS_LIB_DIR", known.library().toString());
    variables.put(
        "PYO3_CROSS_PYTHON_VERSION", python.version() + (python.freeThreaded() ? "t" : ""));
    variables.put("PYO3_CROSS_PYTHON_IMPLEMENTATION", python.implementation());
    variables.put(
        "PYO3_CONFIG_FILE",
        placement.place("pyo3-config.txt", python.pyo3ConfigOfOther()).toString());
    return variables;
  }

  private static List<Path> libraries(Toolchain tools, String multiarch) {
    if (tools.sysroot().isPresent()) {
      Path root = tools.sysroot().get();
      return List.of(root.resolve("usr/lib"), root.resolve("lib"));
    }
    return List.of(Path.of("/usr/lib"), Path.of("/usr", multiarch, "lib"));
  }

  /** {@code _sysconfigdata_ABIFLAGS_PLATFORM_MULTIARCH.py}; a sysroot holds one machine's only. */
  private static Optional<Known> known(
      Surroundings surroundings, Path folder, Toolchain tools, String multiarch) throws Exception {
    for (String name : surroundings.list(folder)) {
      boolean own = tools.sysroot().isPresent() || name.endsWith("_" + multiarch + ".py");
      if (!own || !name.startsWith("_sysconfigdata_") || !name.endsWith(".py")) continue;
      Path file = folder.resolve(name);
      String root = tools.sysroot().map(Path::toString).orElse("");
      String digest = surroundings.digest(file).orElse("");
      Optional<Python> python =
          surroundings
              .read(file)
              .flatMap(SysconfigData::parse)
              .flatMap(said -> SysconfigData.python(said, file, root, digest, tools.name()));
      if (python.isPresent()) return python.map(each -> new Known(each, folder));
    }
    return Optional.empty();
  }
}
