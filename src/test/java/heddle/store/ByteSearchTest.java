package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteSearchTest {
  @TempDir Path directory;

  @Test
  void a_text_is_found_wherever_it_lies() throws Exception {
    for (int at : new int[] {0, 1, 131_060, 131_072, 262_130, 262_140, 262_144, 524_280, 599_989}) {
      byte[] bytes = new byte[600_000];
      System.arraycopy(bytes("/home/me/ws"), 0, bytes, at, 11);
      assertThat(found(bytes, "/home/me/ws")).as("at " + at).isTrue();
      bytes[at + 10] = 'X';
      assertThat(found(bytes, "/home/me/ws")).as("spoilt at " + at).isFalse();
    }
  }

  @Test
  void it_finds_what_a_search_in_the_whole_text_finds() throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) text.append("ab".charAt(random.nextInt(2)));
      var pattern = new StringBuilder();
      for (int i = 1 + random.nextInt(6); i > 0; i--)
        pattern.append("ab".charAt(random.nextInt(2)));
      assertThat(found(bytes(text.toString()), pattern.toString()))
          .as(text + " " + pattern)
          .isEqualTo(text.indexOf(pattern.toString()) >= 0);
    }
  }

  private boolean found(byte[] bytes, String pattern) throws Exception {
    var file = Files.write(directory.resolve("file"), bytes);
    var search = new ByteSearch(bytes(pattern));
    boolean found = search.finds(file);
    assertThat(search.searched(file)).as("by our own means").isEqualTo(found);
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
