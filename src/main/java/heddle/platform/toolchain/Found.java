package heddle.platform.toolchain;

import java.util.List;

/**
 * All that discovery found, each kind in the order in which it would be taken.
 *
 * @param broken what could not be looked at, and programs that do not say what they are
 */
public record Found(
    List<Rustc> rustcs,
    List<Toolchain> compilers,
    List<Python> pythons,
    List<Jdk> jdks,
    List<String> broken) {
  public Found {
    rustcs = List.copyOf(rustcs);
    compilers = List.copyOf(compilers);
    pythons = List.copyOf(pythons);
    jdks = List.copyOf(jdks);
    broken = List.copyOf(broken);
  }
}
