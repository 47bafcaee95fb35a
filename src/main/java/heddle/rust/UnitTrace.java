package heddle.rust;

import heddle.process.Denied;
import heddle.process.SandboxLevel;
import heddle.process.Traced;
import java.util.List;

/**
 * What the process of one unit touched, seen by strace while it was held as in any build.
 *
 * @param unit what ran, in words
 * @param command its program and arguments
 * @param exit its exit code, 128 + signal if it was killed
 * @param touches each name with what was done to it and whose it is
 * @param refused what it reached for and was not given
 */
public record UnitTrace(
    String unit,
    List<String> command,
    int exit,
    SandboxLevel level,
    List<Touch> touches,
    List<Denied> refused) {
  public UnitTrace {
    command = List.copyOf(command);
    touches = List.copyOf(touches);
    refused = List.copyOf(refused);
  }

  /** One name; {@code ~} is the HOME it had, {@code $TMPDIR} its temporary directory. */
  public record Touch(Traced.Deed deed, Whose whose, String name) {}

  /** To whom a name belongs. */
  public enum Whose {
    /** The system's directories, which every process may read. */
    SYSTEM,
    /** Declared: the package, the workspace, the toolchain, what was built below. */
    INPUT,
    /** Declared: where it may write. */
    OUTPUT,
    /** Its own temporary directory, empty at its start and removed at its end. */
    TEMPORARY,
    /** Nothing that it was given: a file that it did not see, its HOME, the network. */
    UNDECLARED
  }
}
