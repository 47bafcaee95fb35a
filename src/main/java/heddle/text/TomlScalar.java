package heddle.text;

/** The meaning of a word of TOML: a boolean, an integer, a float or a moment. */
final class TomlScalar {
  private TomlScalar() {}

  static Toml of(String word, Place place) throws ProblemException {
    switch (word) {
      case "true", "false" -> {
        return new Toml.Flag(word.equals("true"), place);
      }
      case "inf", "+inf" -> {
        return new Toml.Real(Double.POSITIVE_INFINITY, place);
      }
      case "-inf" -> {
        return new Toml.Real(Double.NEGATIVE_INFINITY, place);
      }
      case "nan", "+nan", "-nan" -> {
        return new Toml.Real(Double.NaN, place);
      }
      default -> {}
    }
    char first = word.charAt(0);
    if (first == '0' && word.length() > 1) {
      int radix =
          switch (word.charAt(1)) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 0;
          };
      if (radix != 0) {
        return whole(digits(word, 2, word.length(), radix, place), radix, place);
      }
    }
    if (isDigit(first)
        && ((word.length() > 4 && word.charAt(4) == '-')
            || (word.length() > 2 && word.charAt(2) == ':'))) {
      if (!TomlMoment.isValid(word)) {
        throw problem(place, "`" + word + "` is not a valid date or time");
      }
      return new Toml.Moment(word, place);
    }
    if (!isDigit(first) && first != '+' && first != '-') {
      throw new ProblemException(
          Problem.at(place, "`" + word + "` is not a TOML value")
              .withHelp("strings are quoted: \"" + word + "\""));
    }
    return number(word, place);
  }

  private static Toml number(String word, Place place) throws ProblemException {
    int start = isDigit(word.charAt(0)) ? 0 : 1;
    int end = start;
    while (end < word.length() && (isDigit(word.charAt(end)) || word.charAt(end) == '_')) {
      end++;
    }
    String whole = digits(word, start, end, 10, place);
    if (whole.length() > 1 && whole.charAt(0) == '0') {
      throw problem(place, "a number cannot start with `0`");
    }
    String sign = word.charAt(0) == '-' ? "-" : "";
    if (end == word.length()) {
      return whole(sign + whole, 10, place);
    }
    var text = new StringBuilder(sign).append(whole);
    int at = end;
    if (word.charAt(at) == '.') {
      end = at + 1;
      while (end < word.length() && (isDigit(word.charAt(end)) || word.charAt(end) == '_')) {
        end++;
      }
      text.append('.').append(digits(word, at + 1, end, 10, place));
      at = end;
    }
    if (at < word.length() && (word.charAt(at) | 0x20) == 'e') {
      at++;
      text.append('e');
      if (at < word.length() && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
        text.append(word.charAt(at++));
      }
      text.append(digits(word, at, word.length(), 10, place));
      at = word.length();
    }
    if (at < word.length()) {
      throw problem(place, "`" + word + "` is not a number");
    }
    double value = Double.parseDouble(text.toString());
    if (Double.isInfinite(value)) {
      throw problem(place, "`" + word + "` is beyond the range of 64-bit floats");
    }
    return new Toml.Real(value, place);
  }

  /** The digits from start to end without their underscores, which must stand between digits. */
  private static String digits(String word, int start, int end, int radix, Place place)
      throws ProblemException {
    var out = new StringBuilder(end - start);
    boolean digit = false;
    for (int i = start; i < end; i++) {
      char c = word.charAt(i);
      if (c == '_' ? !digit || i + 1 == end : c > 'f' || Character.digit(c, radix) < 0) {
        throw problem(place, "`" + word + "` is not a number");
      }
      digit = c != '_';
      if (digit) {
        out.append(c);
      }
    }
    if (!digit) {
      throw problem(place, "`" + word + "` is not a number");
    }
    return out.toString();
  }

  private static Toml whole(String digits, int radix, Place place) throws ProblemException {
    try {
      return new Toml.Whole(Long.parseLong(digits, radix), place);
    } catch (NumberFormatException _) {
      throw problem(place, "`" + place.text() + "` is beyond the range of 64-bit integers");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static ProblemException problem(Place place, String message) {
    return new ProblemException(Problem.at(place, message));
  }
}
