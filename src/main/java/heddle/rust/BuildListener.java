package heddle.rust;

import java.util.List;

/** Hears what a build does, from many threads and in the order things happen. It must not block. */
public interface BuildListener {
  /** A unit's process has started. */
  void started(String label);

  /**
   * A unit is done; {@code fresh} says that nothing ran. The messages are rustc's lines, or a
   * script's warnings in cargo's JSON form.
   */
  void finished(UnitReport report);

  /** What a finished unit has to show. */
  record UnitReport(
      int unit, String label, boolean fresh, boolean failed, List<String> messages, long nanos) {
    public UnitReport {
      messages = List.copyOf(messages);
    }
  }

  static BuildListener none() {
    return new BuildListener() {
      @Override
      public void started(String label) {}

      @Override
      public void finished(UnitReport report) {}
    };
  }
}
