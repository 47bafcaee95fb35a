package heddle.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One run of Heddle: what it was started with, where it prints, and what must be closed at its end.
 *
 * <p>What is registered with {@link #onEnd} runs exactly once, last first, whether the command ends
 * by itself or by Ctrl-C.
 */
final class Session implements AutoCloseable {
  private final Invocation invocation;
  private final Terminal terminal;
  private final Deque<Runnable> endings = new ArrayDeque<>();

  Session(Invocation invocation, Terminal terminal) {
    this.invocation = invocation;
    this.terminal = terminal;
  }

  Invocation invocation() {
    return invocation;
  }

  Terminal terminal() {
    return terminal;
  }

  /**
   * From now on Ctrl-C, SIGTERM and SIGHUP run the endings; the JVM then ends with 128 + signal.
   */
  void endOnSignal() {
    var hook = Thread.ofPlatform().name("end").unstarted(this::close);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Registers what must be done at the end: kill children, release leases, restore the terminal.
   */
  void onEnd(Runnable ending) {
    synchronized (endings) {
      endings.push(ending);
    }
  }

  @Override
  public void close() {
    while (true) {
      Runnable next;
      synchronized (endings) {
        if (endings.isEmpty()) return;
        next = endings.pop();
      }
      next.run();
    }
  }
}
