package heddle.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version as overlays compare them: its numbers, missing ones being zero; a pre-release comes
 * before the release of the same numbers, and pre-releases are in the order of semver.org, section
 * 11.
 *
 * @param pre the identifiers of a pre-release; none of a release
 */
record Release(List<Long> numbers, List<String> pre) implements Comparable<Release> {
  Release {
    numbers = List.copyOf(numbers);
    pre = List.copyOf(pre);
  }

  static Optional<Release> parse(String text) {
    int plus = text.indexOf('+');
    String plain = plus < 0 ? text : text.substring(0, plus);
    int hyphen = plain.indexOf('-');
    var numbers = new ArrayList<Long>();
    for (String part : (hyphen < 0 ? plain : plain.substring(0, hyphen)).split("\\.", -1)) {
      if (part.length() > 18 || !digits(part)) return Optional.empty();
      numbers.add(Long.valueOf(part));
    }
    List<String> pre =
        hyphen < 0 ? List.of() : List.of(plain.substring(hyphen + 1).split("\\.", -1));
    return pre.contains("") ? Optional.empty() : Optional.of(new Release(numbers, pre));
  }

  private static boolean digits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(Release other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int order = Long.compare(number(i), other.number(i));
      if (order != 0) return order;
    }
    if (pre.isEmpty() || other.pre.isEmpty())
      return Boolean.compare(pre.isEmpty(), other.pre.isEmpty());
    for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
      int order = identifiers(pre.get(i), other.pre.get(i));
      if (order != 0) return order;
    }
    return Integer.compare(pre.size(), other.pre.size());
  }

  /** Numbers by their value and before words, which are compared as text. */
  private static int identifiers(String a, String b) {
    if (!digits(a) || !digits(b))
      return digits(a) == digits(b) ? a.compareTo(b) : digits(a) ? -1 : 1;
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }

  private long number(int i) {
    return i < numbers.size() ? numbers.get(i) : 0;
  }
}
