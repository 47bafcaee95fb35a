package heddle.platform.toolchain;

import heddle.platform.Target;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tools that make code for one target on one host, as a value. Two toolchains are equal to a cache
 * if their digests are, whatever their names and paths.
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
    String origin) {

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

  /**
   * SHA-256 over what decides the code that comes out: the tools' digests, the target, the flags.
   */
  public String digest() {
    var text = new StringBuilder(family).append('\n').append(target).append('\n');
    tools.forEach((role, tool) -> text.append(role).append(' ').append(tool.digest()).append('\n'));
    flags.forEach(
        (language, words) -> text.append(language).append(' ').append(words).append('\n'));
    sysroot.ifPresent(path -> text.append("sysroot ").append(path).append('\n'));
    return RustcFinder.sha256(text.toString());
  }
}
