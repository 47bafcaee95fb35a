package heddle.text;

/** The four kinds of TOML's moments: RFC 3339 with or without offset, a date, a time. */
final class TomlMoment {
  private final String text;
  private int at;

  private TomlMoment(String text) {
    this.text = text;
  }

  static boolean isValid(String text) {
    return new TomlMoment(text).isValid();
  }

  private boolean isValid() {
    if (text.charAt(2) == ':') {
      return time() && at == text.length();
    }
    if (!date()) {
      return false;
    }
    if (at == text.length()) {
      return true;
    }
    char separator = text.charAt(at++);
    if (separator != 'T' && separator != 't' && separator != ' ') {
      return false;
    }
    return time() && (at == text.length() || (offset() && at == text.length()));
  }

  private boolean date() {
    int year = number(4);
    if (year < 0 || !take('-')) {
      return false;
    }
    int month = number(2);
    if (month < 1 || month > 12 || !take('-')) {
      return false;
    }
    int day = number(2);
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int days =
        switch (month) {
          case 2 -> leap ? 29 : 28;
          case 4, 6, 9, 11 -> 30;
          default -> 31;
        };
    return day >= 1 && day <= days;
  }

  private boolean time() {
    int hour = number(2);
    if (hour < 0 || hour > 23 || !take(':')) {
      return false;
    }
    int minute = number(2);
    if (minute < 0 || minute > 59) {
      return false;
    }
    if (!take(':')) {
      return true;
    }
    int second = number(2);
    // 60 is a leap second.
    if (second < 0 || second > 60) {
      return false;
    }
    if (!take('.')) {
      return true;
    }
    int start = at;
    while (digit() >= 0) {
      at++;
    }
    return at > start;
  }

  private boolean offset() {
    if (take('Z') || take('z')) {
      return true;
    }
    if (!take('+') && !take('-')) {
      return false;
    }
    int hour = number(2);
    if (hour < 0 || hour > 23 || !take(':')) {
      return false;
    }
    int minute = number(2);
    return minute >= 0 && minute <= 59;
  }

  private int number(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int digit = digit();
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
      at++;
    }
    return value;
  }

  private int digit() {
    char c = at < text.length() ? text.charAt(at) : 0;
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  private boolean take(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    if (found) {
      at++;
    }
    return found;
  }
}
