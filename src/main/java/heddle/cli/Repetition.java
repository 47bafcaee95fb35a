package heddle.cli;

import heddle.rust.LastBuild;
import heddle.rust.Workshop;
import heddle.world.Shortcut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a build that would do nothing is told: what it said before, and that it is unchanged. */
record Repetition(Terminal terminal, boolean json, boolean quiet, Optional<Shortcut> shortcut) {
  /** Says again what that build said; gives the exit code. */
  int say(LastBuild last) {
    last.err().forEach(terminal.err()::println);
    out(last).forEach(terminal.out()::println);
    if (tells(last)) {
      terminal.err().println(finished(last));
    }
    return 0;
  }

  /** From now on the launcher says it, as long as all is as it was. */
  void keep(LastBuild.Found found) {
    if (shortcut.isEmpty()) {
      return;
    }
    LastBuild last = found.build();
    try {
      shortcut
          .get()
          .keep(found.snapshot(), tells(last) ? finished(last) : "", last.err(), out(last));
    } catch (IOException _) {
      // only the time of a start is lost
      shortcut.get().drop();
    }
  }

  /** A goal of a rule has no profile and says what it says itself. */
  private boolean tells(LastBuild last) {
    return !quiet && !last.profile().isEmpty();
  }

  private List<String> out(LastBuild last) {
    List<String> out = new ArrayList<>(last.out());
    if (json) {
      out.add(Workshop.finishedMessage(true));
    }
    return out;
  }

  /** Without a time, which the launcher could not tell. */
  private String finished(LastBuild last) {
    return terminal.statusLine(
        "Finished", last.profile() + " target(s), all " + last.units() + " units unchanged");
  }
}
