package heddle.rust;

/**
 * How a target names the files of one crate type: {@code lib} and {@code .so} around the crate's
 * name.
 */
record CrateFiles(String prefix, String suffix) {
  String name(String stem) {
    return prefix + stem + suffix;
  }
}
