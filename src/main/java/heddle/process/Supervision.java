package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches one process to its end on one thread: drains both streams, keeps the limits, and reaps
 * it. Its group is dead when {@link #watch} returns.
 */
final class Supervision {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final short POLLIN = 1;
  private static final int BUFFER = 1 << 16;

  /** How long a stream may stay silent after the end, held open by a process we cannot name. */
  private static final long GRACE = Duration.ofMillis(100).toNanos();

  /** When its processes are counted first, and how often: few runs take so long. */
  private static final long FIRST_LOOK = Duration.ofMillis(50).toNanos();

  private static final long LOOK = Duration.ofMillis(200).toNanos();

  /** How often its end is asked for where the kernel, or a container's filter, gives no handle. */
  private static final long BLIND_LOOK = Duration.ofMillis(5).toNanos();

  private final Kernel kernel;
  private final Cage cage;
  private final int pid;
  private final Limits limits;
  private final Optional<Integer> handle;
  private final Stream out;
  private final Stream error;
  private final MemorySegment buffer;
  private final MemorySegment status;
  private final MemorySegment usage;
  private final MemorySegment polled;
  private final MemorySegment timeout;
  private Ending ending = Ending.EXITED;
  private boolean reaped;

  /**
   * Whether a process may still ask its gate. The kernel tells the end of the last one early in its
   * exit, and goes on telling it for all the time that tearing down its namespaces takes.
   */
  private boolean asks = true;

  /** A pipe that is read to its end; of standard error the lines are told as they come. */
  private static final class Stream {
    final int descriptor;
    final Capture all;
    final Optional<LineFeed> feed;
    boolean open = true;

    Stream(int descriptor, Capture all, Optional<LineFeed> feed) {
      this.descriptor = descriptor;
      this.all = all;
      this.feed = feed;
    }
  }

  /** How the process ended. */
  record End(int exit, Ending ending, Captured stdout, Captured stderr, Duration user) {}

  Supervision(
      Kernel kernel,
      Arena arena,
      Cage cage,
      int pid,
      Limits limits,
      Optional<Integer> handle,
      int stdout,
      int stderr,
      Path streams,
      Watcher watcher) {
    this.kernel = kernel;
    this.cage = cage;
    this.pid = pid;
    this.limits = limits;
    this.handle = handle;
    this.out = new Stream(stdout, new Capture(streams.resolve("stdout")), Optional.empty());
    this.error =
        new Stream(
            stderr,
            new Capture(streams.resolve("stderr")),
            Optional.of(new LineFeed(watcher::line)));
    this.buffer = arena.allocate(BUFFER);
    this.status = arena.allocate(INT);
    this.usage = arena.allocate(144, 8);
    this.polled = arena.allocate(40, 8);
    this.timeout = arena.allocate(16, 8);
  }

  End watch() throws IOException {
    long start = System.nanoTime();
    long heard = start;
    long look = start + FIRST_LOOK;
    try {
      while (out.open || error.open || !reaped) {
        long now = System.nanoTime();
        if (reaped && now - heard > GRACE) {
          break;
        }
        long left = limits.time().toNanos() - (now - start);
        if (left <= 0 && ending == Ending.EXITED) {
          stop(Ending.TOO_LONG);
        }
        if (now > look) {
          look = now + LOOK;
          if (ending == Ending.EXITED
              && Threads.ofSystem() > limits.processes()
              && cage.processes(pid) > limits.processes()) {
            stop(Ending.TOO_MANY_PROCESSES);
          }
        }
        poll(Math.clamp(left, 1_000_000, handle.isPresent() ? LOOK : BLIND_LOOK));
        if (ready(0)) {
          drain(out);
          heard = System.nanoTime();
        }
        if (ready(1)) {
          drain(error);
          heard = System.nanoTime();
        }
        if (ready(3)) {
          cage.proxy().ifPresent(RefusingProxy::serve);
        }
        if (ready(4)) {
          if ((polled.get(ValueLayout.JAVA_SHORT, 4 * 8L + 6) & POLLIN) != 0) {
            cage.gate().ifPresent(ConnectGate::serve);
          } else {
            asks = false;
          }
        }
        if (!reaped && (handle.isEmpty() || ready(2)) && reapedNow()) {
          group().killGroup();
          heard = System.nanoTime();
        }
      }
      error.feed.ifPresent(LineFeed::end);
    } finally {
      if (!reaped) { // the watcher threw
        cage.kill(pid);
        reap();
      }
      group().killGroup();
      out.all.close();
      error.all.close();
    }
    int s = status.get(INT, 0);
    int exit = (s & 0x7f) == 0 ? s >> 8 & 0xff : 128 + (s & 0x7f);
    var user = Duration.ofSeconds(usage.get(LONG, 0)).plusNanos(usage.get(LONG, 8) * 1000);
    return new End(exit, ending, out.all.captured(), error.all.captured(), user);
  }

  private ProcessTree group() {
    return new ProcessTree(kernel, pid);
  }

  private void stop(Ending why) {
    ending = why;
    cage.kill(pid);
  }

  private void poll(long nanos) {
    entry(0, out.open ? out.descriptor : -1);
    entry(1, error.open ? error.descriptor : -1);
    entry(2, reaped ? -1 : handle.orElse(-1));
    entry(3, cage.proxy().map(RefusingProxy::socket).orElse(-1));
    entry(4, asks ? cage.gate().map(ConnectGate::descriptor).orElse(-1) : -1);
    timeout.set(LONG, 0, nanos / 1_000_000_000);
    timeout.set(LONG, 8, nanos % 1_000_000_000);
    kernel.call(Syscall.PPOLL, polled.address(), 5, timeout.address(), 0, 8);
  }

  private void entry(int index, int descriptor) {
    polled.set(INT, index * 8L, descriptor); // the kernel skips negative ones
    polled.set(INT, index * 8L + 4, POLLIN); // events, and revents cleared
  }

  private boolean ready(int index) {
    return polled.get(INT, index * 8L) >= 0
        && polled.get(ValueLayout.JAVA_SHORT, index * 8L + 6) != 0;
  }

  private void drain(Stream stream) throws IOException {
    long n = kernel.must(Syscall.READ, stream.descriptor, buffer.address(), BUFFER);
    if (n == 0) {
      stream.open = false;
      return;
    }
    if (stream.all.size() + n > limits.streamBytes()) {
      if (ending == Ending.EXITED) {
        stop(Ending.TOO_MUCH_OUTPUT);
      }
      n = limits.streamBytes() - stream.all.size();
    }
    var bytes = buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
    stream.all.write(bytes);
    stream.feed.ifPresent(feed -> feed.add(bytes));
  }

  private boolean reapedNow() throws IOException {
    long noHang = 1;
    reaped = kernel.must(Syscall.WAIT4, pid, status.address(), noHang, usage.address()) != 0;
    return reaped;
  }

  private void reap() throws IOException {
    kernel.must(Syscall.WAIT4, pid, status.address(), 0, usage.address());
    reaped = true;
  }
}
