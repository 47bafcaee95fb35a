package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.util.Optional;

/**
 * What holds one run: the process is started into it, and with it ends all that the process left.
 */
interface Cage extends AutoCloseable {
  /** How actions see their mounts, and what holds them, at one level. */
  interface Maker extends AutoCloseable {
    SandboxLevel level();

    /** Ends what is kept from run to run. */
    @Override
    default void close() {}

    /** Where the mounts of this action lie, made ready. */
    Layout layout(Action action, RunPlace place) throws IOException;

    /** A cage for the action, for one run. */
    Cage enter(Action action, Layout layout, RunPlace place)
        throws IOException, ProblemException, InterruptedException;
  }

  /** What is started in the place of the action's own program. */
  default Spawner.Start wrapped(Spawner.Start start) throws IOException {
    return start;
  }

  /** Starts the process: its id, or the negated errno. */
  int start(Spawner.Prepared prepared) throws IOException;

  /** Ends every process of the run, as far as this level knows them. */
  void kill(int pid);

  /** How many processes descend from this one, with it. */
  default int processes(int pid) {
    return 1 + (int) ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).count();
  }

  /** The proxy of this run, that the action is told of; the run serves it. */
  default Optional<RefusingProxy> proxy() {
    return Optional.empty();
  }

  /** What is asked whether the processes of this run may connect; the run serves it. */
  default Optional<ConnectGate> gate() {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
