package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {
  private static void matches(String requirement, String version, boolean expected)
      throws ProblemException {
    assertThat(VersionReq.parse(requirement).matches(Version.parse(version)))
        .as("%s matches %s", requirement, version)
        .isEqualTo(expected);
  }

  @Test
  void versions_are_printed_as_they_were_read() throws ProblemException {
    for (String text : List.of("0.0.0", "1.2.3", "1.2.3-alpha.1", "1.2.3+b.01", "1.2.3-a+b")) {
      assertThat(Version.parse(text)).hasToString(text);
    }
  }

  @Test
  void what_is_no_version_is_a_problem() {
    for (String text :
        List.of("", "1", "1.2", "a.b.c", "1.2.3-", "1.2.3-01", "01.2.3", "1.2.3 ", "1.2.3+")) {
      assertThatThrownBy(() -> Version.parse(text))
          .as(text)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("is not a valid version");
    }
  }

  @Test
  void precedence_is_that_of_semver_and_build_metadata_makes_it_total() throws ProblemException {
    List<String> sorted =
        List.of(
            "0.9.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0+2",
            "1.0.0+10",
            "1.0.0+a",
            "1.0.1",
            "1.10.0");
    var versions = new ArrayList<Version>();
    for (String text : sorted) {
      versions.add(Version.parse(text));
    }
    Collections.reverse(versions);
    Collections.sort(versions);
    assertThat(versions.stream().map(Version::toString)).isEqualTo(sorted);
  }

  @Test
  void a_bare_requirement_is_a_caret() throws ProblemException {
    matches("1.2.3", "1.2.3", true);
    matches("1.2.3", "1.9.0", true);
    matches("1.2.3", "2.0.0", false);
    matches("0.2.3", "0.2.9", true);
    matches("0.2.3", "0.3.0", false);
    matches("0.0.3", "0.0.4", false);
    matches("0.0", "0.0.4", true);
    matches("0", "0.9.4", true);
  }

  @Test
  void the_other_operators_compare_what_is_given() throws ProblemException {
    matches("~1.2", "1.2.9", true);
    matches("~1.2", "1.3.0", false);
    matches("=1.2", "1.2.7", true);
    matches("=1.2.3", "1.2.4", false);
    matches(">1.2", "1.2.9", false);
    matches(">1.2", "1.3.0", true);
    matches(">=1.2, <1.4", "1.3.9", true);
    matches(">=1.2, <1.4", "1.4.0", false);
    matches("<=1", "1.9.9", true);
    matches("1.*", "1.7.0", true);
    matches("1.2.*", "1.3.0", false);
    matches("*", "0.0.1", true);
  }

  @Test
  void a_pre_release_matches_only_where_the_requirement_names_its_numbers()
      throws ProblemException {
    matches("*", "1.0.0-rc.1", false);
    matches("1.0.0", "1.0.1-rc.1", false);
    matches("1.0.0-rc.1", "1.0.0-rc.2", true);
    matches("1.0.0-rc.1", "1.0.0", true);
    matches("1.0.0-rc.1", "1.0.1-rc.2", false);
    matches("=0.1.0-alpha", "0.1.0-alpha", true);
  }

  @Test
  void where_no_version_is_named_a_pre_release_matches_too() throws ProblemException {
    assertThat(VersionReq.ANY.matches(Version.parse("1.0.0-rc.1"))).isTrue();
    assertThat(VersionReq.parse("*")).isNotEqualTo(VersionReq.ANY);
  }

  @Test
  void requirements_are_printed_as_cargo_prints_them() throws ProblemException {
    assertThat(VersionReq.parse("1.2")).hasToString("^1.2");
    assertThat(VersionReq.parse(" >= 1 , <3")).hasToString(">=1, <3");
    assertThat(VersionReq.parse("1.x")).hasToString("1.*");
    assertThat(VersionReq.parse("*")).hasToString("*");
    assertThat(VersionReq.parse("=1.0.0-rc.1")).hasToString("=1.0.0-rc.1");
  }

  @Test
  void what_is_no_requirement_is_a_problem() {
    for (String text : List.of("", ">", "1.2,", "* , 1", "1.*.3", "a", "1 2", ">*", "1.2.3 || 2")) {
      assertThatThrownBy(() -> VersionReq.parse(text))
          .as(text)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("is not a valid version requirement");
    }
  }
}
