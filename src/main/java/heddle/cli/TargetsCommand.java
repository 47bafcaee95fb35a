package heddle.cli;

import heddle.platform.Dialect;
import heddle.platform.Explanation;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.text.JsonWriter;
import heddle.text.Source;
import heddle.world.FileBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle targets}: rustc's targets, one a line. {@code heddle targets explain TEXT}: what a
 * text means in each dialect; with {@code -} one text per line of standard input.
 */
final class TargetsCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "[explain TEXT...]",
        0,
        Integer.MAX_VALUE,
        false,
        List.of(
            Option.choice(
                "dialect",
                Arrays.stream(Dialect.values()).map(Dialect::id).toList(),
                "Read the text in this dialect only"),
            Option.flag("json", "One JSON object per text")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    PrintStream out = session.terminal().out();
    List<String> words = arguments.words();
    if (words.isEmpty()) {
      list(out, arguments.has("json"));
      return 0;
    }
    if (!words.getFirst().equals("explain") || words.size() < 2) {
      throw new UsageException(
          "`targets` takes nothing, or `explain` and a text",
          Optional.of("heddle targets explain x86_64-linux-gnu"));
    }
    var asked =
        new Asked(
            arguments.value("dialect").flatMap(Dialect::of),
            arguments.has("json"),
            session.invocation().directory());
    // A stream says of each line whether it was understood; a word on the command line must be.
    boolean understood = true;
    for (String word : words.subList(1, words.size())) {
      if (word.equals("-")) {
        explainLines(asked, out);
      } else {
        understood &= asked.explain(word, out);
      }
    }
    out.flush();
    return understood ? 0 : Failure.EXIT;
  }

  private static void explainLines(Asked asked, PrintStream out) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      asked.explain(line, out);
    }
  }

  private static void list(PrintStream out, boolean asJson) {
    for (RustcTarget each : RustcTargets.all()) {
      if (asJson) {
        var line = new StringBuilder();
        var json = new JsonWriter(line).beginObject();
        each.columns().forEach((key, value) -> json.key(key).string(value));
        json.endObject();
        out.println(line);
      } else {
        out.println(each.name());
      }
    }
  }

  private record Asked(Optional<Dialect> dialect, boolean json, Path here) {
    private Explanation explanation(String text) throws IOException {
      if (text.endsWith(".json") && dialect.orElse(Dialect.RUSTC) == Dialect.RUSTC) {
        try (var bytes = new FileBytes()) {
          var content = StandardCharsets.UTF_8.decode(bytes.map(here.resolve(text)));
          return Explanation.ofSpecification(text, new Source(text, content.toString()));
        }
      }
      return dialect
          .map(d -> Explanation.of(text, List.of(d)))
          .orElseGet(() -> Explanation.of(text));
    }

    /** Whether at least one dialect understood the text. */
    boolean explain(String text, PrintStream out) throws IOException {
      Explanation explanation = explanation(text);
      if (json) {
        out.println(explanation.json());
      } else {
        explanation.lines().forEach(out::println);
      }
      return !explanation.readings().isEmpty();
    }
  }
}
