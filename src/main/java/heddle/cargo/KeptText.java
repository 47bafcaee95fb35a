package heddle.cargo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers and texts, one after the other, as one text that costs little to read: {@link
 * KeptTextReader} takes them back in the same order.
 *
 * <p>A number is six bits a character, the low ones first, 64 added where more follow. A text is 0
 * where it is absent; 1, its length and its characters; or 2 and more: one that came before,
 * counted from the first.
 */
public final class KeptText {
  private final StringBuilder out;
  private final Map<String, Integer> known = new HashMap<>();

  public KeptText() {
    this(1 << 16);
  }

  /**
   * @param room for how many characters there shall be room at first
   */
  public KeptText(int room) {
    this.out = new StringBuilder(room);
  }

  public String text() {
    return out.toString();
  }

  public KeptText number(long value) {
    long rest = value;
    while (rest >>> 6 != 0) {
      out.append((char) ((rest & 63) | 64));
      rest >>>= 6;
    }
    out.append((char) rest);
    return this;
  }

  public KeptText flag(boolean value) {
    return number(value ? 1 : 0);
  }

  public KeptText text(String value) {
    Integer at = known.putIfAbsent(value, known.size() + 2);
    if (at != null) {
      return number(at);
    }
    number(1).number(value.length());
    out.append(value);
    return this;
  }

  public KeptText optional(Optional<String> value) {
    return value.isPresent() ? text(value.get()) : number(0);
  }

  public KeptText texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  public KeptText optionalTexts(Optional<List<String>> values) {
    flag(values.isPresent());
    values.ifPresent(this::texts);
    return this;
  }
}
