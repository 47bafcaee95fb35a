package heddle.process;

/** Calls of the Linux kernel that this room makes, with their numbers on the machines it knows. */
enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  WAIT4(61, 260),
  KILL(62, 129),
  IOCTL(16, 29),
  SOCKET(41, 198),
  SENDTO(44, 206),
  CONNECT(42, 203),
  BIND(49, 200),
  LISTEN(50, 201),
  GETSOCKNAME(51, 204),
  CHDIR(80, 49),
  FCNTL(72, 25),
  FLOCK(73, 32),
  GETEGID(108, 177),
  GETEUID(107, 175),
  PIVOT_ROOT(155, 41),
  PRCTL(157, 167),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  UNLINKAT(263, 35),
  SYMLINKAT(266, 36),
  PPOLL(271, 73),
  UNSHARE(272, 97),
  ACCEPT4(288, 242),
  PIPE2(293, 59),
  SETNS(308, 268),
  PRLIMIT64(302, 261),
  SECCOMP(317, 277),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  PIDFD_OPEN(434, 434),
  CLOSE_RANGE(436, 436),
  MOUNT_SETATTR(442, 442),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446);

  private final int x86;
  private final int aarch64;

  Syscall(int x86, int aarch64) {
    this.x86 = x86;
    this.aarch64 = aarch64;
  }

  long number(Machine machine) {
    return switch (machine) {
      case X86_64 -> x86;
      case AARCH64 -> aarch64;
    };
  }
}
