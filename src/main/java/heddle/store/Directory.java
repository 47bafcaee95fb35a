package heddle.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The names in one directory, each list sorted by name in code unit order; the message Directory of
 * the Remote Execution API v2, canonical, so that equal directories have one digest.
 */
public record Directory(
    List<FileNode> files, List<DirectoryNode> directories, List<SymlinkNode> symlinks) {
  public record FileNode(String name, Digest digest, boolean executable) {}

  public record DirectoryNode(String name, Digest digest) {}

  public record SymlinkNode(String name, String target) {}

  public static final Directory EMPTY = new Directory(List.of(), List.of(), List.of());

  public Directory {
    files = files.stream().sorted(Comparator.comparing(FileNode::name)).toList();
    directories = directories.stream().sorted(Comparator.comparing(DirectoryNode::name)).toList();
    symlinks = symlinks.stream().sorted(Comparator.comparing(SymlinkNode::name)).toList();
  }

  public byte[] encode() {
    var out = new Wire();
    for (FileNode each : files) {
      out.message(1, new Wire().text(1, each.name).digest(2, each.digest).flag(4, each.executable));
    }
    for (DirectoryNode each : directories) {
      out.message(2, new Wire().text(1, each.name).digest(2, each.digest));
    }
    for (SymlinkNode each : symlinks) {
      out.message(3, new Wire().text(1, each.name).text(2, each.target));
    }
    return out.toBytes();
  }

  public static Directory decode(byte[] bytes) throws IOException {
    var files = new ArrayList<FileNode>();
    var directories = new ArrayList<DirectoryNode>();
    var symlinks = new ArrayList<SymlinkNode>();
    var in = new WireReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> files.add(file(new WireReader(in.bytes())));
        case 2 -> {
          FileNode node = file(new WireReader(in.bytes()));
          directories.add(new DirectoryNode(node.name, node.digest));
        }
        case 3 -> symlinks.add(symlink(new WireReader(in.bytes())));
        default -> in.skip();
      }
    }
    return new Directory(files, directories, symlinks);
  }

  /** A FileNode; a DirectoryNode has its first two fields. */
  private static FileNode file(WireReader in) throws IOException {
    String name = "";
    Optional<Digest> digest = Optional.empty();
    boolean executable = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> digest = Optional.of(in.digest());
        case 4 -> executable = in.flag();
        default -> in.skip();
      }
    }
    return new FileNode(
        checked(name),
        digest.orElseThrow(() -> new IOException("damaged directory: no digest")),
        executable);
  }

  private static SymlinkNode symlink(WireReader in) throws IOException {
    String name = "";
    String target = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> target = in.text();
        default -> in.skip();
      }
    }
    return new SymlinkNode(checked(name), target);
  }

  /** A name leads to a place in its directory and nowhere else. */
  private static String checked(String name) throws IOException {
    if (name.isEmpty()
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0
        || name.equals(".")
        || name.equals("..")) {
      throw new IOException("damaged directory: the name `" + name + "`");
    }
    return name;
  }
}
