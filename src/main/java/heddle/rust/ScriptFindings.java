package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run of a build script turned out to depend on: by its own words, by the variables and
 * paths that its result holds, and by what it wrote beside its sources.
 */
record ScriptFindings(Build build, ScriptInputs inputs, Path out) {
  /**
   * What the script named as reasons to run again; where it named none, its whole package is one.
   *
   * @param beside what it wrote beside its sources
   */
  Observed declared(ScriptOutput output, Recorded recorded, List<String> beside)
      throws IOException {
    Set<String> paths = new TreeSet<>();
    Path root = inputs.crate().pkg().root();
    boolean fixed = inputs.fixed();
    if (!output.saysWhenToRerun() && !fixed) {
      paths.add(build.text().general(root.toString()));
    }
    for (String path : output.rerunIfChanged()) {
      Path file = root.resolve(path).normalize();
      if (!(fixed && file.startsWith(root)) && !build.places().made(file.toString())) {
        paths.add(build.text().general(file.toString()));
      }
    }
    Set<String> watched = new TreeSet<>(output.rerunIfEnvChanged());
    watched.removeIf(inputs.variables()::containsKey);
    List<String> tools = watched.stream().filter(ScriptTraces::byTool).toList();
    tools.forEach(watched::remove);
    watched.addAll(traces(recorded, beside).texts(tools));
    watched.addAll(inputs.permits().variables());
    inputs.permits().reads().forEach(path -> paths.add(build.text().general(path.toString())));
    return Observed.of(paths, watched, bound()).naming(tools);
  }

  private ScriptTraces traces(Recorded recorded, List<String> beside) {
    List<Path> files = new ArrayList<>(List.of(out));
    beside.forEach(file -> files.add(Path.of(build.text().real(file))));
    Path root = inputs.crate().pkg().root();
    inputs.permits().outputs().forEach(each -> files.add(root.resolve(each)));
    List<String> lines = recorded.messages().stream().map(build.text()::everywhere).toList();
    return new ScriptTraces(build.machine(), build.settings().named(), lines, files);
  }

  /** The workspace, if a file that the script made holds its path. */
  private Set<String> bound() throws IOException {
    String workspace = build.places().workspace().toString();
    return build.machine().mentions(out, workspace) ? build.text().marks(workspace) : Set.of();
  }

  /**
   * What a member's script wrote beside its sources, in general form: its result holds only where
   * these files are as it left them. What it was allowed to write there is laid down again instead.
   */
  List<String> beside(long started) throws IOException {
    if (!inputs.crate().pkg().member()) return List.of();
    Path root = inputs.crate().pkg().root();
    List<Path> laidDown = inputs.permits().outputs().stream().map(root::resolve).toList();
    return build.machine().changedBelow(root, started, build.places().ours()).stream()
        .filter(file -> laidDown.stream().noneMatch(file::startsWith))
        .map(file -> build.text().general(file.toString()))
        .toList();
  }

  /** Whether something of it was changed while the script ran, so that nobody knows what it saw. */
  boolean changed(Observed observed, long started) throws IOException {
    for (String path : observed.paths()) {
      if (build
          .machine()
          .changedSince(Path.of(build.text().real(path)), started, build.places().ours())) {
        return true;
      }
    }
    return false;
  }
}
