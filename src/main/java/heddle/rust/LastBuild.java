package heddle.rust;

import heddle.store.Depot;
import heddle.world.Observation;
import heddle.world.Snapshot;
import heddle.world.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last build of one command line that succeeded: all it looked at, with the state that had, and
 * what it said. While everything is in that state, building again would do nothing, so only what
 * was said is repeated.
 *
 * <p>Kept at {@code HOME/last/<hash>}: a head line, lines of what was said, then the snapshot. It
 * holds for one command line, directory and environment, which are in its name.
 */
public record LastBuild(List<String> out, List<String> err, String profile, int units) {
  private static final String HEAD = "heddle-last/1";
  private static final String END = "\n.\n";

  /** Variables that differ from call to call and that nothing of a build sees. */
  private static final Set<String> VOLATILE =
      Set.of(
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "COLUMNS",
          "LINES",
          "WINDOWID",
          "WINDOW",
          "TERM_SESSION_ID",
          "SSH_CONNECTION",
          "SSH_CLIENT",
          "SSH_TTY");

  public LastBuild {
    out = List.copyOf(out);
    err = List.copyOf(err);
  }

  /**
   * The name of a command line; {@code self} is the program itself and {@code shown} how it shows
   * its messages.
   */
  public static String goal(
      List<String> words,
      Path directory,
      Map<String, String> environment,
      String self,
      String shown) {
    List<String> parts = new ArrayList<>(List.of(HEAD, self, shown, directory.toString()));
    parts.addAll(words);
    parts.add("");
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (!VOLATILE.contains(name)) {
            parts.add(name);
            parts.add(value);
          }
        });
    return KeyText.hash(parts);
  }

  /** A build that would do nothing, and the state of all it looked at. */
  public record Found(LastBuild build, Snapshot snapshot) {}

  /** The last build of this goal, if nothing it looked at has changed. */
  public static Optional<Found> find(Path home, String goal) {
    Optional<String> text = TextFile.read(file(home, goal));
    return text.isPresent() ? unchanged(text.get()) : Optional.empty();
  }

  /** The build of this text, if nothing it looked at has changed. */
  public static Optional<Found> unchanged(String text) {
    if (!text.startsWith(HEAD + "\n")) {
      return Optional.empty();
    }
    int end = text.indexOf(END);
    if (end < 0) {
      return Optional.empty();
    }
    Optional<Snapshot> snapshot = Snapshot.decode(text.substring(end + END.length()));
    if (snapshot.isEmpty() || !snapshot.get().holds(Map.of())) {
      return Optional.empty();
    }
    List<String> out = new ArrayList<>();
    List<String> err = new ArrayList<>();
    String profile = "";
    int units = 0;
    for (String line : text.substring(HEAD.length() + 1, end).split("\n", -1)) {
      if (line.startsWith("o ")) {
        out.add(plain(line.substring(2)));
      } else if (line.startsWith("e ")) {
        err.add(plain(line.substring(2)));
      } else if (line.startsWith("p ")) {
        profile = line.substring(2);
      } else if (line.startsWith("u ")) {
        units = Integer.parseInt(line.substring(2));
      }
    }
    return Optional.of(new Found(new LastBuild(out, err, profile, units), snapshot.get()));
  }

  /**
   * Keeps this build and gives what is kept, unless something it looked at changed so lately that
   * its state says nothing.
   */
  public Optional<Found> keep(Depot depot, Path home, String goal, Observation observation)
      throws IOException {
    Snapshot seen = observation.snapshot();
    Optional<String> snapshot = seen.encode();
    if (snapshot.isEmpty()) {
      depot.delete(file(home, goal));
      return Optional.empty();
    }
    List<String> repeated = new ArrayList<>();
    out.forEach(line -> repeated.add(line.replace("\"fresh\":false}", "\"fresh\":true}")));
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    repeated.forEach(line -> text.append("o ").append(quoted(line)).append('\n'));
    err.forEach(line -> text.append("e ").append(quoted(line)).append('\n'));
    text.append("p ")
        .append(profile)
        .append("\nu ")
        .append(units)
        .append(END)
        .append(snapshot.get());
    depot.write(file(home, goal), text.toString().getBytes(StandardCharsets.UTF_8));
    return Optional.of(new Found(new LastBuild(repeated, err, profile, units), seen));
  }

  private static Path file(Path home, String goal) {
    return home.resolve("last").resolve(goal);
  }

  private static String quoted(String line) {
    return line.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String plain(String text) {
    StringBuilder out = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        out.append(c == 'n' ? '\n' : c);
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
