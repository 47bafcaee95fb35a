package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace of rule files in memory: it is compiled and run, or refused. */
final class Drafts {
  static final Path ROOT = Path.of("/w");

  static final String IMPORTS =
      "import heddle.engine.*; import heddle.rules.*; import heddle.world.*;"
          + " import java.nio.file.Path; import java.util.*;\n";

  /** A goal that shows a file. */
  static final String SHOW =
      IMPORTS
          + """
          public record Show(Path file) implements Task<String> {
            public String run(Context c) throws Exception {
              return c.get(new ReadText(file)).orElseThrow().text();
            }
          }
          """;

  final Map<Path, String> world = new LinkedHashMap<>();

  /** Writes rule files, names and texts in turn, and says so in heddle.toml. */
  Drafts files(String... files) {
    var names = new ArrayList<String>();
    for (int i = 0; i < files.length; i += 2) {
      world.put(ROOT.resolve(files[i]), files[i + 1]);
      names.add('"' + files[i] + '"');
    }
    world.putIfAbsent(
        ROOT.resolve("heddle.toml"), "[rules]\nfiles = [" + String.join(", ", names) + "]\n");
    return this;
  }

  Handlers handlers() {
    return Handlers.none()
        .with(
            ReadText.class,
            (read, _) ->
                Optional.ofNullable(world.get(read.path()))
                    .map(text -> new Source(read.path().toString(), text)))
        .with(KindOf.class, (of, _) -> world.containsKey(of.path()) ? Kind.FILE : Kind.ABSENT);
  }

  Compiled compile() throws Exception {
    var place = Goals.class.getProtectionDomain().getCodeSource().getLocation();
    try (var engine = new Engine(handlers())) {
      return engine.evaluate(new CompileRules(ROOT, Path.of(place.toURI()).toString()));
    }
  }

  /** What a goal gives for these words. */
  String run(String goal, String... words) throws Exception {
    var rules = new LoadedRules(CompiledText.decode(CompiledText.encode(compile())));
    try (var engine = new Engine(rules.handlers(handlers()))) {
      return engine
          .evaluate(rules.task(rules.goal(goal), List.of(words), Path.of("/w/sub")))
          .toString();
    }
  }

  /** What is wrong, each problem as its lines. */
  void refused(String... lines) {
    assertThatThrownBy(this::compile)
        .isInstanceOfSatisfying(
            BuildException.class,
            e -> {
              var shown = new ArrayList<String>();
              for (Problem each : ((ProblemException) e.causes().getFirst()).problems()) {
                shown.addAll(each.lines("error"));
              }
              assertThat(String.join("\n", shown)).contains(lines);
            });
  }
}
