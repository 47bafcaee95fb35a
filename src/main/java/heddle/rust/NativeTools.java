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

  NativeTools with(Map<String, String> others) {
    return new NativeTools(given, shown, producer, others, reads);
  }
}
