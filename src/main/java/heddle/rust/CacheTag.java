package heddle.rust;

import java.nio.charset.StandardCharsets;

/**
 * The file by which backup programs know a directory that can be made again (bford.info/cachedir).
 */
final class CacheTag {
  private CacheTag() {}

  static byte[] bytes() {
    return "Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag created by heddle.\n"
        .getBytes(StandardCharsets.UTF_8);
  }
}
