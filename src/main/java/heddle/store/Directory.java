package heddle.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The names in one directory, each list sorted by name in code unit order; the message Directory of
 * the Remote Execution API v2, canonical, so that equal directories have one digest.
 */
public record Directory(List<FileNode> files, List<DirectoryNode> directories, List<SymlinkNode> symlinks) {
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
        case 1 -> {
          Node n = Node.read(in.bytes());
          files.add(new FileNode(n.name, n.digest(), n.executable));
        }
        case 2 -> {
          Node n = Node.read(in.bytes());
          directories.add(new DirectoryNode(n.name, n.digest()));
        }
        case 3 -> {
          Node n = Node.read(in.bytes());
          symlinks.add(new SymlinkNode(n.name, n.target));
        }
        default -> in.skip();
      }
    }
    return new Directory(files, directories, symlinks);
  }

  /** The three kinds of nodes have field 2 in two meanings: a digest, or the target of a link. */
  private record Node(String name, byte[] second, String target, boolean executable) {
    static Node read(byte[] bytes) throws IOException {
      String name = "";
      byte[] second = {};
      boolean executable = false;
      var in = new WireReader(bytes);
      while (in.next()) {
        switch (in.field()) {
          case 1 -> name = in.text();
          case 2 -> second = in.bytes();
          case 4 -> executable = in.flag();
          default -> in.skip();
        }
      }
      if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
        throw new IOException("damaged directory: the name `" + name + "`");
      }
      return new Node(name, second, new String(second, java.nio.charset.StandardCharsets.UTF_8), executable);
    }

    Digest digest() throws IOException {
      var in = new WireReader(new Wire().message(1, second).toBytes());
      in.next();
      return in.digest();
    }
  }
}
