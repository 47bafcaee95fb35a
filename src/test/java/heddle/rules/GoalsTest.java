package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Goals: what they are, and the words that they take. */
class GoalsTest {
  private final Drafts drafts = new Drafts();

  private static final String GREETING =
      Drafts.IMPORTS
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

  @Test
  void a_goal_takes_its_components_as_words() throws Exception {
    drafts.world.put(Path.of("/w/sub/x.txt"), "text");
    drafts.files("rules/GreetAll.java", GREETING);
    assertThat(
            drafts.run(
                "greet-all",
                "names=A",
                "names=B",
                "tone=cool",
                "times=2",
                "loud=true",
                "from=x.txt"))
        .isEqualTo("COOL A!2COOL B!2texttrue.");
    assertThat(drafts.run("greet-all", "tone=warm", "times=1", "from=none", "end=?"))
        .isEqualTo("nobodyfalse?");
  }

  @Test
  void goals_are_listed_with_their_comments() throws Exception {
    var goal = drafts.files("rules/GreetAll.java", GREETING).compile().goals().getFirst();
    assertThat(goal.summary()).isEqualTo("Greets people");
    assertThat(goal.usage())
        .isEqualTo(
            "greet-all [names=TEXT]... tone=warm|cool times=NUMBER [loud=true|false] [end=TEXT]"
                + " from=PATH");
    assertThat(goal.parameters().getFirst().doc()).isEqualTo("who is greeted");
  }

  @Test
  void components_may_be_optional_or_many_of_each_kind() throws Exception {
    drafts.files(
        "All.java",
        Drafts.IMPORTS
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
    assertThat(drafts.run("all", "number=5"))
        .isEqualTo("Optional.empty []Optional.empty[]Optional.empty[]Optional.empty[]5");
    assertThat(
            drafts.run(
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
    var goal = drafts.compile().goals().getFirst();
    assertThat(goal.usage())
        .startsWith("all [path=PATH] [paths=PATH]... [size=NUMBER]")
        .contains("[flags=true|false]...", "[to=to-disk|away]", " number=NUMBER");
    assertThat(goal.summary()).isEqualTo("Takes *all* there is, `n` of it");
    assertThat(goal.parameters().get(1).doc()).isEqualTo("where to look");
    assertThat(goal.parameters().get(3).doc()).isEqualTo("numbers");
    assertThatThrownBy(() -> drafts.run("all", "number=5", "size=99999999999"))
        .hasMessageContaining("`size` of the goal `all` is too large a number: `99999999999`");
  }

  @Test
  void a_task_that_is_no_goal_is_said_to_be_none_and_why() throws Exception {
    drafts.files(
        "Tasks.java",
        Drafts.IMPORTS
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
    assertThatThrownBy(() -> drafts.run("inner"))
        .hasMessageContaining("there is no goal `inner`")
        .hasMessageContaining(
            "the task `Tasks.Inner` is for other tasks: its component `of` is a"
                + " `java.util.Map<java.lang.String,java.lang.String>`, which no word can be");
    assertThatThrownBy(() -> drafts.run("hidden"))
        .hasMessageContaining("the task `Tasks.Hidden` is not public, so it is no goal");
  }

  @Test
  void a_wrong_word_says_what_was_meant() throws Exception {
    drafts.files("rules/GreetAll.java", GREETING);
    assertThatThrownBy(() -> drafts.run("greet-al"))
        .hasMessageContaining("there is no goal `greet-al`");
    assertThatThrownBy(() -> drafts.run("greet-all", "tme=1"))
        .hasMessageContaining("the goal `greet-all` has no argument `tme`");
    assertThatThrownBy(() -> drafts.run("greet-all", "tone=warm", "times=one"))
        .hasMessageContaining("`times` of the goal `greet-all` must be a whole number, not `one`");
    assertThatThrownBy(() -> drafts.run("greet-all", "tone=rude"))
        .hasMessageContaining("must be one of warm, cool, not `rude`");
    assertThatThrownBy(() -> drafts.run("greet-all", "tone=warm", "times=1"))
        .hasMessageContaining("`from` of the goal `greet-all` is missing");
  }

  @Test
  void a_workspace_without_rules_has_no_goals() throws Exception {
    assertThat(drafts.compile()).isEqualTo(Compiled.NOTHING);
    assertThatThrownBy(() -> drafts.run("any")).hasMessageContaining("this workspace has no rules");
  }
}
