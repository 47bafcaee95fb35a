package heddle.cargo.resolve;

/** A candidate cannot be activated because of an active package. */
final class Clash extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Pid with;
  private final transient Reason reason;

  Clash(Pid with, Reason reason) {
    super("clash", null, false, false);
    this.with = with;
    this.reason = reason;
  }

  Pid with() {
    return with;
  }

  Reason reason() {
    return reason;
  }
}
