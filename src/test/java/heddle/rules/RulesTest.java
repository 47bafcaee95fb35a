package heddle.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Engine;
import heddle.engine.Handlers;
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
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
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

class RulesTest {
  private static final Path ROOT = Path.of("/w");

  private static final String IMPORTS =
      "import heddle.engine.*; import heddle.rules.*; import heddle.world.*;"
          + " import java.nio.file.Path; import java.util.*;\n";

  private static final String GREETING =
      IMPORTS
          + """
          /**
           * Greets people. At length.
           *
           * @param names who is greeted
           * @param tone how
           */
          public record GreetAll(List<String> names, Tone tone, int times, boolean loud, Optional<String> end, Path from)
              implements Task<String> {
            public enum Tone { WARM, COOL }
            public String run(Context c) throws Exception {
              String text = c.get(new ReadText(from)).map(s -> s.text()).orElse("nobody");
              var all = new StringBuilder();
              for (String name : c.map(names, (b, n) -> n + "!")) all.append(tone).append(' ').append(name).append(times);
              return all + text + loud + end.orElse(".");
            }
          }
          """;

  private final Map<Path, String> world = new LinkedHashMap<>();

  private RulesTest files(String... files) {
    var names = new ArrayList<String>();
    for (int i = 0; i < files.length; i += 2) {
      world.put(ROOT.resolve(files[i]), files[i + 1]);
      names.add('"' + files[i] + '"');
    }
    world.putIfAbsent(
        ROOT.resolve("heddle.toml"), "[rules]\nfiles = [" + String.join(", ", names) + "]\n");
    return this;
  }

  private Handlers handlers() {
    return Handlers.none()
        .with(
            ReadText.class,
            (read, _) ->
                Optional.ofNullable(world.get(read.path()))
                    .map(text -> new Source(read.path().toString(), text)));
  }

  private Compiled compile() throws Exception {
    var place = Goals.class.getProtectionDomain().getCodeSource().getLocation();
    try (var engine = new Engine(handlers())) {
      return engine.evaluate(new CompileRules(ROOT, Path.of(place.toURI()).toString()));
    }
  }

  private String run(String goal, String... words) throws Exception {
    var rules = new LoadedRules(CompiledText.decode(CompiledText.encode(compile())));
    try (var engine = new Engine(rules.handlers(handlers()))) {
      return engine
          .evaluate(rules.task(rules.goal(goal), List.of(words), Path.of("/w/sub")))
          .toString();
    }
  }

