package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7541, appendix C, and what is none. */
class HpackTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void packed_headers_of_a_request_are_read() throws IOException {
    assertThat(new Hpack().read(bytes("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")))
        .isEqualTo(
            Map.of(
                ":method",
                "GET",
                ":scheme",
                "http",
                ":path",
                "/",
                ":authority",
                "www.example.com"));
  }

  @Test
  void what_came_before_on_the_connection_is_meant_by_its_number() throws IOException {
    var hpack = new Hpack();
    Map<String, String> first =
        hpack.read(
            bytes(
                "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                    + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"));
    assertThat(first)
        .containsEntry(":status", "302")
        .containsEntry("cache-control", "private")
        .containsEntry("date", "Mon, 21 Oct 2013 20:13:21 GMT")
        .containsEntry("location", "https://www.example.com");
    Map<String, String> second = hpack.read(bytes("4883 640e ffc1 c0bf"));
    assertThat(second)
        .containsEntry(":status", "307")
        .containsEntry("cache-control", "private")
        .containsEntry("location", "https://www.example.com");
  }

  @Test
  void a_request_is_read_as_it_was_written() throws IOException {
    Map<String, String> headers = Map.of("if-none-match", "\"" + "e".repeat(200) + "\"");
    assertThat(new Hpack().read(Hpack.request("host:8443", "/se/rd/serde", headers)))
        .containsEntry(":authority", "host:8443")
        .containsEntry(":path", "/se/rd/serde")
        .containsAllEntriesOf(headers);
  }

  @Test
  void any_bytes_are_headers_or_a_problem_of_the_connection() {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      var block = new byte[random.nextInt(24)];
      random.nextBytes(block);
      try {
        assertThat(new Hpack().read(block)).isNotNull();
      } catch (IOException e) {
        assertThat(e).as("seed " + seed).hasMessageStartingWith("HTTP/2: ");
      }
    }
  }

  @Test
  void a_number_that_no_header_has_is_refused() {
    assertThatThrownBy(() -> new Hpack().read(bytes("fe"))).hasMessageContaining("no header");
  }

  @Test
  void a_star_stands_for_one_label_only() {
    assertThat(ServerName.matches("index.example.com", "index.example.com")).isTrue();
    assertThat(ServerName.matches("*.example.com", "index.example.com")).isTrue();
    assertThat(ServerName.matches("*.example.com", "a.index.example.com")).isFalse();
    assertThat(ServerName.matches("*.example.com", "example.com")).isFalse();
    assertThat(ServerName.matches("*.com", "example.com")).isFalse();
    assertThat(ServerName.matches("in*.example.com", "index.example.com")).isFalse();
    assertThat(ServerName.matches("other.example.com", "index.example.com")).isFalse();
  }
}
