package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;

/** The JDK that Heddle runs on, for rules that compile or run Java. */
public record Jdk() implements Input<Jdk.Home>, Intrinsic<Jdk.Home> {
  /** Its folder, which holds bin/java and bin/javac, and its full version. */
  public record Home(String path, String version) {}
}
