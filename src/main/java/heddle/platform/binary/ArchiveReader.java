package heddle.platform.binary;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An {@code ar} archive in GNU's, BSD's or Windows' manner: the ABI that its members share. Members
 * that differ in a facet make the archive {@code mixed} there. A Rust library is an archive with
 * {@code lib.rmeta}.
 */
final class ArchiveReader {
  private static final int HEADER = 60;

  private final Bytes bytes;
  private final int depth;
  private final boolean thin;
  private final Optional<Artifact.Beside> beside;
  private final Mixture mixture = new Mixture();
  private final Draft draft = mixture.draft;
  private Bytes longNames;
  private boolean rust;
  private final Set<String> files = new HashSet<>();

  ArchiveReader(Bytes bytes, int depth) throws ProblemException {
    this(bytes, depth, Optional.empty());
  }

  /** {@code beside} is where a thin archive takes its members from. */
  ArchiveReader(Bytes bytes, int depth, Optional<Artifact.Beside> beside) throws ProblemException {
    this.beside = beside;
    this.bytes = bytes;
    this.depth = depth;
    this.thin = isThin(bytes);
    this.longNames = bytes.slice("", 0, 0);
  }

  static boolean isThin(Bytes bytes) {
    return bytes.startsWith('!', '<', 't', 'h', 'i', 'n', '>', '\n');
  }

  Artifact read() throws ProblemException {
    long at = 8;
    while (at + HEADER <= bytes.size()) {
      at = member(at);
    }
    if (thin) {
      draft.notes.add("a thin archive: its members are files beside it");
    }
    int members = mixture.members;
    draft.notes.add(members + (members == 1 ? " member with code" : " members with code"));
    return mixture.artifact(bytes.name(), rust ? "Rust library" : "archive");
  }

  private long member(long at) throws ProblemException {
    if (bytes.u8(at + 58) != '`' || bytes.u8(at + 59) != '\n') {
      throw bytes.broken("no member of an archive at offset " + at);
    }
    String field = bytes.text(at, 16).stripTrailing();
    long size = size(bytes.text(at + 48, 10).strip());
    long start = at + HEADER;
    boolean table = field.equals("/") || field.equals("/SYM64/") || field.equals("//");
    if (thin && !table) {
      elsewhere(field);
      return start;
    }
    Bytes content = bytes.slice(bytes.name(), start, size);
    if (field.equals("//")) {
      longNames = content;
    } else if (!table) {
      content(field, content);
    }
    return start + size + (size & 1);
  }

  /** A member of a thin archive; one that is an archive itself names a place within it. */
  private void elsewhere(String field) throws ProblemException {
    if (beside.isEmpty()) {
      return;
    }
    String name = field.endsWith("/") ? field.substring(0, field.length() - 1) : field;
    if (field.startsWith("/") && field.length() > 1) {
      String offset = field.substring(1);
      int colon = offset.indexOf(':');
      name = longName(size(colon < 0 ? offset : offset.substring(0, colon)));
    }
    if (!files.add(name)) {
      return;
    }
    try {
      code(name, new Bytes(bytes.name(), beside.get().file(name), false));
    } catch (IOException | InvalidPathException _) {
      draft.notes.add("member " + name + " cannot be read");
    }
  }

  private void content(String field, Bytes content) throws ProblemException {
    String name = field;
    Bytes body = content;
    if (field.startsWith("#1/")) {
      long length = size(field.substring(3));
      name = content.slice("", 0, length).string(0);
      body = content.slice(bytes.name(), length, content.size() - length);
    } else if (field.startsWith("/") && field.length() > 1) {
      name = longName(size(field.substring(1)));
    } else if (field.endsWith("/")) {
      name = field.substring(0, field.length() - 1);
    }
    if (name.startsWith("__.SYMDEF")) {
      return;
    }
    if (name.equals("lib.rmeta") || name.equals("rust.metadata.bin")) {
      rust = true;
      RustMetadata.describe(body, draft);
      return;
    }
    code(name, body);
  }

  private String longName(long offset) throws ProblemException {
    String text = longNames.string(offset);
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.endsWith("/") ? line.substring(0, line.length() - 1) : line;
  }

  private void code(String name, Bytes body) throws ProblemException {
    Artifact member;
    try {
      member = Formats.read(body, depth + 1);
    } catch (ProblemException e) {
      // Archives carry other files too (licences, indexes); a damaged object is worth a word.
      if (body.startsWith(0x7f, 'E', 'L', 'F')) {
        draft.notes.add("member " + name + ": " + e.problems().getFirst().message());
      }
      return;
    }
    mixture.add(member);
  }

  private long size(String digits) throws ProblemException {
    if (digits.isEmpty() || digits.length() > 10) {
      throw bytes.broken("a member without a size");
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        throw bytes.broken("the size `" + digits + "` of a member");
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
