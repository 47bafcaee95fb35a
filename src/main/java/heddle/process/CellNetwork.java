package heddle.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Brings up the loopback interface of a new network namespace, the only one it has. */
final class CellNetwork {
  private static final long AF_INET = 2;
  private static final long DATAGRAM = 2 | 02000000;
  private static final long SIOCSIFFLAGS = 0x8914;

  private CellNetwork() {}

  static void up(Script script) {
    var request = script.arena().allocate(40, 8); // struct ifreq
    request.asSlice(0, 2).copyFrom(MemorySegment.ofArray("lo".getBytes(StandardCharsets.US_ASCII)));
    request.set(ValueLayout.JAVA_SHORT, 16, (short) 0x41); // IFF_UP | IFF_RUNNING
    script.opens(Syscall.SOCKET, AF_INET, DATAGRAM, 0);
    script.onOpened(Syscall.IOCTL, SIOCSIFFLAGS, request.address());
    script.onOpened(Syscall.CLOSE);
  }
}
