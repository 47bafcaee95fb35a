package heddle.cargo.resolve;

/** Why an active package stands in the way of another. */
sealed interface Reason {
  /** It takes the place of all compatible versions. */
  record Compatible() implements Reason {}

  /** It links the same native library. */
  record Links(String library) implements Reason {}

  /** It asks for a feature that the other does not have. */
  record Feature(String name) implements Reason {}

  /** It asks for a feature of the name of a dependency that is required, so no feature. */
  record RequiredDependency(String name) implements Reason {}

  /** It asks for a feature of the name of an optional dependency that has no such feature. */
  record HiddenDependency(String name) implements Reason {}
}
