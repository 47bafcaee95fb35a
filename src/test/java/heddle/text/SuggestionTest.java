package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  @Test
  void the_nearest_name_within_three_changes_is_suggested() {
    check("serde_jsno", "serde_json");
    check("SERDE", "serde");
    check("srde", "serde");
    check("regexxxx", "regex");
    check("unrelated", "");
  }

  @Test
  void a_swap_of_neighbours_is_one_change() {
    assertThat(Suggestion.distance("ab", "ba")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
  }

  private static void check(String misspelt, String expected) {
    var found = Suggestion.among(List.of("serde", "serde_json", "regex"), misspelt);
    assertThat(found.map(Suggestion::name).orElse("")).isEqualTo(expected);
  }
}
