package heddle.platform.toolchain;

import java.nio.file.Path;

/**
 * A Rust compiler: the real binary behind rustup's shim and all links, where its libraries are, and
 * what it says of itself.
 *
 * @param binary the compiler, absolute and without links
 * @param rustdoc the documentation tool that belongs to it, which need not exist
 * @param sysroot where {@code lib/rustlib} is
 * @param versionText what {@code rustc -vV} prints, all lines
 * @param release {@code 1.95.0}, {@code 1.97.0-nightly}
 * @param host the triple that it runs on, in rustc's dialect
 * @param digest SHA-256 over the binary and the libraries that hold the compiler proper; equal for
 *     the same compiler under another name or path
 * @param origin who chose it: {@code RUSTC}, a file, {@code PATH}
 */
public record Rustc(
    Path binary,
    Path rustdoc,
    Path sysroot,
    String versionText,
    String release,
    String host,
    String digest,
    String origin) {

  /**
   * Where the standard library of a target lies; the directory is absent if it is not installed.
   */
  public Path libraries(String target) {
    return sysroot.resolve("lib/rustlib").resolve(target).resolve("lib");
  }

  /** Who makes what comes out, for caches. */
  public ProducerKey producer() {
    return ProducerKey.of(this);
  }
}
