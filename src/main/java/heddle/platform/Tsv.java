package heddle.platform;

import java.util.ArrayList;
import java.util.List;

/** A line of tab-separated cells, without quoting. */
final class Tsv {
  private Tsv() {}

  static List<String> split(String line) {
    var cells = new ArrayList<String>();
    int start = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
      cells.add(line.substring(start, tab));
      start = tab + 1;
    }
    cells.add(line.substring(start));
    return List.copyOf(cells);
  }
}
