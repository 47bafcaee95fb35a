package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The world of one build as it is now; {@code since}, in milliseconds since the epoch, tells which
 * files below a directory are newer than what it is compared with.
 */
record PresentWorld(Build build, long since) implements KeyChanges.World {
  /** So many names of files are of use to somebody. */
  private static final int SHOWN = 3;

  @Override
  public Optional<String> digest(String path) throws IOException {
    return build.machine().digest(real(path), build.places().ours());
  }

  @Override
  public Optional<String> variable(String name) {
    return Ledger.hidden(Optional.ofNullable(build.settings().environment().get(name)));
  }

  @Override
  public Optional<String> tool(String name) throws IOException {
    return Ledger.hiddenTool(build.settings().named().state(name));
  }

  @Override
  public List<String> newer(String path) throws IOException {
    Path directory = real(path);
    List<String> found = new ArrayList<>();
    for (Path file : build.machine().below(directory, build.places().ours())) {
      if (build.machine().changedSince(file, since * 1_000_000, Set.of())) {
        found.add(found.size() == SHOWN ? "…" : directory.relativize(file).toString());
        if (found.size() > SHOWN) break;
      }
    }
    return found;
  }

  @Override
  public String shown(String path) {
    Path real = real(path);
    Path workspace = build.places().workspace();
    return real.equals(workspace)
        ? "the workspace"
        : real.startsWith(workspace) ? workspace.relativize(real).toString() : real.toString();
  }

  @Override
  public String place(String mark) {
    return build.text().real(mark);
  }

  private Path real(String path) {
    return Path.of(build.text().real(path));
  }
}
