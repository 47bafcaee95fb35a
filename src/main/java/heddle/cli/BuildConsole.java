package heddle.cli;

import heddle.rust.Progress;
import heddle.text.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a build while it runs: on a terminal one live line with what is done and what runs longest,
 * elsewhere a line for each package that is compiled. Lines of others are written above the live
 * one.
 */
final class BuildConsole implements Progress {
  private final Terminal terminal;
  private final boolean quiet;
  private final boolean verbose;
  private final long start = System.nanoTime();
  private final Map<String, Long> running = new LinkedHashMap<>();
  private int planned;
  private int done;
  private boolean drawn;

  private final Optional<GitHub> gitHub;

  BuildConsole(Terminal terminal, boolean quiet, boolean verbose, Optional<GitHub> gitHub) {
    this.terminal = terminal;
    this.gitHub = gitHub;
    this.quiet = quiet;
    this.verbose = verbose;
  }

  @Override
  public synchronized void planned(int units) {
    planned = units;
  }

  @Override
  public synchronized void status(String verb, String about) {
    if (!quiet) {
      erase();
      terminal.status(verb, about);
    }
  }

  @Override
  public synchronized void started(String label, String verb, String about) {
    running.put(label, System.nanoTime());
    if (!verb.isEmpty() && !quiet) {
      erase();
      terminal.status(verb, about);
    }
    draw();
  }

  @Override
  public synchronized void finished(String label, boolean fresh) {
    running.remove(label);
    done++;
    if (!fresh) {
      draw();
    }
  }

  @Override
  public synchronized void said(List<String> out, List<String> err) {
    erase();
    err.forEach(terminal.err()::println);
    out.forEach(terminal.out()::println);
    gitHub.ifPresent(actions -> err.forEach(actions::said));
    draw();
  }

  @Override
  public synchronized List<String> warned(Problem problem) {
    if (quiet) return List.of();
    erase();
    List<String> lines = terminal.warningLines(problem);
    lines.forEach(terminal.err()::println);
    gitHub.ifPresent(actions -> actions.said(String.join("\n", lines)));
    return lines;
  }

  @Override
  public synchronized void runs(String command) {
    if (verbose && !quiet) {
      erase();
      terminal.status("Running", "`" + command + "`");
    }
  }

  /** Removes the live line; nothing is drawn after it unless the build goes on. */
  synchronized void erase() {
    if (drawn) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      drawn = false;
    }
  }

  private void draw() {
    if (!terminal.live() || quiet) {
      return;
    }
    long now = System.nanoTime();
    String names = String.join(", ", running.keySet().stream().limit(4).toList());
    String line =
        "    Building "
            + done
            + "/"
            + planned
            + " in "
            + (now - start) / 1_000_000_000
            + " s: "
            + names
            + (running.size() > 4 ? ", …" : "");
    int width = Math.max(20, terminal.width() - 1);
    terminal.err().print("\r\u001b[K" + (line.length() > width ? line.substring(0, width) : line));
    terminal.err().flush();
    drawn = true;
  }
}
