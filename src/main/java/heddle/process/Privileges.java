package heddle.process;

/** What a thread gives up before it starts a process that is not trusted. */
final class Privileges {
  private static final long PR_CAPBSET_DROP = 24;
  private static final long PR_SET_NO_NEW_PRIVS = 38;

  /** Those that let a superuser handle files and users as tar and install do. */
  private static final long KEPT = 1 << 0 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;

  private static final int CAPABILITIES = 41;

  private Privileges() {}

  /** Neither devices, mounts, network set-up, tracing of others nor setuid programs. */
  static void drop(Script script) {
    for (int capability = 0; capability < CAPABILITIES; capability++) {
      if ((KEPT & 1L << capability) == 0) {
        script.may(Syscall.PRCTL, PR_CAPBSET_DROP, capability);
      }
    }
    noNew(script);
  }

  static void noNew(Script script) {
    script.must(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1);
  }
}
