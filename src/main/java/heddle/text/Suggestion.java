package heddle.text;

import java.util.Locale;
import java.util.Optional;

/**
 * The known name nearest to a misspelt one. The distance counts insertions, removals, replacements
 * and swaps of neighbours (optimal string alignment), without regard to case; more than three is no
 * suggestion. Source of the rule: cargo's {@code util/edit_distance.rs}.
 */
public record Suggestion(String name) {
  private static final int LIMIT = 3;

  /** The nearest of the names; the first of those equally near. */
  public static Optional<Suggestion> among(Iterable<String> names, String misspelt) {
    return among(names, misspelt, LIMIT);
  }

  /** As {@link #among(Iterable, String)}; more than the limit, of 3 at most, is no suggestion. */
  public static Optional<Suggestion> among(Iterable<String> names, String misspelt, int limit) {
    int best = limit + 1;
    Optional<Suggestion> found = Optional.empty();
    for (String name : names) {
      int distance = distance(misspelt, name);
      if (distance < best) {
        best = distance;
        found = Optional.of(new Suggestion(name));
      }
    }
    return found;
  }

  /**
   * The help text, with cargo's words: {@code kind} is what the name names, for example package.
   */
  public String help(String kind) {
    String article = "aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ";
    return article + kind + " with a similar name exists: `" + name + "`";
  }

  static int distance(String left, String right) {
    int[] a = left.toLowerCase(Locale.ROOT).codePoints().toArray();
    int[] b = right.toLowerCase(Locale.ROOT).codePoints().toArray();
    if (Math.abs(a.length - b.length) > LIMIT) {
      return Math.abs(a.length - b.length);
    }
    int[] older = new int[b.length + 1];
    int[] old = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      old[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replace = old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int best = Math.min(replace, Math.min(old[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          best = Math.min(best, older[j - 2] + 1);
        }
        row[j] = best;
      }
      int[] spare = older;
      older = old;
      old = row;
      row = spare;
    }
    return old[b.length];
  }
}
