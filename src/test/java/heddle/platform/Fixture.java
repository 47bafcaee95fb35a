package heddle.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of facts that the tests are held to: a header line, then tab-separated rows. */
final class Fixture {
  private Fixture() {}

  static List<Map<String, String>> table(String name) throws IOException {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no fixture " + name);
      }
      return rows(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }

  static List<Map<String, String>> rows(String text) {
    var rows = new ArrayList<Map<String, String>>();
    List<String> lines = text.lines().toList();
    List<String> header = Tsv.split(lines.getFirst());
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = Tsv.split(line);
      var row = new LinkedHashMap<String, String>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), i < cells.size() ? cells.get(i) : "");
      }
      rows.add(row);
    }
    return rows;
  }
}
