package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.store.Digest;
import heddle.text.Source;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules that the manual shows are rules: they compile, pass the check, and do what is said. */
class RulesPageTest {
  private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");

  /** The first whole rule file of a page. */
  private static LoadedRules rules(String page, String file) throws Exception {
    var block = JAVA.matcher(Files.readString(Path.of("docs", page)));
    assertThat(block.find()).isTrue();
    var place = Goals.class.getProtectionDomain().getCodeSource().getLocation();
    var said = new RuleFile.Said(List.of(), Map.of(), Map.of(), List.of());
    var compiler = new RuleCompiler(Path.of(place.toURI()).toString());
    return new LoadedRules(
        compiler.compile(List.of(new Source("rules/" + file, block.group(1))), said));
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private final List<String> ran = new ArrayList<>();

  private Handlers handlers() {
    return Handlers.none()
        .with(ReadText.class, (read, _) -> Optional.of(new Source("list", "a.md\nb.md\n")))
        .with(
            ListDirectory.class,
            (_, _) ->
                Optional.of(
                    new Listing(Map.of("a.md", Kind.FILE, "b.md", Kind.FILE, "c", Kind.FILE))))
        .with(Imported.class, (file, _) -> Optional.of(digest(file.path().toString())))
        .with(Kept.class, (kept, _) -> digest(kept.text()))
        .with(
            Run.class,
            (run, _) -> {
              synchronized (ran) {
                ran.add(run.argv() + " " + run.inputs().keySet());
              }
              return new Ran(0, "7\n", "", Map.of());
            });
  }

  private Object value(LoadedRules rules, String goal, String... words) throws Exception {
    try (var engine = new Engine(handlers())) {
      return engine.evaluate(rules.task(rules.goal(goal), List.of(words), Path.of("/w")));
    }
  }

  @Test
  void the_first_rule_counts_words() throws Exception {
    var rules = rules("rules.md", "WordCount.java");
    assertThat(value(rules, "word-count", "directory=docs")).isEqualTo("a.md: 7\nb.md: 7");
    assertThat(ran).hasSize(2).allMatch(run -> run.equals("[sh, -c, wc -w <text] [text]"));
  }

  @Test
  void the_rule_beside_those_of_other_tools_makes_checksums() throws Exception {
    var rules = rules("rules-compared.md", "Checksums.java");
    assertThat(value(rules, "checksums", "list=files.txt"))
        .isEqualTo(new Product(Map.of("SHA256SUMS", digest("7\n"))));
    assertThat(ran).containsExactly("[sha256sum, a.md, b.md] [a.md, b.md]");
  }
}
