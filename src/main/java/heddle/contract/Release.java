package heddle.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version as overlays compare them: its numbers, missing ones being zero, where a pre-release
 * comes before the release of the same numbers. Two pre-releases of one release are equal here.
 */
record Release(List<Long> numbers, boolean pre) implements Comparable<Release> {
  Release {
    numbers = List.copyOf(numbers);
  }

  static Optional<Release> parse(String text) {
    int plus = text.indexOf('+');
    String plain = plus < 0 ? text : text.substring(0, plus);
    int hyphen = plain.indexOf('-');
    var numbers = new ArrayList<Long>();
    for (String part : (hyphen < 0 ? plain : plain.substring(0, hyphen)).split("\\.", -1)) {
      if (part.isEmpty() || part.length() > 18 || !part.chars().allMatch(c -> c >= '0' && c <= '9'))
        return Optional.empty();
      numbers.add(Long.valueOf(part));
    }
    return Optional.of(new Release(numbers, hyphen >= 0));
  }

  @Override
  public int compareTo(Release other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int order = Long.compare(number(i), other.number(i));
      if (order != 0) return order;
    }
    return Boolean.compare(other.pre, pre);
  }

  private long number(int i) {
    return i < numbers.size() ? numbers.get(i) : 0;
  }
}