  /** What is wrong, each problem as its lines. */
  private void refused(String... lines) {
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

  @Test
  void a_goal_takes_its_components_as_words() throws Exception {
    world.put(Path.of("/w/sub/x.txt"), "text");
    files("rules/GreetAll.java", GREETING);
    assertThat(
            run(
                "greet-all",
                "names=A",
                "names=B",
                "tone=cool",
                "times=2",
                "loud=true",
                "from=x.txt"))
        .isEqualTo("COOL A!2COOL B!2texttrue.");
    assertThat(run("greet-all", "tone=warm", "times=1", "from=none", "end=?"))
        .isEqualTo("nobodyfalse?");
  }

  @Test
  void goals_are_listed_with_their_comments() throws Exception {
    var goal = files("rules/GreetAll.java", GREETING).compile().goals().getFirst();
    assertThat(goal.summary()).isEqualTo("Greets people");
    assertThat(goal.usage())
        .isEqualTo(
            "greet-all [names=TEXT]... tone=warm|cool times=NUMBER [loud=true|false] [end=TEXT]"
                + " from=PATH");
    assertThat(goal.parameters().getFirst().doc()).isEqualTo("who is greeted");
  }

  @Test
  void components_may_be_optional_or_many_of_each_kind() throws Exception {
    files(
        "All.java",
        IMPORTS
            + """
            /// Takes *all* there is, `n` of {@code it}.
            ///
            /// @param paths where
            ///    to look
            /// @param sizes {@link Integer numbers}
            public record All(Optional<Path> path, List<Path> paths, Optional<Integer> size, List<Integer> sizes,
                Optional<Long> big, List<Boolean> flags, Optional<To> to, List<To> all, long number)
                implements Task<String> {
              public enum To { TO_DISK, AWAY }
              public String run(Context c) {
                return path + " " + paths + size + sizes + big + flags + to + all + number;
              }
            }
            """);
    assertThat(run("all", "number=5"))
        .isEqualTo("Optional.empty []Optional.empty[]Optional.empty[]Optional.empty[]5");
    assertThat(
            run(
                "all",
                "path=a",
                "paths=../b",
                "size=1",
                "sizes=2",
                "sizes=3",
                "big=4",
                "flags=true",
                "to=to-disk",
                "all=AWAY",
                "all=TO_DISK",
                "number=5"))
        .isEqualTo(
            "Optional[/w/sub/a] [/w/b]Optional[1][2, 3]Optional[4][true]Optional[TO_DISK][AWAY,"
                + " TO_DISK]5");
    var goal = compile().goals().getFirst();
    assertThat(goal.usage())
        .startsWith("all [path=PATH] [paths=PATH]... [size=NUMBER]")
        .contains("[flags=true|false]...", "[to=to-disk|away]", " number=NUMBER");
    assertThat(goal.summary()).isEqualTo("Takes *all* there is, `n` of it");
    assertThat(goal.parameters().get(1).doc()).isEqualTo("where to look");
    assertThat(goal.parameters().get(3).doc()).isEqualTo("numbers");
    assertThatThrownBy(() -> run("all", "number=5", "size=99999999999"))
        .hasMessageContaining("`size` of the goal `all` is too large a number: `99999999999`");
  }

  @Test
  void a_task_that_is_no_goal_is_said_to_be_none_and_why() throws Exception {
    files(
        "Tasks.java",
        IMPORTS
            + """
            public final class Tasks {
              public record Inner(Map<String, String> of) implements Task<String> {
                public String run(Context c) { return ""; }
              }
              record Hidden() implements Task<String> {
                public String run(Context c) { return ""; }
              }
            }
            """);
    assertThatThrownBy(() -> run("inner"))
        .hasMessageContaining("there is no goal `inner`")
        .hasMessageContaining(
            "the task `Tasks.Inner` is for other tasks: its component `of` is a"
                + " `java.util.Map<java.lang.String,java.lang.String>`, which no word can be");
    assertThatThrownBy(() -> run("hidden"))
        .hasMessageContaining("the task `Tasks.Hidden` is not public, so it is no goal");
  }

  @Test
  void a_wrong_word_says_what_was_meant() throws Exception {
    files("rules/GreetAll.java", GREETING);
    assertThatThrownBy(() -> run("greet-al")).hasMessageContaining("there is no goal `greet-al`");
    assertThatThrownBy(() -> run("greet-all", "tme=1"))
        .hasMessageContaining("the goal `greet-all` has no argument `tme`");
    assertThatThrownBy(() -> run("greet-all", "tone=warm", "times=one"))
        .hasMessageContaining("`times` of the goal `greet-all` must be a whole number, not `one`");
    assertThatThrownBy(() -> run("greet-all", "tone=rude"))
        .hasMessageContaining("must be one of warm, cool, not `rude`");
    assertThatThrownBy(() -> run("greet-all", "tone=warm", "times=1"))
        .hasMessageContaining("`from` of the goal `greet-all` is missing");
  }

  @Test
  void a_compile_error_points_at_its_place() {
    files(
        "rules/Bad.java",
        IMPORTS + "public record Bad() implements Task<String> {\n  int x = y;\n}\n");
    refused("rules/Bad.java:3:", "int x = y;");
  }

  @Test
  void a_missing_rule_file_is_named_where_it_is_said() {
    world.put(ROOT.resolve("heddle.toml"), "[rules]\nfiles = [\"rules/None.java\"]\n");
    refused("the rule file `rules/None.java` is not there", "heddle.toml:2:10");
  }

  private void refusedBody(String body, String... lines) {
    world.clear();
    files(
        "rules/Bad.java",
        IMPORTS
            + "public record Bad() implements Task<String> {\n"
            + "  public String run(Context c) throws Exception {\n"
            + body
            + "\n  }\n}\n");
    refused(lines);
  }

  @Test
  void doors_to_the_world_are_refused_with_class_line_and_call() {
    refusedBody(
        "return java.nio.file.Files.readString(Path.of(\"x\"));",
        "`Bad` uses `java.nio.file.Files.readString`, which a rule may not",
        "rules/Bad.java:4");
    refusedBody(
        "new ProcessBuilder(\"ls\").start(); return \"\";",
        "makes a `java.lang.ProcessBuilder`",
        "starts programs by `Run`");
    refusedBody(
        "return \"\" + System.currentTimeMillis();", "`java.lang.System.currentTimeMillis`");
    refusedBody("return System.getenv(\"HOME\");", "asks for variables by `Variable`");
    refusedBody("return \"\" + Math.random();", "`java.lang.Math.random`");
    refusedBody("return \"\" + new Random().nextInt();", "makes a `java.util.Random`");
    refusedBody("return \"\" + UUID.randomUUID();", "`java.util.UUID.randomUUID`");
    refusedBody("return \"\" + java.time.Instant.now();", "`java.time.Instant.now`");
    refusedBody("return Class.forName(\"x\").getName();", "`java.lang.Class.forName`");
    refusedBody("return \"\" + c.getClass().getClassLoader();", "`java.lang.Class.getClassLoader`");
    refusedBody("Thread.sleep(1); return \"\";", "`java.lang.Thread.sleep`");
    refusedBody(
        "return \"\" + Path.of(\"x\").toAbsolutePath();", "`java.nio.file.Path.toAbsolutePath`");
    refusedBody(
        "return \"\" + heddle.store.Digest.of(Path.of(\"x\"));", "`heddle.store.Digest.of`");
    refusedBody(
        "java.util.function.Supplier<Map<String, String>> s = System::getenv; return \"\" +"
            + " s.get();",
        "`java.lang.System.getenv`");
    refusedBody("return \"\" + new heddle.engine.Engine(null);", "makes a `heddle.engine.Engine`");
  }

  @Test
  void a_state_that_outlives_a_run_is_refused() {
    files(
        "rules/Bad.java",
        IMPORTS
            + "public record Bad() implements Task<String> {\n  static int count;\n"
            + "  public String run(Context c) { return \"\" + count++; }\n}\n");
    refused("`Bad` has the static field `count`, which is not final");
  }

  private static final String UPPER =
      IMPORTS
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
            List.of(SHOW, letters), // as it is
            List.of(SHOW.replace(".text();", ".text() + 1;"), letters), // a goal that asks
            List.of(SHOW, letters.replace("1", "2")))) { // what the rule uses
      world.clear();
      world.put(ROOT.resolve("heddle.toml"), toml);
      files("Upper.java", upper, "Show.java", each.get(0), "Letters.java", each.get(1));
      salts.add(new LoadedRules(compile()).salt());
    }
    assertThat(salts.get(1)).isEqualTo(salts.get(0));
    assertThat(salts.get(2)).isNotEqualTo(salts.get(0));
  }

  private static final String SHOW =
      IMPORTS
          + """
          public record Show(Path file) implements Task<String> {
            public String run(Context c) throws Exception {
              return c.get(new ReadText(file)).orElseThrow().text();
            }
          }
          """;

  @Test
  void a_rule_may_stand_for_an_intrinsic_and_wrap_it() throws Exception {
    world.put(Path.of("/w/x"), "quiet");
    world.put(
        ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Upper.java", "Show.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Upper"
        """);
    files("Upper.java", UPPER, "Show.java", SHOW);
    assertThat(run("show", "file=/w/x")).isEqualTo("QUIET");
    assertThat(new LoadedRules(compile()).salt()).startsWith("rules ");
  }

  @Test
  void a_rule_may_stand_for_a_staged_intrinsic() throws Exception {
    String imports = IMPORTS + "import heddle.process.*; import java.util.function.Consumer;\n";
    world.put(
        ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Guard.java"]
        [rules.replace]
        "heddle.process.RunAction" = "Guard"
        """);
    files(
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
        handlers()
            .<Optional<Path>, ActionOutcome, RunAction>staged(
                RunAction.class,
                (run, _, first) -> {
                  first.accept(Optional.of(Path.of("early")));
                  ended.add(run.action().argv().getFirst());
                  return outcome();
                });
    try (var engine = new Engine(new LoadedRules(compile()).handlers(bound))) {
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
    world.put(
        ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Show.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Show"
        """);
    files("Show.java", SHOW);
    refused("`Show` cannot stand for an intrinsic", "heddle.toml:4:27");
  }

  @Test
  void the_replacement_that_gives_another_type_is_the_one_that_is_blamed() {
    world.put(
        ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["Upper.java", "Wrong.java", "p/Near.java"]
        [rules.replace]
        "heddle.world.ReadText" = "Upper"
        "heddle.rules.Kept" = "Wrong"
        """);
    String wrong =
        IMPORTS
            + "public record Wrong(Kept of) implements Task<String> {"
            + " public String run(Context c) { return \"\"; } }\n";
    String near = "package p;\n" + wrong.replace("public record Wrong", "record Near");
    files("Upper.java", UPPER, "Wrong.java", wrong, "p/Near.java", near);
    refused(
        "`Wrong` cannot stand for `heddle.rules.Kept`: they give values of different types",
        "heddle.toml:5:23");
    world.put(
        ROOT.resolve("heddle.toml"),
        """
        [rules]
        files = ["p/Near.java"]
        [rules.replace]
        "heddle.rules.Kept" = "p.Near"
        """);
    refused("`p.Near` cannot stand for an intrinsic: it is not public", "heddle.toml:4:23");
  }

  @Test
  void what_no_goal_can_stand_for_and_no_rule_file_can_be_is_refused_where_it_is_said() {
    world.put(
        ROOT.resolve("heddle.toml"),
        "[rules]\nfiles = [\"Show.java\"]\n[rules.commands]\nrun = \"show\"\n");
    files("Show.java", SHOW);
    refused("no goal can stand for `run`", "heddle.toml:4:1", "goals stand for `build` and `test`");
    for (String file : List.of("rules/module-info.java", "rules.txt")) {
      world.put(ROOT.resolve("heddle.toml"), "[rules]\nfiles = [\"" + file + "\"]\n");
      refused("`" + file + "` is no file of Java classes", "heddle.toml:2:10");
    }
  }

  @Test
  void goals_that_come_first_must_be_there_and_need_no_words() throws Exception {
    String toml = "[rules]\nfiles = [\"Show.java\"]\nbefore = [\"%s\"]\n";
    world.put(ROOT.resolve("heddle.toml"), toml.formatted("shw"));
    files("Show.java", SHOW);
    refused("there is no goal `shw`", "heddle.toml:3:11", "did you mean `show`?");
    world.put(ROOT.resolve("heddle.toml"), toml.formatted("show"));
    refused("the goal `show` needs `file=…`, which nobody gives", "heddle.toml:3:11");
  }

  @Test
  void rules_are_compiled_again_by_another_heddle_in_the_same_jar() throws Exception {
    files("Show.java", SHOW);
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
          handlers()
              .with(DigestOf.class, (_, _) -> Optional.of(Digest.of(jar.getBytes(UTF_8))))
              .traceable(new ReadText(ROOT).kind(), key -> new ReadText(Path.of(key)))
              .traceable(new DigestOf(ROOT).kind(), key -> new DigestOf(Path.of(key)));
      var listener =
          new Listener() {
            @Override
            public void started(Task<?> task, Reason reason) {
              if (task instanceof CompileRules) compiled.add(jar);
            }
          };
      try (var engine = new Engine(bound, traces, listener)) {
        engine.evaluate(new CompileRules(ROOT, "/h/heddle.jar:" + place));
      }
    }
    assertThat(compiled).containsExactly("one", "other");
  }

  @Test
  void a_workspace_without_rules_has_no_goals() throws Exception {
    assertThat(compile()).isEqualTo(Compiled.NOTHING);
    assertThatThrownBy(() -> run("any")).hasMessageContaining("this workspace has no rules");
  }

  private String failure(String goal, String... words) throws Exception {
    var rules = new LoadedRules(compile());
    try (var engine = new Engine(rules.handlers(handlers()))) {
      engine.evaluate(rules.task(rules.goal(goal), List.of(words), ROOT));
      return "";
    } catch (BuildException e) {
      return RuleFailure.of(e, rules).getMessage();
    }
  }

  @Test
  void a_rule_that_throws_shows_its_own_frames_and_the_requests_that_led_to_it() throws Exception {
    files(
        "rules/Outer.java",
        IMPORTS
            + """
            public record Outer(int at) implements Task<String> {
              record Inner(int at) implements Task<String> {
                public String run(Context c) {
                  return "" + 10 / at;
                }
              }
              public String run(Context c) throws Exception {
                return c.get(new Inner(at));
              }
            }
            """);
    assertThat(failure("outer", "at=0"))
        .contains(
            "a rule failed: java.lang.ArithmeticException: / by zero",
            " --> rules/Outer.java:5:7",
            "5 |       return \"\" + 10 / at;",
            "at Outer.Inner.run (rules/Outer.java:5)",
            "requested: Outer[at=0]",
            "requested: Inner[at=0]")
        .doesNotContain("heddle.engine", "Outer.java:3");
  }

  @Test
  void two_rule_files_of_one_name_are_told_apart() throws Exception {
    String body =
        IMPORTS
            + "public record Same() implements Task<String> {\n"
            + "  public String run(Context c) {\n    throw new IllegalStateException();\n  }\n}\n";
    files(
        "a/Same.java",
        "package a;\n"
            + body.replace("record Same", "record Other")
                .replace("public record Other", "record Other"),
        "b/Same.java",
        "package b;\n\n" + body);
    assertThat(failure("same")).contains(" --> b/Same.java:6:5", "throw new IllegalState");
  }

  @Test
  void what_throws_in_a_record_made_from_words_or_in_its_text_is_the_rules_failure() {
    files(
        "Level.java",
        IMPORTS
            + """
            public record Level(int at) implements Task<String> {
              public Level {
                if (at < 0) throw new IllegalArgumentException("below zero");
              }
              static final int LIMIT = Integer.parseInt("none");
              public String run(Context c) throws Exception {
                return c.get(new Deep(at + LIMIT));
              }
              record Deep(int at) implements Task<String> {
                public String run(Context c) throws Exception { return run(c); }
              }
            }
            """);
    assertThat(outside("level", "at=-1"))
        .contains("java.lang.NumberFormatException: For input string: \"none\"", "Level.java:6:");
  }

  /** What is said of a goal that cannot even be made. */
  private String outside(String goal, String... words) {
    try {
      var rules = new LoadedRules(compile());
      try {
        return rules.task(rules.goal(goal), List.of(words), ROOT).toString();
      } catch (RuntimeException | LinkageError e) {
        return RuleFailure.outside(e, rules).orElseThrow().toString();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_error_of_a_rule_is_told_as_it_is() throws Exception {
    files(
        "Deep.java",
        IMPORTS
            + """
            public record Deep(int at) implements Task<String> {
              public String run(Context c) { return again(at); }
              private static String again(int n) { return again(n + 1) + n; }
            }
            """);
    assertThat(failure("deep", "at=1"))
        .contains("a rule failed: java.lang.StackOverflowError", " --> Deep.java:4:", "Deep.again")
        .doesNotContain("IllegalStateException");
  }

  @Test
  void a_cycle_of_tasks_whose_text_throws_is_named_by_their_classes() throws Exception {
    files(
        "Ring.java",
        IMPORTS
            + """
            public record Ring(int at) implements Task<String> {
              public String run(Context c) throws Exception { return c.get(new Ring((at + 1) % 2)); }
              public String toString() { throw new IllegalStateException(); }
            }
            """);
    assertThat(failure("ring", "at=0")).contains("in a cycle", "Ring requests", "Ring again");
  }

  @Test
  void a_cycle_of_tasks_is_named_in_full() throws Exception {
    files(
        "rules/Ring.java",
        IMPORTS
            + """
            public record Ring(int at) implements Task<String> {
              public String run(Context c) throws Exception {
                return c.get(new Ring((at + 1) % 3));
              }
            }
            """);
    assertThat(failure("ring", "at=1"))
        .contains("in a cycle", "Ring[at=0] requests", "Ring[at=1]", "Ring[at=2]", "again");
  }
}
