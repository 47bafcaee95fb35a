package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArgumentParserTest {
  private final Usage usage =
      new Usage(
          "[WORD]",
          0,
          1,
          true,
          List.of(
              Option.value("jobs", 'j', "N", "How many"),
              Option.flag("quiet", 'q', "Less"),
              Option.flag("verbose", 'v', "More").repeated(),
              Option.value("package", 'p', "SPEC", "Which").repeated().withOptionalValue(),
              Option.choice("color", List.of("auto", "always", "never"), "Colour")));

  @Test
  void values_stand_in_the_same_word_or_the_next() throws Exception {
    for (var words :
        List.of(
            List.of("-j4"),
            List.of("-j=4"),
            List.of("-j", "4"),
            List.of("--jobs=4"),
            List.of("--jobs", "4"))) {
      check(words, Map.of("jobs", List.of("4")), List.of(), List.of());
    }
  }

  @Test
  void letters_may_stand_together_and_flags_count() throws Exception {
    check(
        List.of("-qvv", "-v"),
        Map.of("quiet", List.of(""), "verbose", List.of("", "", "")),
        List.of(),
        List.of());
  }

  @Test
  void an_optional_value_may_be_left_out_before_another_option() throws Exception {
    check(
        List.of("-p", "-q"),
        Map.of("package", List.of(""), "quiet", List.of("")),
        List.of(),
        List.of());
    check(
        List.of("-p", "a", "-p", "b"), Map.of("package", List.of("a", "b")), List.of(), List.of());
  }

  /** As cargo's parser: the word is looked at as an option first, and the value is missed last. */
  @Test
  void a_word_that_looks_like_an_option_is_no_value() {
    var usage =
        new Usage(
            "",
            0,
            0,
            false,
            List.of(
                Option.value("format", 'f', "FORMAT", "Form"),
                Option.value("jobs", 'j', "N", "How many"),
                Option.flag("quiet", 'q', "Less")));
    for (var words :
        List.of(List.of("-f", "-q"), List.of("--format", "--quiet"), List.of("-q", "-f"))) {
      assertThatThrownBy(() -> ArgumentParser.parse(usage, words))
          .hasMessage("a value is required for '--format <FORMAT>' but none was supplied");
    }
    assertThatThrownBy(() -> ArgumentParser.parse(usage, List.of("-f", "--nonesuch")))
        .hasMessage("unexpected argument '--nonesuch' found");
    assertThatThrownBy(() -> ArgumentParser.parse(usage, List.of("-f", "-1")))
        .hasMessage("unexpected argument '-1' found");
  }

  @Test
  void a_number_may_be_below_zero_and_a_hyphen_alone_is_a_word() throws Exception {
    check(List.of("-j", "-1"), Map.of("jobs", List.of("-1")), List.of(), List.of());
    check(
        List.of("--color", "auto", "-"), Map.of("color", List.of("auto")), List.of("-"), List.of());
  }

  @Test
  void words_after_two_dashes_are_handed_on() throws Exception {
    check(List.of("w", "--", "-q", "--jobs"), Map.of(), List.of("w"), List.of("-q", "--jobs"));
  }

  @Test
  void mistakes_say_what_was_expected() {
    fails(List.of("--jobs"), "a value is required for '--jobs <N>' but none was supplied");
    fails(List.of("--quiet=1"), "unexpected value '1' for '--quiet' found; no more were expected");
    fails(List.of("-q", "-q"), "the argument '--quiet' cannot be used multiple times");
    fails(List.of("-x"), "unexpected argument '-x' found");
    fails(List.of("-qx"), "unexpected argument '-x' found");
    fails(List.of("--color=alway"), "invalid value 'alway' for '--color <COLOR>'");
    fails(List.of("a", "b"), "unexpected argument 'b' found");
  }

  @Test
  void a_profile_and_a_file_for_a_trace_are_told_apart() throws Exception {
    profile(List.of("--profile", "release"), "release", "");
    profile(List.of("--profile=t.json"), "", "t.json");
    profile(List.of("--profile", "bench", "--profile", "out/t"), "bench", "out/t");
    List<String> two = List.of("--profile", "a.json", "--profile", "./b");
    assertThatThrownBy(() -> profile(two, "", "")).hasMessageContaining("two files: a.json, ./b");
  }

  private static void profile(List<String> words, String name, String file) throws Exception {
    Usage build = new CompileCommand(CompileCommand.Kind.BUILD).usage();
    Arguments given = ArgumentParser.parse(build, words);
    assertThat(BuildOptions.profile(given).orElse("")).isEqualTo(name);
    assertThat(BuildOptions.trace(given).orElse("")).isEqualTo(file);
  }

  @Test
  void options_that_only_cargo_has_say_what_to_do() {
    Usage build = new CompileCommand(CompileCommand.Kind.BUILD).usage();
    for (String each : List.of("--future-incompat-report", "--build-plan", "--lockfile-path")) {
      assertThatThrownBy(() -> ArgumentParser.parse(build, List.of(each)))
          .isInstanceOfSatisfying(
              UsageException.class, problem -> assertThat(problem.help()).isPresent())
          .hasMessage("unexpected argument '" + each + "' found");
    }
  }

  private void check(
      List<String> words,
      Map<String, List<String>> options,
      List<String> positional,
      List<String> trailing)
      throws UsageException {
    assertThat(ArgumentParser.parse(usage, words))
        .isEqualTo(new Arguments(options, positional, trailing));
  }

  private void fails(List<String> words, String message) {
    assertThatThrownBy(() -> ArgumentParser.parse(usage, words))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
