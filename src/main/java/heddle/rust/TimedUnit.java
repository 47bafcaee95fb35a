package heddle.rust;

/**
 * When one unit was at work, in milliseconds since the command began; {@code metadata} is when
 * dependents could begin, below zero where that is no sooner than its end.
 */
record TimedUnit(
    String name,
    String target,
    String features,
    Result result,
    double waiting,
    double begins,
    double metadata,
    double ends) {
  /** What became of it. */
  enum Result {
    BUILT,
    FOUND,
    FAILED
  }

  double length() {
    return ends - begins;
  }
}
