package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.Endian;
import heddle.platform.Spelling;
import heddle.platform.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what starts another machine's programs here: QEMU's user mode, for another processor's
 * programs of the same system, with the target's root where a distribution puts it.
 */
final class EmulatorFinder {
  private final Surroundings surroundings;
  private final Programs programs;
  private final Target host;

  /** {@code host} is where the programs shall run. */
  public EmulatorFinder(Surroundings surroundings, Target host) {
    this.surroundings = surroundings;
    this.programs = new Programs(surroundings);
    this.host = host;
  }

  /**
   * The words in front of a program of the target; none if it runs by itself, or nothing here runs
   * it.
   */
  public List<String> of(Target target) throws Exception {
    boolean foreign = !target.sameMachine(host) && target.os().equals(host.os());
    if (!foreign || !target.os().equals("linux")) {
      return List.of();
    }
    String name =
        switch (target.arch()) {
          case "x86" -> "i386";
          case "powerpc64" -> target.endian() == Endian.LITTLE ? "ppc64le" : "ppc64";
          case "powerpc" -> "ppc";
          case "mips" -> target.endian() == Endian.LITTLE ? "mipsel" : "mips";
          case "mips64" -> target.endian() == Endian.LITTLE ? "mips64el" : "mips64";
          default -> target.arch();
        };
    Optional<Path> qemu = programs.find("qemu-" + name);
    if (qemu.isEmpty()) {
      return List.of();
    }
    for (String root : gnuRoots(target)) {
      if (!surroundings.list(Path.of(root)).isEmpty()) {
        return List.of(qemu.get().toString(), "-L", root);
      }
    }
    return List.of(qemu.get().toString());
  }

  private static List<String> gnuRoots(Target target) {
    var roots = new ArrayList<String>();
    Spelling.nearest(target, Dialect.GNU).ifPresent(name -> roots.add("/usr/" + name));
    if (target.arch().equals("arm")) {
      roots.add("/usr/arm-linux-" + target.env() + target.abi());
    }
    return roots;
  }
}
