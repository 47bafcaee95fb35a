package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DownloadFormsTest {
  private static Contract read(String form) throws ProblemException {
    String text =
        "[heddle.download.d]\nurl = \"http://localhost/d\"\nsha256 = \""
            + "0".repeat(64)
            + "\"\nunpack = \""
            + form
            + "\"\n";
    return Contract.ofMetadata(Toml.parse(new Source("Cargo.toml", text)), Path.of("/p"));
  }

  private static Optional<String> unpack(String form) throws ProblemException {
    return Optional.ofNullable(read(form).downloads().get("d")).orElseThrow().unpack();
  }

  @Test
  void archives_of_packages_are_what_they_are_made_of() throws Exception {
    for (String form : new String[] {"zip", "whl", "jar"}) {
      assertThat(unpack(form)).contains("zip");
    }
    for (String form : new String[] {"tar.gz", "tgz", "crate"}) {
      assertThat(unpack(form)).contains("tar.gz");
    }
  }

  @Test
  void a_form_that_is_not_unpacked_is_an_error_that_says_what_to_do() {
    for (String form : new String[] {"tar.xz", "tar.zst", "tar.bz2", "7z", ""}) {
      assertThatThrownBy(() -> read(form))
          .hasMessageContaining("`" + form + "` is no archive that Heddle unpacks")
          .hasMessageContaining("Cargo.toml:4:")
          .hasMessageContaining("tar.gz, tar, zip")
          .hasMessageContaining("leave `unpack` out");
    }
  }
}
