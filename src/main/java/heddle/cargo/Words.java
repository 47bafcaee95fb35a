package heddle.cargo;

import java.util.ArrayList;
import java.util.List;

/** The words of a text: what stands between white space. */
final class Words {
  private Words() {}

  static List<String> of(String text) {
    var words = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean space = i == text.length() || Character.isWhitespace(text.charAt(i));
      if (!space && start < 0) {
        start = i;
      } else if (space && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      }
    }
    return List.copyOf(words);
  }
}
