package heddle.cargo;

/**
 * What is done with a unit's target. In cargo's order ({@code compile_mode.rs}), which sorts units.
 */
public enum Mode {
  TEST("test"),
  BUILD("build"),
  CHECK("check"),
  CHECK_TEST("check"),
  DOC("doc"),
  DOCTEST("doctest"),
  RUN_CUSTOM_BUILD("run-custom-build");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  /** As {@code --unit-graph} writes it. */
  public String text() {
    return text;
  }

  public boolean isCheck() {
    return this == CHECK || this == CHECK_TEST;
  }

  /** Compiled with the test harness, or run by rustdoc as a test. */
  public boolean isAnyTest() {
    return this == TEST || this == CHECK_TEST || this == DOCTEST;
  }

  /** Compiled with {@code --test}. */
  public boolean isRustcTest() {
    return this == TEST || this == CHECK_TEST;
  }
}
