import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.CargoOption;
import heddle.rules.Kept;
import heddle.rules.Product;
import heddle.rules.WorkspaceRoot;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a Rust table of the colours in colours.txt. A line is a name and six hex digits. */
public record ColourTable() implements Task<Product> {
  @Override
  public Product run(Context c) throws Exception {
    var file = c.get(new WorkspaceRoot()).resolve("colours.txt");
    Source source = c.get(new ReadText(file)).orElseThrow(() -> missing());
    boolean upper = c.get(new CargoOption("colours", "names")).equals(Optional.of("upper"));
    var rust = new StringBuilder("pub const COLOURS: &[(&str, u32)] = &[\n");
    int at = 0;
    for (String line : source.text().split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && words[1].matches("[0-9a-f]{6}")) {
        String name = upper ? words[0].toUpperCase(Locale.ROOT) : words[0];
        rust.append("    (\"" + name + "\", 0x" + words[1] + "),\n");
      } else if (!line.isBlank()) {
        throw new ProblemException(
            Problem.at(source.place(at, at + line.length()), "this is not a name and a colour"));
      }
      at += line.length() + 1;
    }
    return new Product(Map.of("colours.rs", c.get(new Kept(rust + "];\n"))));
  }

  private static ProblemException missing() {
    return new ProblemException(Problem.of("there is no colours.txt"));
  }
}
