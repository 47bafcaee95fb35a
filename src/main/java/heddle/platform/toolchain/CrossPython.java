package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Python of a target that cannot run here, by the file that its {@code sysconfig} is kept in:
 * below the toolchain's sysroot, or where a distribution puts another architecture's library.
 */
public final class CrossPython {
  private CrossPython() {}

  /**
   * {@code PYO3_CROSS_LIB_DIR}, by which PyO3 reads that file in place of asking an interpreter; no
   * variable if there is none or more than one, as then a person must choose.
   */
  public static Map<String, String> variables(Surroundings surroundings, Export export)
      throws Exception {
    Toolchain tools = export.target();
    if (!tools.isCross()) {
      return Map.of();
    }
    String multiarch = export.multiarch().orElse("");
    if (multiarch.isEmpty()) {
      return Map.of();
    }
    var found = new ArrayList<Path>();
    for (Path lib : libraries(tools, multiarch)) {
      for (String name : surroundings.list(lib)) {
        if (name.startsWith("python3.") && has(surroundings, lib.resolve(name), tools, multiarch)) {
          found.add(lib.resolve(name));
        }
      }
    }
    return found.size() == 1 ? Map.of("PYO3_CROSS_LIB_DIR", found.getFirst().toString()) : Map.of();
  }

  private static List<Path> libraries(Toolchain tools, String multiarch) {
    if (tools.sysroot().isPresent()) {
      Path root = tools.sysroot().get();
      return List.of(root.resolve("usr/lib"), root.resolve("lib"));
    }
    return List.of(Path.of("/usr/lib"), Path.of("/usr", multiarch, "lib"));
  }

  /** {@code _sysconfigdata_ABIFLAGS_PLATFORM_MULTIARCH.py}; a sysroot holds one machine's only. */
  private static boolean has(
      Surroundings surroundings, Path folder, Toolchain tools, String multiarch) throws Exception {
    for (String name : surroundings.list(folder)) {
      if (name.startsWith("_sysconfigdata_") && name.endsWith(".py")) {
        if (tools.sysroot().isPresent() || name.endsWith("_" + multiarch + ".py")) {
          return true;
        }
      }
    }
    return false;
  }
}
