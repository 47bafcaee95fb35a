package heddle.cli;

import heddle.process.Foreground;
import heddle.process.Successor;
import heddle.world.Shortcut;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of Heddle: what it was started with, where it prints, and what must be closed at its end.
 *
 * <p>What is registered with {@link #onEnd} runs exactly once, last first, whether the command ends
 * by itself or by Ctrl-C.
 */
final class Session implements AutoCloseable {
  /** How long a command that is interrupted may take to close what it opened. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Invocation invocation;
  private final Terminal terminal;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean signalled;
  private boolean replaceable;
  private boolean repeatable = true;
  private Optional<Successor> successor = Optional.empty();

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
   * From now on Ctrl-C, SIGTERM and SIGHUP run the endings and interrupt the calling thread, which
   * is waited for until it calls {@link #ended}; the JVM then ends with 128 + signal. Processes end
   * before it does: nobody else would end them.
   */
  void endOnSignal() {
    Thread main = Thread.currentThread();
    var hook = Thread.ofPlatform().name("end").unstarted(() -> end(main));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on a program may take the place of this process, once all else has ended. */
  void mayBeReplaced() {
    replaceable = true;
  }

  /** From now on the launcher must not repeat this command: its words mean more than they say. */
  void mayNotBeRepeated() {
    repeatable = false;
  }

  /** Where the launcher looks for what it may repeat, if it may. */
  Optional<Shortcut> shortcut() {
    return repeatable ? invocation.shortcut() : Optional.empty();
  }

  /**
   * The exit code of a program that ends this command; it runs now, or in place of this process.
   */
  int become(Successor program) throws IOException, InterruptedException {
    if (!replaceable) return program.run();
    successor = Optional.of(program);
    return 0;
  }

  /** What is to take this process's place. */
  Optional<Successor> successor() {
    return successor;
  }

  private void end(Thread main) {
    signalled = true;
    if (ended.getCount() == 0) return;
    close();
    main.interrupt();
    try {
      if (ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Foreground.endAll();
  }

  /**
   * The command has ended, and all that it had opened is closed. Says whether a signal has begun to
   * end the process, which then has that signal's exit code.
   */
  boolean ended() {
    ended.countDown();
    return signalled;
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
