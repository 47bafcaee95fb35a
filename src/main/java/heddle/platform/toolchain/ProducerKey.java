package heddle.platform.toolchain;

import java.util.List;

/**
 * Who exactly makes an artifact, for caches: equal keys give equal bytes for equal inputs, whatever
 * the makers are called and wherever they lie. It says nothing of what goes together in a link:
 * that is for the facets of an {@link heddle.platform.binary.Abi}, which a compiler's next patch
 * release need not change.
 *
 * @param digest SHA-256 in lower hex
 */
public record ProducerKey(String digest) {

  public static ProducerKey of(Rustc rustc) {
    return of(List.of("rustc", rustc.digest(), rustc.versionText()));
  }

  /**
   * Over what decides the code that comes out: the tools' digests and words, the target, the flags,
   * the sysroot's place. Names, versions and paths of the tools are left out.
   */
  public static ProducerKey of(Toolchain tools) {
    // A floor is asked of what comes out; it changes nothing in it.
    var text =
        new StringBuilder(tools.family())
            .append('\n')
            .append(tools.target().withLibcMin(""))
            .append('\n');
    tools
        .tools()
        .forEach((role, tool) -> {
          text.append(role).append(' ').append(tool.digest());
          tool.words().forEach(word -> text.append(' ').append(word));
          text.append('\n');
        });
    tools
        .flags()
        .forEach((language, words) -> text.append(language).append(' ').append(words).append('\n'));
    tools.sysroot().ifPresent(path -> text.append("sysroot ").append(path).append('\n'));
    return new ProducerKey(RustcFinder.sha256(text.toString()));
  }

  /** Of several makers together, or of a maker and what else it depends on. */
  public static ProducerKey of(List<String> parts) {
    return new ProducerKey(RustcFinder.sha256(String.join("\n", parts)));
  }

  /** Of both: what the host's tools make is part of what a build for the target does. */
  public ProducerKey with(ProducerKey other) {
    return of(List.of(digest, other.digest));
  }
}
