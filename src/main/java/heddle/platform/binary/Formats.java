package heddle.platform.binary;

import heddle.text.Problem;
import heddle.text.ProblemException;

/** Tells the formats apart by their first bytes. */
final class Formats {
  private Formats() {}

  /** {@code depth} counts the containers around these bytes. */
  static Artifact read(Bytes bytes, int depth) throws ProblemException {
    if (bytes.startsWith(0x7f, 'E', 'L', 'F')) {
      return new ElfReader(bytes).read();
    }
    if (bytes.startsWith('!', '<', 'a', 'r', 'c', 'h', '>', '\n')
        || bytes.startsWith('!', '<', 't', 'h', 'i', 'n', '>', '\n')) {
      if (depth > 1) {
        throw bytes.broken("archives within archives");
      }
      return new ArchiveReader(bytes, depth).read();
    }
    if (bytes.startsWith('P', 'K', 3, 4) || bytes.startsWith('P', 'K', 5, 6)) {
      if (depth > 0) {
        throw bytes.broken("archives within archives");
      }
      return new ZipReader(bytes, depth).read();
    }
    if (bytes.startsWith(0xca, 0xfe, 0xba, 0xbf)) {
      return MachO.universal(bytes, depth);
    }
    if (bytes.startsWith(0xca, 0xfe, 0xba, 0xbe)) {
      // A universal Mach-O has the same magic, and then a small number of parts where a class has
      // its version, of which the least is 45.
      return bytes.ordered(true).u32(4) < 40
          ? MachO.universal(bytes, depth)
          : ClassFile.read(bytes);
    }
    if (MachO.isMachO(bytes)) {
      return MachO.read(bytes);
    }
    if (bytes.startsWith('M', 'Z') || Coff.isObject(bytes)) {
      return Coff.read(bytes);
    }
    return others(bytes);
  }

  private static Artifact others(Bytes bytes) throws ProblemException {
    if (bytes.size() == 0) {
      throw new ProblemException(Problem.of("`" + bytes.name() + "` is empty"));
    }
    var draft = new Draft();
    if (bytes.startsWith(0, 'a', 's', 'm')) {
      draft.facets.put(Facet.FORMAT, "wasm");
      draft.facets.put(Facet.ENDIAN, "little");
      return draft.artifact(bytes.name(), "WebAssembly module");
    }
    if (bytes.startsWith('B', 'C', 0xc0, 0xde) || bytes.startsWith(0xde, 0xc0, 0x17, 0x0b)) {
      draft.facets.put(Facet.IR, "LLVM bitcode");
      return draft.artifact(bytes.name(), "bitcode");
    }
    if (bytes.startsWith('r', 'u', 's', 't', 0, 0, 0)) {
      RustMetadata.describe(bytes, draft);
      return draft.artifact(bytes.name(), "Rust metadata");
    }
    throw new ProblemException(
        Problem.of(
            "`"
                + bytes.name()
                + "` is no object file, library, program or class that Heddle reads"));
  }
}
