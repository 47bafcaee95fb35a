package heddle.platform.binary;

import heddle.text.ProblemException;

/**
 * The version of rustc that wrote a crate's metadata: a text near the start of {@code lib.rmeta}.
 * rustc takes metadata of its own version only, down to the commit.
 */
final class RustMetadata {
  /** The header is a few words; the text follows it at once. */
  private static final int REACH = 4096;

  private RustMetadata() {}

  static void describe(Bytes bytes, Draft draft) throws ProblemException {
    int at = bytes.find("rustc ", REACH);
    if (at < 0) {
      draft.notes.add("its metadata names no version of rustc");
      return;
    }
    int end = at;
    while (end < bytes.size() && end < at + 120 && bytes.u8(end) >= ' ' && bytes.u8(end) < 127) {
      if (bytes.u8(end) == ')') {
        end++;
        break;
      }
      end++;
    }
    String version = bytes.text(at, end - at);
    draft.facets.put(Facet.RUSTC, version);
    draft.producers.add(version);
  }
}
