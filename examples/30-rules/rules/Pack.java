import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.CargoBuild;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Packs a program of the workspace into a tar archive, with files beside it and their checksums.
 *
 * @param program the package and its program
 * @param profile what it is built in; release if it is not said
 * @param files what is packed beside it
 */
public record Pack(String program, Optional<String> profile, List<Path> files)
    implements Task<Product> {
  @Override
  public Product run(Context c) throws Exception {
    var built = c.get(new CargoBuild("-p", program, "--profile", profile.orElse("release")));
    var packed = new TreeMap<String, Digest>();
    packed.put(program, built.file(program));
    for (Path file : files) {
      String base = file.getFileName().toString();
      packed.put(base, c.get(new Imported(file)).orElseThrow(() -> missing(base)));
    }
    var sums = new StringBuilder();
    packed.forEach(
        (name, digest) -> sums.append(digest.hash()).append("  ").append(name).append('\n'));
    packed.put("SHA256SUMS", c.get(new Kept(sums.toString())));
    String archive = program + ".tar";
    var tar = new ArrayList<>(List.of("tar", "--mtime=@0", "--owner=0", "--group=0"));
    tar.addAll(List.of("--sort=name", "--mode=u=rwX,go=rX", "-cf", archive));
    tar.addAll(packed.keySet());
    var ran = c.get(new Run(tar, Map.of(), packed, List.of(archive), Set.of(program)));
    return new Product(
        Map.of(archive, ran.output(archive), "SHA256SUMS", packed.get("SHA256SUMS")));
  }

  private static ProblemException missing(String name) {
    return new ProblemException(Problem.of("there is no file " + name));
  }
}
