import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.Imported;
import heddle.rules.Kept;
import heddle.rules.Product;
import heddle.rules.Run;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packs files into a tar archive, with a list of their checksums.
 *
 * @param name what the archive is called, without .tar
 * @param files what is packed
 */
public record Pack(String name, List<Path> files) implements Task<Product> {
  @Override
  public Product run(Context c) throws Exception {
    var packed = new TreeMap<String, Digest>();
    var sums = new StringBuilder();
    for (Path file : files) {
      String base = file.getFileName().toString();
      Digest digest =
          c.get(new Imported(file))
              .orElseThrow(() -> new ProblemException(Problem.of("there is no file " + base)));
      packed.put(base, digest);
      sums.append(digest.hash()).append("  ").append(base).append('\n');
    }
    packed.put("SHA256SUMS", c.get(new Kept(sums.toString())));
    String archive = name + ".tar";
    var tar = new ArrayList<>(List.of("tar", "--mtime=@0", "--owner=0", "--group=0", "--mode=644"));
    tar.addAll(List.of("-cf", archive));
    tar.addAll(packed.keySet());
    var ran = c.get(new Run(tar, packed, List.of(archive)));
    return new Product(
        Map.of(archive, ran.output(archive), "SHA256SUMS", packed.get("SHA256SUMS")));
  }
}
