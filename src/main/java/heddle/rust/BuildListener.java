package heddle.rust;

import java.util.List;

/** Hears what a build does, from many threads and in the order things happen. It must not block. */
interface BuildListener {
  /** A unit's process is about to start, or to wait for a slot. */
  void started(int unit, String label);

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

  /** What a finished unit has to show. */
  record UnitReport(
      int unit, String label, boolean fresh, boolean failed, List<String> messages, long nanos) {
    public UnitReport {
      messages = List.copyOf(messages);
    }
  }
}
