package heddle.rust;

import heddle.contract.ScriptToolchain;
import heddle.platform.toolchain.ProducerKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The C tools of one target as a build uses them: what scripts are told, who they are to a cache,
 * and which folders outside the system they lie in.
 *
 * @param shown the compiler and its version, for a person
 * @param variables what build scripts read, without what the user has set
 * @param reads folders that every action for the target may read
 */
record NativeTools(
    ScriptToolchain given,
    String shown,
    ProducerKey producer,
    Map<String, String> variables,
    List<Path> reads) {
  NativeTools {
    variables = Map.copyOf(variables);
    reads = List.copyOf(reads);
  }

  boolean declared() {
    return given.export().target().declared();
  }

  /** What rustc is told of the processor, where the toolchain says its level. */
  List<String> rustflags(List<String> own) {
    String isa = given.export().target().target().isa();
    boolean level = declared() && (isa.equals("v2") || isa.equals("v3") || isa.equals("v4"));
    return level && own.stream().noneMatch(flag -> flag.contains("target-cpu="))
        ? List.of("-Ctarget-cpu=x86-64-" + isa)
        : List.of();
  }

  NativeTools with(Map<String, String> others) {
    return new NativeTools(given, shown, producer, others, reads);
  }
}
