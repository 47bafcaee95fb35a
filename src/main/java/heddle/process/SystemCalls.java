package heddle.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter: classic BPF over the number of a system call and its arguments. What it denies
 * fails with an error; calls of another architecture end the process.
 *
 * <p>Source of the structures: seccomp(2).
 */
final class SystemCalls {
  static final int KILL = 0x8000_0000;
  static final int ALLOW = 0x7fff_0000;
  static final int ASK = 0x7fc0_0000;
  static final int ERROR = 0x0005_0000;
  static final int EPERM = 1;
  static final int ENOSYS = 38;
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER_EQUAL = 0x35;
  private static final int JUMP_SET = 0x45;
  private static final int AND = 0x54;
  private static final int RETURN = 0x06;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int STREAM = 1;
  private static final int SEQUENCED = 5;
  private static final int TYPE = 0xf;
  private static final int TCP = 6;
  private static final int FAST_OPEN = 0x2000_0000;
  private static final int SETUID = 04000;
  private static final int CREATES = 0100 | 020000000; // O_CREAT, and the own bit of O_TMPFILE

  /** One instruction: {@code yes} and {@code no} are how many it skips by its condition. */
  record Instruction(int code, int yes, int no, int value) {}

  /** They reach past what files and sockets say: rings, kernel memory, other processes, keys. */
  private static final List<Syscall> ABSENT =
      List.of(
          Syscall.IO_URING_SETUP,
          Syscall.IO_URING_ENTER,
          Syscall.IO_URING_REGISTER,
          Syscall.USERFAULTFD);

  private static final List<Syscall> FORBIDDEN =
      List.of(
          Syscall.BPF,
          Syscall.PERF_EVENT_OPEN,
          Syscall.ADD_KEY,
          Syscall.REQUEST_KEY,
          Syscall.KEYCTL,
          Syscall.OPEN_BY_HANDLE_AT,
          Syscall.INIT_MODULE,
          Syscall.FINIT_MODULE,
          Syscall.REBOOT,
          Syscall.CHROOT);

  /** Memory and messages of System V and POSIX, which no name of a file keeps apart. */
  private static final List<Syscall> SHARED_BY_NUMBER =
      List.of(
          Syscall.SHMGET,
          Syscall.SHMAT,
          Syscall.SHMCTL,
          Syscall.SEMGET,
          Syscall.SEMCTL,
          Syscall.SEMOP,
          Syscall.SEMTIMEDOP,
          Syscall.MSGGET,
          Syscall.MSGSND,
          Syscall.MSGRCV,
          Syscall.MSGCTL,
          Syscall.MQ_OPEN,
          Syscall.MQ_UNLINK);

  /** What is left of the network. */
  enum Network {
    /** All of it, or what namespaces left. */
    ALL,
    /** As {@link #ALL}, but a {@link ConnectGate} is told of connections. */
    WATCHED,
    /** Sockets that connect to nothing: the gate refuses. */
    GATED,
    /** As {@link #GATED}, where this kernel has no gates. */
    NONE
  }

  /** What else of the machine an action shares with all other processes. */
  enum Machinery {
    /** Nothing: its processes, its IPC and its files are in namespaces of its own. */
    APART,
    /** Processes and IPC; its files are kept apart by Landlock. */
    SHARED,
    /** As {@link #SHARED}, by a Landlock that knows nothing of truncation (before ABI 3). */
    SHARED_AND_TRUNCATED
  }

  private final Machine machine;
  private final List<Instruction> program = new ArrayList<>();

  private SystemCalls(Machine machine) {
    this.machine = machine;
  }

  /**
   * The call that puts the filter on a thread; it must have given up new privileges before. With a
   * gate the script's descriptor opened last is then the gate's.
   */
  static void deny(Script script, Machine machine, Network network, Machinery machinery) {
    long program = laidOut(script.arena(), program(machine, network, machinery)).address();
    if (network == Network.WATCHED || network == Network.GATED) {
      long setFilter = 1;
      long newListener = 8;
      script.opens(Syscall.SECCOMP, setFilter, newListener, program);
    } else {
      long setSeccomp = 22;
      long filter = 2;
      script.must(Syscall.PRCTL, setSeccomp, filter, program);
    }
  }

  /** The filter of one machine. */
  static List<Instruction> program(Machine machine, Network network, Machinery machinery) {
    var calls = new SystemCalls(machine);
    calls.compose(network, machinery);
    return List.copyOf(calls.program);
  }

