package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rustc says, as a build shows it. */
class CompilerMessagesTest {
  @TempDir private Path folder = Path.of("");
  private Yard yard;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
  }

  @Test
  void warnings_are_repeated_when_nothing_runs() throws Exception {
    Path root = yard.workspace("warning", "src/main.rs", "fn unused() {} fn main() {}");
    List<String> first = yard.build(root).said();
    assertThat(first).anyMatch(line -> line.contains("never used"));
    assertThat(yard.build(root))
        .satisfies(again -> {
          assertThat(again.ran()).isZero();
          assertThat(again.said()).isEqualTo(first);
        });
  }

  @Test
  void a_warning_of_a_file_that_two_units_share_is_said_once() throws Exception {
    String shared = "mod shared; ";
    Path one =
        yard.workspace(
            "one",
            "src/shared.rs",
            "pub fn f() { let x = 1; }",
            "src/lib.rs",
            "pub mod shared;",
            "src/main.rs",
            shared + "fn main() { shared::f() }");
    List<String> said = yard.build(one).said();
    assertThat(said).filteredOn(line -> line.contains("unused variable: `x`")).hasSize(1);
    assertThat(said).anyMatch(line -> line.endsWith("generated 1 warning (1 duplicate)"));
  }

  @Test
  void an_error_ends_with_rustcs_hint_where_it_is_explained() throws Exception {
    Path one = yard.workspace("one", "src/main.rs", "fn main() { nothing() }");
    assertThat(yard.build(one).said())
        .anyMatch(line -> line.startsWith("For more information about this error"));
  }
}
