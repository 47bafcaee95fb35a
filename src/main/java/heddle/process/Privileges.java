package heddle.process;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a thread gives up before it starts a process that is not trusted. */
final class Privileges {
  private static final long PR_CAPBSET_DROP = 24;
  private static final long PR_SET_NO_NEW_PRIVS = 38;

  /** Those that let a superuser handle files and users as tar and install do. */
  private static final long KEPT = 1 << 0 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;

  /** More than any kernel has; dropping one that is not there does nothing. */
  private static final int CAPABILITIES = 64;

  /** What this process has of them: it never changes that. */
  private static final long OURS = permitted() & KEPT;

  private Privileges() {}

  /** Neither devices, mounts, network set-up, tracing of others nor setuid programs. */
  static void drop(Script script) {
    for (int capability = 0; capability < CAPABILITIES; capability++) {
      if ((KEPT & 1L << capability) == 0) {
        script.may(Syscall.PRCTL, PR_CAPBSET_DROP, capability);
      }
    }
    inheritNone(script);
    noNew(script);
  }

  /**
   * What a superuser's program inherits comes past the bounding set, and some container engines
   * have let it inherit much: capset(2) with the third version of its structures.
   */
  private static void inheritNone(Script script) {
    var header = script.arena().allocate(8, 8);
    header.set(ValueLayout.JAVA_INT, 0, 0x2008_0522);
    var sets = script.arena().allocate(24, 8); // effective, permitted, inheritable; twice 32 bits
    sets.set(ValueLayout.JAVA_INT, 0, (int) OURS);
    sets.set(ValueLayout.JAVA_INT, 4, (int) OURS);
    script.must(Syscall.CAPSET, header.address(), sets.address());
  }

  private static long permitted() {
    try (var lines = Files.lines(Path.of("/proc/thread-self/status"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("CapPrm:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  static void noNew(Script script) {
    script.must(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1);
  }
}
