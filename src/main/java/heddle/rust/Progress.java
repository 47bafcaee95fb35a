package heddle.rust;

import heddle.text.Problem;
import java.util.List;

/**
 * What a build tells the console while it runs, from many threads; lines are complete and stand in
 * the order they are to be shown.
 */
public interface Progress {
  /** So many units are to be built, or found. */
  void planned(int units);

  /** Something is done that is no unit, in cargo's words. */
  void status(String verb, String about);

  /** A process runs; {@code verb} and {@code about} are cargo's words for it. */
  void started(String label, String verb, String about);

  /** A unit is done; {@code fresh} if nothing ran. */
  void finished(String label, boolean fresh);

  /** Lines for standard output and for standard error. */
  void said(List<String> out, List<String> err);

  /**
   * Warns of what was read or of the build itself; gives the lines that were shown, to be repeated
   * while nothing changes.
   */
  List<String> warned(Problem problem);

  /** A command line that runs, with {@code -v}. */
  void runs(String command);
}
