package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.Optional;

/** The Python interpreter at a path, as it says of itself; empty if it is none. */
public record FindPython(Path executable) implements Task<Optional<Python>> {
  @Override
  public Optional<Python> run(Context c) throws Exception {
    var machine = new Observed(c);
    return machine.executable(executable)
        ? new PythonFinder(machine).describe(executable, executable.toString())
        : Optional.empty();
  }

  /** Whether a path is named as interpreters are; only those are started. */
  public static boolean isInterpreter(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return path.indexOf('/') >= 0 && (name.equals("python") || PythonFinder.isInterpreter(name));
  }
}
