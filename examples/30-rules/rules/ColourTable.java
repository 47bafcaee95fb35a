import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.CargoBuild;
import heddle.rules.CargoOption;
import heddle.rules.Kept;
import heddle.rules.Product;
import heddle.rules.Run;
import heddle.rules.TextOf;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has the workspace's program `tabulate` write a Rust table of the colours in colours.txt. A line
 * is a name and six hex digits.
 */
public record ColourTable() implements Task<Product> {
  @Override
  public Product run(Context c) throws Exception {
    var source = c.get(new ReadText(Path.of("colours.txt"))).orElseThrow(() -> missing());
    check(source);
    boolean upper = c.get(new CargoOption("colours", "names")).equals(Optional.of("upper"));
    Digest program = c.get(new CargoBuild("-p", "tabulate", "--release")).file("tabulate");
    Digest colours = c.get(new Kept(source.text()));
    String command = "./tabulate " + (upper ? "--upper " : "") + "<colours.txt >colours.rs";
    var run =
        new Run(
            List.of("sh", "-c", command),
            Map.of(),
            Map.of("tabulate", program, "colours.txt", colours),
            List.of("colours.rs"),
            Set.of("tabulate"));
    String table = c.get(new TextOf(c.get(run).output("colours.rs")));
    return new Product(Map.of("colours.rs", c.get(new Kept(table))));
  }

  private static void check(Source source) throws ProblemException {
    int at = 0;
    for (String line : source.text().split("\n", -1)) {
      if (!line.isBlank() && !line.matches("\\w+ [0-9a-f]{6}")) {
        throw new ProblemException(
            Problem.at(source.place(at, at + line.length()), "this is not a name and a colour"));
      }
      at += line.length() + 1;
    }
  }

  private static ProblemException missing() {
    return new ProblemException(Problem.of("there is no colours.txt"));
  }
}
