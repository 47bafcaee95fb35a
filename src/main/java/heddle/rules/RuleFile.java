package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.WrittenText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code [rules]} of the root's heddle.toml: {@code files}, the rule files relative to
 * the root; {@code replace}, which rule stands for which intrinsic, both by their names in Java;
 * {@code commands}, which goal is meant by {@code heddle build} and others where there is no
 * Cargo.toml; {@code before}, the goals that are laid down before Cargo packages are built.
 */
record RuleFile(Path root) implements Task<RuleFile.Said> {
  /** The commands that goals may stand for. */
  private static final List<String> COMMANDS = List.of("build", "test");

  /** A word and where it stands. */
  record Word(String text, Place place) {}

  record Said(
      List<Word> files, Map<Word, Word> replace, Map<String, Word> commands, List<Word> before) {
    Said {
      files = List.copyOf(files);
      before = List.copyOf(before);
      commands = Map.copyOf(commands);
    }

    static final Said NOTHING = new Said(List.of(), Map.of(), Map.of(), List.of());
  }

  @Override
  public Said run(Context c) throws Exception {
    Optional<Source> source = c.get(new WrittenText(root.resolve("heddle.toml")));
    if (source.isEmpty()) return Said.NOTHING;
    Optional<Toml> rules = Toml.parse(source.get()).get("rules");
    if (rules.isEmpty()) return Said.NOTHING;
    var table = table(rules.get(), "rules");
    var files = new ArrayList<Word>();
    var replace = new LinkedHashMap<Word, Word>();
    var commands = new LinkedHashMap<String, Word>();
    var before = new ArrayList<Word>();
    for (var entry : table.entries().values()) {
      switch (entry.key()) {
        case "files" -> files.addAll(words(entry));
        case "replace" -> {
          for (var each : table(entry.value(), "rules.replace").entries().values()) {
            replace.put(new Word(each.key(), each.keyPlace()), word(each.value(), each.key()));
          }
        }
        case "commands" -> {
          for (var each : table(entry.value(), "rules.commands").entries().values()) {
            if (!COMMANDS.contains(each.key())) {
              throw new ProblemException(
                  Problem.at(each.keyPlace(), "no goal can stand for `" + each.key() + "`")
                      .withHelp("goals stand for `" + String.join("` and `", COMMANDS) + "`"));
            }
            commands.put(each.key(), word(each.value(), each.key()));
          }
        }
        case "before" -> before.addAll(words(entry));
        default ->
            throw new ProblemException(
                Problem.at(entry.keyPlace(), "`[rules]` has no key `" + entry.key() + "`")
                    .withHelp("it has `files`, `before`, `replace` and `commands`"));
      }
    }
    return new Said(files, replace, commands, before);
  }

  private static Toml.Table table(Toml value, String name) throws ProblemException {
    if (value instanceof Toml.Table table) return table;
    throw wrong(value, name, "a table");
  }

  private static List<Word> words(Toml.Entry entry) throws ProblemException {
    if (!(entry.value() instanceof Toml.Array array)) {
      throw wrong(entry.value(), entry.key(), "an array of strings");
    }
    var words = new ArrayList<Word>();
    for (Toml each : array.items()) words.add(word(each, entry.key()));
    return words;
  }

  private static Word word(Toml value, String name) throws ProblemException {
    if (value instanceof Toml.Text(String text, Place place)) return new Word(text, place);
    throw wrong(value, name, "a string");
  }

  private static ProblemException wrong(Toml value, String name, String expected) {
    return new ProblemException(
        Problem.at(value.place(), "`" + name + "` must be " + expected + ", not " + value.kind()));
  }
}
