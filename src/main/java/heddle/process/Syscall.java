package heddle.process;

/**
 * Calls of the Linux kernel that this room makes or keeps from actions, with their numbers on the
 * machines it knows; -1 where a machine has no such call.
 *
 * <p>Source: the kernel's asm/unistd_64.h and asm-generic/unistd.h, which a test compares with.
 */
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
  CAPSET(126, 91),
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
  MEMFD_CREATE(319, 279),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  PIDFD_OPEN(434, 434),
  CLOSE_RANGE(436, 436),
  MOUNT_SETATTR(442, 442),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446),

  // The following are only ever kept from actions.
  OPEN(2, -1),
  CREAT(85, -1),
  CHMOD(90, -1),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  MKNOD(133, -1),
  OPENAT2(437, 437),
  TRUNCATE(76, 45),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  USERFAULTFD(323, 282),
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  KEYCTL(250, 219),
  OPEN_BY_HANDLE_AT(304, 265),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  REBOOT(169, 142),
  CHROOT(161, 51),
  SOCKETPAIR(53, 199),
  SENDMSG(46, 211),
  SENDMMSG(307, 269),
  SHMGET(29, 194),
  SHMAT(30, 196),
  SHMCTL(31, 195),
  SEMGET(64, 190),
  SEMCTL(66, 191),
  SEMOP(65, 193),
  SEMTIMEDOP(220, 192),
  MSGGET(68, 186),
  MSGSND(69, 189),
  MSGRCV(70, 188),
  MSGCTL(71, 187),
  MQ_OPEN(240, 180),
  MQ_UNLINK(241, 181);

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
