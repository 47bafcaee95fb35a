package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.world.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ZipTest {
  private static Zip.Entry entry(String name, String text, boolean deflated) {
    return new Zip.Entry(name, new Bytes(text.getBytes(StandardCharsets.UTF_8)), deflated);
  }

  @Test
  void what_is_put_in_is_found_again_in_its_order() throws Exception {
    var zip = new Zip(List.of(entry("b/ä", "second", false), entry("a", "x".repeat(999), true)));
    var found = new ArrayList<String>();
    byte[] bytes = zip.bytes().toArray();
    try (var in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        found.add(each.getName() + " " + text.length() + " " + each.getTimeLocal());
      }
    }
    assertThat(found).containsExactly("b/ä 6 1980-02-01T00:00", "a 999 1980-02-01T00:00");
    assertThat(bytes.length).isLessThan(400);
  }

  @Test
  void equal_entries_are_equal_bytes_in_every_time_zone() {
    var zip = new Zip(List.of(entry("a", "text", true)), LocalDateTime.of(2026, 7, 1, 12, 0));
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      Bytes there = zip.bytes();
      TimeZone.setDefault(TimeZone.getTimeZone("America/Lima"));
      assertThat(zip.bytes()).isEqualTo(there);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void two_entries_of_one_name_are_refused() {
    var zip = new Zip(List.of(entry("a", "1", false), entry("a", "2", false)));
    assertThatThrownBy(zip::bytes).hasMessage("duplicate entry: a");
  }
}
