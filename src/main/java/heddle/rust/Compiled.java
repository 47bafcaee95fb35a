package heddle.rust;

/**
 * What a unit gave: what the store keeps of it, the digest of it and of all it was linked from, and
 * whether it came from there.
 */
record Compiled(Recorded recorded, String closure, boolean fresh) {
  /**
   * The metadata of a library, which is all that other libraries need: its file and the digest of
   * it and of all below.
   */
  record Metadata(Recorded.Product file, String closure) {}
}
