package heddle.platform;

import java.util.Locale;

/** The order of a word's bytes. */
public enum Endian {
  LITTLE,
  BIG;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
