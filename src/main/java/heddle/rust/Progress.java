package heddle.rust;

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

  /** A word of warning about the build itself. */
  void warned(String text);

  /** A command line that runs, with {@code -v}. */
  void runs(String command);
}