  private void compose(Network network, Machinery machinery) {
    add(LOAD, 0, 0, 4); // architecture
    add(JUMP_EQUAL, 1, 0, machine == Machine.X86_64 ? 0xc000_003e : 0xc000_00b7);
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, 0); // number
    if (machine == Machine.X86_64) {
      add(JUMP_GREATER_EQUAL, 0, 1, 0x4000_0000); // x32 has other numbers for the same calls
      add(RETURN, 0, 0, ERROR | ENOSYS);
    }
    setuid();
    ABSENT.forEach(call -> answer(call, ERROR | ENOSYS));
    FORBIDDEN.forEach(call -> answer(call, ERROR | EPERM));
    if (machinery != Machinery.APART) {
      limitsOfOthers();
      SHARED_BY_NUMBER.forEach(call -> answer(call, ERROR | EPERM));
    }
    if (machinery == Machinery.SHARED_AND_TRUNCATED) {
      answer(Syscall.TRUNCATE, ERROR | EPERM);
    }
    switch (network) {
      case ALL -> {}
      case WATCHED -> answer(Syscall.CONNECT, ASK);
      case GATED -> {
        answer(Syscall.CONNECT, ASK);
        sockets();
      }
      case NONE -> {
        answer(Syscall.CONNECT, ERROR | EPERM);
        sockets();
      }
    }
    add(RETURN, 0, 0, ALLOW);
  }

  /**
   * No file gets the setuid bit: an output that has it would run as this user, perhaps a superuser,
   * for every user of the machine. The mode that openat2 gives lies in memory, which no filter
   * sees; who is told that the kernel lacks it uses openat.
   */
  private void setuid() {
    opening(Syscall.OPEN, 1);
    opening(Syscall.OPENAT, 2);
    answer(Syscall.OPENAT2, ERROR | ENOSYS);
    without(Syscall.CREAT, 1, SETUID);
    without(Syscall.CHMOD, 1, SETUID);
    without(Syscall.FCHMOD, 1, SETUID);
    without(Syscall.FCHMODAT, 2, SETUID);
    without(Syscall.FCHMODAT2, 2, SETUID);
    without(Syscall.MKNOD, 1, SETUID);
    without(Syscall.MKNODAT, 2, SETUID);
  }

  /** The argument after the flags is a mode only where a file is made. */
  private void opening(Syscall call, int flags) {
    rule(
        call,
        new Instruction(LOAD, 0, 0, argument(flags)),
        new Instruction(JUMP_SET, 0, 3, CREATES),
        new Instruction(LOAD, 0, 0, argument(flags + 1)),
        new Instruction(JUMP_SET, 0, 1, SETUID),
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(RETURN, 0, 0, ALLOW));
  }

  /** A limit on another process may be that of its processor time: the kernel then kills it. */
  private void limitsOfOthers() {
    rule(
        Syscall.PRLIMIT64,
        new Instruction(LOAD, 0, 0, argument(0)),
        new Instruction(JUMP_EQUAL, 5, 0, 0), // of itself
        new Instruction(LOAD, 0, 0, argument(2)),
        new Instruction(JUMP_EQUAL, 0, 2, 0),
        new Instruction(LOAD, 0, 0, argument(2) + 4),
        new Instruction(JUMP_EQUAL, 1, 0, 0), // it only asks
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(RETURN, 0, 0, ALLOW));
  }

  /**
   * Streams of TCP, which without a connection reach nobody, and of AF_UNIX. Not datagrams, which
   * name their receiver as they are sent, nor other protocols, nor whoever listens, nor what
   * connects by sending (MSG_FASTOPEN).
   */
  private void sockets() {
    answer(Syscall.LISTEN, ERROR | EPERM);
    without(Syscall.SENDTO, 3, FAST_OPEN);
    without(Syscall.SENDMSG, 2, FAST_OPEN);
    without(Syscall.SENDMMSG, 3, FAST_OPEN);
    rule(
        Syscall.SOCKETPAIR,
        new Instruction(LOAD, 0, 0, argument(1)),
        new Instruction(AND, 0, 0, TYPE),
        new Instruction(JUMP_EQUAL, 2, 0, STREAM),
        new Instruction(JUMP_EQUAL, 1, 0, SEQUENCED),
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(RETURN, 0, 0, ALLOW));
    rule(
        Syscall.SOCKET,
        new Instruction(LOAD, 0, 0, argument(0)),
        new Instruction(JUMP_EQUAL, 3, 0, AF_UNIX),
        new Instruction(JUMP_EQUAL, 6, 0, AF_INET),
        new Instruction(JUMP_EQUAL, 5, 0, AF_INET6),
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(LOAD, 0, 0, argument(1)), // of AF_UNIX
        new Instruction(AND, 0, 0, TYPE),
        new Instruction(JUMP_EQUAL, 8, 0, STREAM),
        new Instruction(JUMP_EQUAL, 7, 6, SEQUENCED),
        new Instruction(LOAD, 0, 0, argument(1)), // of the internet
        new Instruction(AND, 0, 0, TYPE),
        new Instruction(JUMP_EQUAL, 0, 3, STREAM),
        new Instruction(LOAD, 0, 0, argument(2)),
        new Instruction(JUMP_EQUAL, 2, 0, 0),
        new Instruction(JUMP_EQUAL, 1, 0, TCP),
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(RETURN, 0, 0, ALLOW));
  }

  private void answer(Syscall call, int answer) {
    rule(call, new Instruction(RETURN, 0, 0, answer));
  }

  /** The call fails where one of these bits is set in an argument. */
  private void without(Syscall call, int argument, int bits) {
    rule(
        call,
        new Instruction(LOAD, 0, 0, argument(argument)),
        new Instruction(JUMP_SET, 0, 1, bits),
        new Instruction(RETURN, 0, 0, ERROR | EPERM),
        new Instruction(RETURN, 0, 0, ALLOW));
  }

  /** Instructions for one call, which return; other calls go on behind them. */
  private void rule(Syscall call, Instruction... body) {
    if (call.number(machine) >= 0) {
      add(JUMP_EQUAL, 0, body.length, (int) call.number(machine));
      program.addAll(List.of(body));
    }
  }

  /** Where the low half of an argument lies in struct seccomp_data. */
  private static int argument(int number) {
    return 16 + 8 * number;
  }

  private void add(int code, int yes, int no, int value) {
    program.add(new Instruction(code, yes, no, value));
  }

  /** A struct sock_fprog. */
  private static MemorySegment laidOut(Arena arena, List<Instruction> program) {
    var code = arena.allocate(8L * program.size(), 8);
    long at = 0;
    for (var i : program) {
      code.set(ValueLayout.JAVA_SHORT, at, (short) i.code);
      code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) i.yes);
      code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) i.no);
      code.set(ValueLayout.JAVA_INT, at + 4, i.value);
      at += 8;
    }
    var head = arena.allocate(16, 8);
    head.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
    head.set(ValueLayout.ADDRESS, 8, code);
    return head;
  }
}
