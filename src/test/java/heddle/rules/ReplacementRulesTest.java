package heddle.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.engine.Context;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.engine.Reason;
import heddle.engine.Task;
import heddle.engine.Trace;
import heddle.engine.Traces;
import heddle.process.Action;
import heddle.process.ActionOutcome;
import heddle.process.Captured;
import heddle.process.Ending;
import heddle.process.RunAction;
import heddle.process.SandboxLevel;
import heddle.store.Digest;
import heddle.world.DigestOf;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules that stand for intrinsics. */
class ReplacementRulesTest {
  private final Drafts drafts = new Drafts();

  private static final String UPPER =
      Drafts.IMPORTS
          + """
          public record Upper(ReadText read) implements Task<Optional<heddle.text.Source>> {
            public Optional<heddle.text.Source> run(Context c) throws Exception {
              return c.get(new Original<>(read)).map(s -> new heddle.text.Source(s.name(), s.text().toUpperCase(Locale.ROOT)));
            }
          }
          """;

  @Test
  void a_rule_that_stands_for_nothing_is_in_no_key_and_one_that_does_with_all_it_uses()
      throws Exception {
    String toml =
        """
        [rules]
        files = ["Upper.java", "Show.java", "Letters.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Upper"
        """;
    String upper = UPPER.replace("s.text().toUpperCase(Locale.ROOT)", "Letters.of(s.text())");
    String letters = "class Letters { static String of(String s) { return s + 1; } }\n";
    var salts = new ArrayList<String>();
    for (var each :
        List.of(
            List.of(Drafts.SHOW, letters), // as it is
            List.of(Drafts.SHOW.replace(".text();", ".text() + 1;"), letters), // a goal that asks
            List.of(Drafts.SHOW, letters.replace("1", "2")))) { // what the rule uses
      drafts.world.clear();
      drafts.world.put(Drafts.ROOT.resolve("heddle.toml"), toml);
      drafts.files("Upper.java", upper, "Show.java", each.get(0), "Letters.java", each.get(1));
      salts.add(new LoadedRules(drafts.compile()).salt());
    }
    assertThat(salts.get(1)).isEqualTo(salts.get(0));
    assertThat(salts.get(2)).isNotEqualTo(salts.get(0));
  }

  @Test
  void a_rule_may_stand_for_an_intrinsic_and_wrap_it() throws Exception {
    drafts.world.put(Path.of("/w/x"), "quiet");
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Upper.java", "Show.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Upper"
        """);
    drafts.files("Upper.java", UPPER, "Show.java", Drafts.SHOW);
    assertThat(drafts.run("show", "file=/w/x")).isEqualTo("QUIET");
    assertThat(new LoadedRules(drafts.compile()).salt()).startsWith("rules ");
  }

  @Test
  void a_rule_may_stand_for_a_staged_intrinsic() throws Exception {
    String imports =
        Drafts.IMPORTS + "import heddle.process.*; import java.util.function.Consumer;\n";
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Guard.java"]
        [rules.replace]
        "heddle.process.RunAction" = "Guard"
        """);
    drafts.files(
        "Guard.java",
        imports
            + """
            public record Guard(RunAction run) implements Staged<Optional<Path>, ActionOutcome> {
              public ActionOutcome run(Context c, Consumer<? super Optional<Path>> first) throws Exception {
                if (run.action().argv().contains("curl")) throw new Exception("no curl here");
                first.accept(c.early(new OriginalStaged<>(run)));
                return c.get(new OriginalStaged<>(run));
              }
            }
            """);
    var ended = new ArrayList<String>();
    var bound =
        drafts
            .handlers()
            .<Optional<Path>, ActionOutcome, RunAction>staged(
                RunAction.class,
                (run, _, first) -> {
                  first.accept(Optional.of(Path.of("early")));
                  ended.add(run.action().argv().getFirst());
                  return outcome();
                });
    try (var engine = new Engine(new LoadedRules(drafts.compile()).handlers(bound))) {
      assertThat(engine.evaluate(new First(action("make")))).contains(Path.of("early"));
      assertThat(ended).containsExactly("make");
      assertThatThrownBy(() -> engine.evaluate(action("curl"))).hasMessage("no curl here");
      assertThat(ended).containsExactly("make");
    }
  }

  record First(RunAction of) implements Task<Optional<Path>> {
    @Override
    public Optional<Path> run(Context c) throws Exception {
      return c.early(of);
    }
  }

  private static RunAction action(String program) {
    return new RunAction(Action.of(List.of(program), Map.of(), List.of(), "/"));
  }

  private static ActionOutcome outcome() {
    return new ActionOutcome(
        0,
        Ending.EXITED,
        Captured.of(""),
        Captured.of(""),
        Map.of(),
        SandboxLevel.PLAIN,
        Duration.ZERO,
        Duration.ZERO,
        List.of());
  }

  @Test
  void a_rule_that_cannot_stand_for_an_intrinsic_is_refused_where_it_is_said() {
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Show.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Show"
        """);
    drafts.files("Show.java", Drafts.SHOW);
    drafts.refused("`Show` cannot stand for an intrinsic", "heddle.toml:4:27");
  }

  @Test
  void the_replacement_that_gives_another_type_is_the_one_that_is_blamed() {
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Upper.java", "Wrong.java", "p/Near.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Upper"
        "heddle.rules.Kept" = "Wrong"
        """);
    String wrong =
        Drafts.IMPORTS
            + "public record Wrong(Kept of) implements Task<String> {"
            + " public String run(Context c) { return \"\"; } }\n";
    String near = "package p;\n" + wrong.replace("public record Wrong", "record Near");
    drafts.files("Upper.java", UPPER, "Wrong.java", wrong, "p/Near.java", near);
    drafts.refused(
        "`Wrong` cannot stand for `heddle.rules.Kept`: they give values of different types",
        "heddle.toml:5:23");
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["p/Near.java"]
        [rules.replace]
        "heddle.rules.Kept" = "p.Near"
        """);
    drafts.refused("`p.Near` cannot stand for an intrinsic: it is not public", "heddle.toml:4:23");
  }

  @Test
  void rules_are_compiled_again_by_another_heddle_in_the_same_jar() throws Exception {
    drafts.files("Show.java", Drafts.SHOW);
    var place = Path.of(Goals.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var kept = new LinkedHashMap<String, Trace>();
    var traces =
        new Traces() {
          @Override
          public List<Trace> find(String key) {
            return kept.containsKey(key) ? List.of(kept.get(key)) : List.of();
          }

          @Override
          public void keep(String key, Trace trace) {
            kept.put(key, trace);
          }
        };
    var compiled = new ArrayList<String>();
    for (String jar : List.of("one", "one", "other")) {
      var bound =
          drafts
              .handlers()
              .with(DigestOf.class, (_, _) -> Optional.of(Digest.of(jar.getBytes(UTF_8))))
              .traceable(new ReadText(Drafts.ROOT).kind(), key -> new ReadText(Path.of(key)))
              .traceable(new DigestOf(Drafts.ROOT).kind(), key -> new DigestOf(Path.of(key)));
      var listener =
          new Listener() {
            @Override
            public void started(Task<?> task, Reason reason) {
              if (task instanceof CompileRules) compiled.add(jar);
            }
          };
      try (var engine = new Engine(bound, traces, listener)) {
        engine.evaluate(new CompileRules(Drafts.ROOT, "/h/heddle.jar:" + place));
      }
    }
    assertThat(compiled).containsExactly("one", "other");
  }
}
