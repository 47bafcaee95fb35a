package heddle.platform.toolchain;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tools that make code for one target on one host, as a value. Two toolchains are equal to a cache
 * if their producer keys are, whatever their names and paths.
 *
 * @param name how messages and configuration call it
 * @param family {@code gcc}, {@code clang}, {@code zig}
 * @param tools by role: {@code cc}, {@code cxx}, {@code ar}, {@code ranlib}, {@code strip}, {@code
 *     nm}, {@code link}
 * @param sysroot where headers and libraries of the target are, if not in the tools' own place
 * @param flags the user's, by language: {@code c}, {@code cxx}, {@code link}; none of them changes
 *     the machine
 * @param runner what starts the target's programs here, empty if they run by themselves
 * @param origin who declared or found it
 * @param declared whether a workspace says that these are the tools
 * @param asked what is asked of all that is linked, beyond what the target says by itself
 */
public record Toolchain(
    String name,
    String family,
    Target target,
    Target host,
    Map<String, Tool> tools,
    Optional<Path> sysroot,
    Map<String, List<String>> flags,
    List<String> runner,
    String origin,
    boolean declared,
    Abi asked) {

  public Toolchain {
    tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    flags = Collections.unmodifiableMap(new TreeMap<>(flags));
    runner = List.copyOf(runner);
  }

  public Optional<Tool> tool(String role) {
    return Optional.ofNullable(tools.get(role));
  }

  public List<String> flags(String language) {
    return flags.getOrDefault(language, List.of());
  }

  /** Whether the target's programs are not this host's. */
  public boolean isCross() {
    return !target.sameMachine(host)
        || !target.os().equals(host.os())
        || !target.env().equals(host.env());
  }

  /** Who makes what comes out, for caches. */
  public ProducerKey producer() {
    return ProducerKey.of(this);
  }

  /** Puts a program with this text somewhere; equal texts lie in one place. */
  public interface Placement {
    Path place(String name, String text) throws IOException;
  }

  /** The same tools, each a single file: those with words of their own behind a launcher. */
  public Toolchain launched(Placement placement) throws IOException {
    var files = new LinkedHashMap<String, Tool>();
    for (var each : tools.entrySet()) {
      Tool tool = each.getValue();
      if (tool.words().isEmpty()) {
        files.put(each.getKey(), tool);
        continue;
      }
      String text = Launcher.text(tool, family);
      Path file =
          placement.place(
              family + "-" + (each.getKey().equals("link") ? "cc" : each.getKey()), text);
      files.put(
          each.getKey(), new Tool(file, tool.version(), RustcFinder.sha256(tool.digest() + text)));
    }
    return new Toolchain(
        name, family, target, host, files, sysroot, flags, runner, origin, declared, asked);
  }

  /** Whether a tool is more than a file. */
  public boolean hasWords() {
    return tools.values().stream().anyMatch(tool -> !tool.words().isEmpty());
  }
}
