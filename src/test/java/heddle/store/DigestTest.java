package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
  @TempDir Path directory;

  @Test
  void a_large_file_has_the_same_digest_by_the_system_and_by_the_jdk() throws Exception {
    assumeTrue(NativeSha.here().isPresent(), "OpenSSL's library is here");
    var random = new Random(11);
    for (int size : new int[] {0, 1, 63, 262_143, 262_144, 262_145, 3_000_017}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Path file = Files.write(directory.resolve("file"), bytes);
      assertThat(NativeSha.here().get().of(file))
          .as(size + " bytes")
          .isEqualTo(Digest.of(bytes))
          .isEqualTo(Digest.hashed(file));
      assertThat(Digest.of(file)).isEqualTo(Digest.of(bytes));
    }
  }

  @Test
  void a_file_that_is_not_there_has_none() {
    assertThatThrownBy(() -> Digest.of(directory.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
