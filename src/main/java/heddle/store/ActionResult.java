package heddle.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an action left: the message ActionResult of the Remote Execution API v2.
 *
 * @param directories output directories by the digest of their root {@link Directory}
 */
public record ActionResult(
    List<OutputFile> files,
    List<OutputDirectory> directories,
    int exit,
    Digest stdout,
    Digest stderr) {
  public record OutputFile(String path, Digest digest, boolean executable) {}

  public record OutputDirectory(String path, Digest root) {}

  public ActionResult {
    files = files.stream().sorted(Comparator.comparing(OutputFile::path)).toList();
    directories = directories.stream().sorted(Comparator.comparing(OutputDirectory::path)).toList();
  }

  public byte[] encode() {
    var out = new Wire();
    for (OutputFile each : files) {
      out.message(2, new Wire().text(1, each.path).digest(2, each.digest).flag(4, each.executable));
    }
    for (OutputDirectory each : directories)
      out.message(3, new Wire().text(1, each.path).digest(5, each.root));
    return out.number(4, exit).digest(6, stdout).digest(8, stderr).toBytes();
  }

  public static ActionResult decode(byte[] bytes) throws IOException {
    var files = new ArrayList<OutputFile>();
    var directories = new ArrayList<OutputDirectory>();
    int exit = 0;
    Digest stdout = Digest.of(new byte[0]);
    Digest stderr = stdout;
    var in = new WireReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 2 -> files.add(file(new WireReader(in.bytes())));
        case 3 -> directories.add(directory(new WireReader(in.bytes())));
        case 4 -> exit = (int) in.number();
        case 6 -> stdout = in.digest();
        case 8 -> stderr = in.digest();
        default -> in.skip();
      }
    }
    return new ActionResult(files, directories, exit, stdout, stderr);
  }

  private static OutputFile file(WireReader in) throws IOException {
    String path = "";
    Digest digest = Digest.of(new byte[0]);
    boolean executable = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> path = in.text();
        case 2 -> digest = in.digest();
        case 4 -> executable = in.flag();
        default -> in.skip();
      }
    }
    return new OutputFile(path, digest, executable);
  }

  private static OutputDirectory directory(WireReader in) throws IOException {
    String path = "";
    Digest root = Digest.of(new byte[0]);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> path = in.text();
        case 5 -> root = in.digest();
        default -> in.skip();
      }
    }
    return new OutputDirectory(path, root);
  }

  /** Every blob that must be there for the result to be of use; of a directory, its root only. */
  public List<Digest> blobs() {
    var all = new ArrayList<Digest>();
    files.forEach(f -> all.add(f.digest()));
    directories.forEach(d -> all.add(d.root()));
    all.add(stdout);
    all.add(stderr);
    return all;
  }
}
