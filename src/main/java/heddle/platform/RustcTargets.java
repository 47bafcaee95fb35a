package heddle.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * rustc's built-in targets, in the order of its own list, from the table that ships with Heddle.
 * The table is read when first asked for.
 */
public final class RustcTargets {
  private RustcTargets() {}

  private static final class Table {
    static final Map<String, RustcTarget> ROWS = load();
  }

  public static Optional<RustcTarget> find(String name) {
    return Optional.ofNullable(Table.ROWS.get(name));
  }

  public static List<RustcTarget> all() {
    return List.copyOf(Table.ROWS.values());
  }

  private static Map<String, RustcTarget> load() {
    var rows = new LinkedHashMap<String, RustcTarget>();
    try (InputStream in = RustcTargets.class.getResourceAsStream("rustc-targets.tsv")) {
      if (in == null) {
        throw new IllegalStateException("rustc-targets.tsv is missing from the jar");
      }
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String> header = Tsv.split(reader.readLine());
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> cells = Tsv.split(line);
        var columns = new LinkedHashMap<String, String>();
        for (int i = 0; i < header.size(); i++) {
          columns.put(header.get(i), cells.get(i));
        }
        rows.put(cells.getFirst(), new RustcTarget(cells.getFirst(), columns));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(rows);
  }
}
