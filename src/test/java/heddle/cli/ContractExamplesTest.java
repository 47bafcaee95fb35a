package heddle.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of the examples around contracts show is what happens. */
class ContractExamplesTest {
  @TempDir private Path temp = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"10-facts", "11-options", "12-downloads", "14-undeclared"})
  void the_page_shows_what_happens(String example) throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    new Transcripts(example, temp).check();
  }

  /** Its crates and its download come from the registry. */
  @Test
  void the_page_of_unmodified_crates_shows_what_happens() throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    assumeTrue(Transcripts.registryAnswers(), "the registry answers");
    new Transcripts("13-unmodified", temp).check();
  }
}
