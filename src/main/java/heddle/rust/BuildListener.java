package heddle.rust;

import java.util.List;

/** Hears what a build does, from many threads and in the order things happen. It must not block. */
interface BuildListener {
  /** A unit's process is about to start, or to wait for a slot. */
  void started(int unit, String label);

  /**
   * A unit's process has ended: when it got its slot, by {@link System#nanoTime}, and how long it
   * ran in nanoseconds.
   */
  default void ran(int unit, long began, long nanos) {}

  /** The metadata of a unit that still runs is there. */
  default void metadata(int unit) {}

  /**
   * What a build script wrote to its two streams, with its package's name, where {@code -vv} asks
   * for that.
   */
  default void printed(List<String> out, List<String> err) {}

  /** A command line, as a shell would take it. */
  void runs(String command);

  /**
   * A unit is done; {@code fresh} says that nothing ran. The messages are rustc's lines, or a
   * script's warnings as text.
   */
  void finished(UnitReport report);

  /** A unit's files are where users look for them. */
  void shown(Shown shown);

  /** What a build script gave is known. */
  void executed(int unit, ScriptRun run);

  /** Both hear all, the first one first. */
  static BuildListener both(BuildListener one, BuildListener other) {
    return new BuildListener() {
      @Override
      public void started(int unit, String label) {
        one.started(unit, label);
        other.started(unit, label);
      }

      @Override
      public void ran(int unit, long began, long nanos) {
        one.ran(unit, began, nanos);
        other.ran(unit, began, nanos);
      }

      @Override
      public void metadata(int unit) {
        one.metadata(unit);
        other.metadata(unit);
      }

      @Override
      public void printed(List<String> out, List<String> err) {
        one.printed(out, err);
        other.printed(out, err);
      }

      @Override
      public void runs(String command) {
        one.runs(command);
        other.runs(command);
      }

      @Override
      public void finished(UnitReport report) {
        one.finished(report);
        other.finished(report);
      }

      @Override
      public void shown(Shown shown) {
        one.shown(shown);
        other.shown(shown);
      }

      @Override
      public void executed(int unit, ScriptRun run) {
        one.executed(unit, run);
        other.executed(unit, run);
      }
    };
  }

  /** What a finished unit has to show. */
  record UnitReport(
      int unit, String label, boolean fresh, boolean failed, List<String> messages, long nanos) {
    public UnitReport {
      messages = List.copyOf(messages);
    }
  }
}
