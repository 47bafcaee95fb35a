package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any text gives a value or a problem that can be shown: no other exception, no hang. */
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("heddle.fuzz", 20_000);
  private static final String ALPHABET =
      "[]{}=.,\"\"\"'''#\n\r\t\\ -_+:019eEtTzZxunafbc()é\u0000\u007f\uFEFF😀\uD83D";

  private interface Reader {
    void read(String text) throws ProblemException;
  }

  @Test
  void toml() throws Exception {
    var seeds = new ArrayList<String>();
    for (var test : Suites.lines("toml-test-1.1.0.jsonl")) {
      seeds.add(Suites.string(test, "text"));
    }
    check(seeds, text -> Toml.parse(new Source("fuzz", text)));
  }

  @Test
  void json() throws Exception {
    check(
        List.of("{\"a\":[1,2.5e3,{\"b\":null}],\"c\":\"\\u00e9\\n\"}", "[true,false,-0.0]"),
        text -> Json.parse(new Source("fuzz", text)));
  }

  @Test
  void cfg() throws Exception {
    check(
        List.of("all(unix, not(target_os = \"linux\"), any(r#true, feature = \"a\"))"),
        text -> Cfg.parse(text, new Source("fuzz", text).all()));
  }

  private static void check(List<String> seeds, Reader reader) {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    int[] chars = ALPHABET.codePoints().toArray();
    for (int round = 0; round < ROUNDS; round++) {
      var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int edits = random.nextInt(6); edits >= 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(4));
        String other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length() + 1);
        String insert =
            random.nextInt(4) == 0
                ? other.substring(from, Math.min(other.length(), from + random.nextInt(20)))
                : Character.toString(chars[random.nextInt(chars.length)]);
        text.replace(at, end, insert);
      }
      try {
        reader.read(text.toString());
      } catch (ProblemException e) {
        assertThat(e.getMessage()).startsWith("error: ");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + " round " + round + ": " + text, e);
      }
    }
  }
}
