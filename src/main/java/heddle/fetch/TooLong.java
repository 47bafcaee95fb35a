package heddle.fetch;

import java.io.IOException;

/** More bytes came than allowed. */
final class TooLong extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  TooLong(long limit) {
    super("longer than " + limit + " bytes");
    this.limit = limit;
  }

  long limit() {
    return limit;
  }
}
