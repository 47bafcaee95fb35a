package heddle.cli;

import heddle.rust.Progress;
import heddle.text.Problem;
import java.util.List;

/**
 * The progress of a command that builds nothing: only warnings are shown, and what changes the
 * workspace; with {@code -q} nothing.
 */
record Quiet(Terminal terminal, boolean silent) implements Progress {
  @Override
  public void planned(int units) {}

  @Override
  public void status(String verb, String about) {
    if (!silent) {
      terminal.status(verb, about);
    }
  }

  @Override
  public void started(String label, String verb, String about) {}

  @Override
  public void finished(String label, boolean fresh) {}

  @Override
  public void said(List<String> out, List<String> err) {}

  @Override
  public List<String> warned(Problem problem) {
    List<String> lines = terminal.warningLines(problem);
    if (!silent) {
      lines.forEach(terminal.err()::println);
    }
    return lines;
  }

  @Override
  public void runs(String command) {}
}
