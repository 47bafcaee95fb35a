package heddle.rules;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that are refused before anything runs. */
class RefusedRulesTest {
  private final Drafts drafts = new Drafts();

  private void refusedBody(String body, String... lines) {
    drafts.world.clear();
    drafts.files(
        "rules/Bad.java",
        Drafts.IMPORTS
            + "public record Bad() implements Task<String> {\n"
            + "  public String run(Context c) throws Exception {\n"
            + body
            + "\n  }\n}\n");
    drafts.refused(lines);
  }

  @Test
  void a_compile_error_points_at_its_place() {
    drafts.files(
        "rules/Bad.java",
        Drafts.IMPORTS + "public record Bad() implements Task<String> {\n  int x = y;\n}\n");
    drafts.refused("rules/Bad.java:3:", "int x = y;");
  }

  @Test
  void a_missing_rule_file_is_named_where_it_is_said() {
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"), "[rules]\nfiles = [\"rules/None.java\"]\n");
    drafts.refused("the rule file `rules/None.java` is not there", "heddle.toml:2:10");
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
    drafts.files(
        "rules/Bad.java",
        Drafts.IMPORTS
            + "public record Bad() implements Task<String> {\n  static int count;\n"
            + "  public String run(Context c) { return \"\" + count++; }\n}\n");
    drafts.refused("`Bad` has the static field `count`, which is not final");
  }

  @Test
  void what_no_goal_can_stand_for_and_no_rule_file_can_be_is_refused_where_it_is_said() {
    drafts.world.put(
        Drafts.ROOT.resolve("heddle.toml"),
        "[rules]\nfiles = [\"Show.java\"]\n[rules.commands]\nrun = \"show\"\n");
    drafts.files("Show.java", Drafts.SHOW);
    drafts.refused(
        "no goal can stand for `run`", "heddle.toml:4:1", "goals stand for `build` and `test`");
    for (String file : List.of("rules/module-info.java", "rules.txt")) {
      drafts.world.put(Drafts.ROOT.resolve("heddle.toml"), "[rules]\nfiles = [\"" + file + "\"]\n");
      drafts.refused("`" + file + "` is no file of Java classes", "heddle.toml:2:10");
    }
  }

  @Test
  void goals_that_come_first_must_be_there_and_need_no_words() throws Exception {
    String toml = "[rules]\nfiles = [\"Show.java\"]\nbefore = [\"%s\"]\n";
    drafts.world.put(Drafts.ROOT.resolve("heddle.toml"), toml.formatted("shw"));
    drafts.files("Show.java", Drafts.SHOW);
    drafts.refused("there is no goal `shw`", "heddle.toml:3:11", "did you mean `show`?");
    drafts.world.put(Drafts.ROOT.resolve("heddle.toml"), toml.formatted("show"));
    drafts.refused("the goal `show` needs `file=…`, which nobody gives", "heddle.toml:3:11");
  }
}
