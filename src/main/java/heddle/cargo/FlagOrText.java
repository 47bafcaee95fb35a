package heddle.cargo;

/** A value that may be written as a boolean or as a string, and means different things then. */
sealed interface FlagOrText {
  record Flag(boolean value) implements FlagOrText {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record Text(String value) implements FlagOrText {
    @Override
    public String toString() {
      return value;
    }
  }
}
