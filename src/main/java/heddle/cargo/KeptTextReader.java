package heddle.cargo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes numbers and texts from a {@link KeptText}; what is none fails in some exception. */
public final class KeptTextReader {
  private final String in;
  private final List<String> known = new ArrayList<>();
  private int at;

  public KeptTextReader(String in) {
    this.in = in;
  }

  public boolean more() {
    return at < in.length();
  }

  public long whole() {
    long value = 0;
    for (int shift = 0; ; shift += 6) {
      char c = in.charAt(at++);
      value |= (long) (c & 63) << shift;
      if (c < 64) {
        return value;
      }
    }
  }

  public int number() {
    return Math.toIntExact(whole());
  }

  public boolean flag() {
    return number() == 1;
  }

  public String text() {
    return text(number());
  }

  private String text(int what) {
    if (what > 1) {
      return known.get(what - 2);
    }
    if (what == 0) {
      throw new IllegalArgumentException("there is no text at " + at);
    }
    int length = number();
    String text = in.substring(at, at + length);
    at += length;
    known.add(text);
    return text;
  }

  public Optional<String> optional() {
    int what = number();
    return what == 0 ? Optional.empty() : Optional.of(text(what));
  }

  public List<String> texts() {
    int size = number();
    if (size == 0) {
      return List.of();
    }
    var texts = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      texts.add(text());
    }
    return List.copyOf(texts);
  }

  public Optional<List<String>> optionalTexts() {
    return flag() ? Optional.of(texts()) : Optional.empty();
  }
}
