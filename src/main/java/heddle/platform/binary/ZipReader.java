package heddle.platform.binary;

import heddle.text.ProblemException;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A ZIP archive by what its members are: a wheel of Python (PEP 427), a jar, or another. Of a wheel
 * the ABI is that of all its native files together; a jar's is its classes', as it may bring native
 * files for many machines, of which a program takes one. Members that are no code are not unpacked.
 */
final class ZipReader {
  private static final int END = 22;
  private static final int ENTRY = 46;

  /** No native file of a package is larger, and no package holds more of them together. */
  private static final long LARGEST = 256L << 20;

  private static final long ALL = 2L << 30;
  private static final int HEAD = 64;

  private final Bytes bytes;
  private final int depth;
  private final Mixture mixture = new Mixture();
  private final TreeSet<String> inside = new TreeSet<>();
  private final TreeMap<String, Integer> machines = new TreeMap<>();
  private long unpacked;
  private boolean manifest;

  ZipReader(Bytes bytes, int depth) {
    this.bytes = bytes;
    this.depth = depth;
  }

  Artifact read() throws ProblemException {
    boolean wheel = bytes.name().endsWith(".whl");
    long end = end();
    int count = bytes.u16(end + 10);
    long at = bytes.u32(end + 16);
    if (count == 0xffff || at == 0xffffffffL) {
      throw bytes.broken(
          "a ZIP archive beyond 4 GiB or 65,535 members, which Heddle does not read");
    }
    for (int i = 0; i < count; i++) {
      if (bytes.u32(at) != 0x02014b50L) {
        throw bytes.broken("no entry of a ZIP archive's directory at offset " + at);
      }
      int nameLength = bytes.u16(at + 28);
      String name = bytes.text(at + ENTRY, nameLength);
      member(name, at, wheel);
      at += ENTRY + nameLength + bytes.u16(at + 30) + bytes.u16(at + 32);
    }
    Draft draft = mixture.draft;
    draft.needed.removeIf(
        library -> inside.contains(library.substring(library.lastIndexOf('/') + 1)));
    machines.forEach((machine, files) ->
        draft.notes.add(
            files + (files == 1 ? " native file for " : " native files for ") + machine));
    if (wheel) {
      WheelName.check(bytes.name(), draft);
    }
    return mixture.artifact(bytes.name(), wheel ? "wheel" : manifest ? "jar" : "ZIP archive");
  }

  /** The end record stands before a comment, whose length it says. */
  private long end() throws ProblemException {
    for (long at = (long) bytes.size() - END;
        at >= 0 && at >= (long) bytes.size() - END - 0xffff;
        at--) {
      if (bytes.u32(at) == 0x06054b50L && at + END + bytes.u16(at + 20) <= bytes.size()) {
        return at;
      }
    }
    throw bytes.broken("a ZIP archive without its directory");
  }

  private void member(String name, long entry, boolean wheel) throws ProblemException {
    manifest |= name.equals("META-INF/MANIFEST.MF");
    inside.add(name.substring(name.lastIndexOf('/') + 1));
    // Classes for newer Javas only, and the word on modules, which old ones do not load.
    if (name.endsWith("/")
        || name.startsWith("META-INF/versions/")
        || name.endsWith("module-info.class")) {
      return;
    }
    int method = bytes.u16(entry + 10);
    long packed = bytes.u32(entry + 20);
    long size = bytes.u32(entry + 24);
    long local = bytes.u32(entry + 42);
    // Deflate packs to a thousandth at best; who says more lies of the size.
    if (size > packed * 1100 + 1100) {
      throw bytes.broken(name + " cannot be " + size + " bytes");
    }
    if ((bytes.u16(entry + 8) & 1) != 0 || size < 8 || (method != 0 && method != 8)) {
      return;
    }
    long start = local + 30 + bytes.u16(local + 26) + bytes.u16(local + 28);
    Bytes content = bytes.slice(name, start, packed);
    Bytes head = unpacked(name, content, method, Math.min(size, HEAD));
    if (!isCode(head)) {
      return;
    }
    // Code does not pack a hundredfold: that is a bomb.
    if (size > LARGEST || unpacked + size > ALL || size > 100 * packed + (1 << 20)) {
      mixture.draft.notes.add(name + " is not looked at, for its size");
      return;
    }
    unpacked += size;
    Artifact artifact;
    try {
      artifact =
          PythonNames.completed(Formats.read(unpacked(name, content, method, size), depth + 1));
    } catch (ProblemException e) {
      mixture.draft.notes.add(name + ": " + e.problems().getFirst().message());
      return;
    }
    boolean java = artifact.abi().get(Facet.JVM_CLASS).isPresent();
    // A wheel for any platform carries programs as data, as pip and setuptools do.
    boolean data = bytes.name().endsWith("-any.whl") && artifact.kind().equals("program");
    if (java || (wheel && !data)) {
      mixture.add(artifact);
      if (!artifact.soname().isEmpty()) {
        inside.add(artifact.soname());
      }
    }
    if (!java) {
      machines.merge(machine(artifact), 1, Integer::sum);
    }
  }

  private static boolean isCode(Bytes head) throws ProblemException {
    return head.startsWith(0x7f, 'E', 'L', 'F')
        || head.startsWith(0xca, 0xfe, 0xba, 0xbe)
        || head.startsWith(0xca, 0xfe, 0xba, 0xbf)
        || head.startsWith('M', 'Z')
        || head.startsWith('!', '<', 'a', 'r', 'c', 'h', '>')
        || MachO.isMachO(head);
  }

  private static String machine(Artifact artifact) {
    Abi abi = artifact.abi();
    String format = abi.get(Facet.FORMAT).orElse("");
    String os = abi.get(Facet.OS).orElse(format);
    String libc = abi.get(Facet.LIBC).map(l -> " (" + l + ")").orElse("");
    return abi.get(Facet.ARCH).orElse("an unknown machine") + " " + os + libc;
  }

  private static Bytes unpacked(String name, Bytes content, int method, long size)
      throws ProblemException {
    if (method == 0) {
      return content.slice(name, 0, Math.min(size, content.size()));
    }
    var inflater = new Inflater(true);
    try {
      inflater.setInput(content.buffer());
      byte[] out = new byte[(int) size];
      int done = 0;
      while (done < out.length) {
        int n = inflater.inflate(out, done, out.length - done);
        if (n == 0) {
          break;
        }
        done += n;
      }
      return new Bytes(name, ByteBuffer.wrap(out, 0, done), false);
    } catch (DataFormatException e) {
      throw content.broken("a member that cannot be unpacked");
    } finally {
      inflater.end();
    }
  }
}
