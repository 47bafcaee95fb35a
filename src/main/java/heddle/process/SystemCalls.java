package heddle.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter: classic BPF over the number of a system call and its first argument. What it
 * denies fails with an error; calls of another architecture end the process.
 */
final class SystemCalls {
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER_EQUAL = 0x35;
  private static final int JUMP_SET = 0x45;
  private static final int AND = 0x54;
  private static final int RETURN = 0x06;
  private static final int KILL = 0x8000_0000;
  private static final int ALLOW = 0x7fff_0000;
  private static final int ASK = 0x7fc0_0000;
  private static final int ERROR = 0x0005_0000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int STREAM = 1;
  private static final int SEQUENCED = 5;
  private static final int TYPE = 0xf;
  private static final int TCP = 6;

  private record Instruction(int code, int yes, int no, int value) {}

  /** A call that is denied, by its numbers on both machines; -1 where there is none. */
  private record Call(int x86, int aarch64, int error) {}

  /** They reach past what files and sockets say: rings, kernel memory, other processes, keys. */
  private static final List<Call> NEVER =
      List.of(
          new Call(425, 425, ENOSYS), // io_uring_setup
          new Call(426, 426, ENOSYS), // io_uring_enter
          new Call(427, 427, ENOSYS), // io_uring_register
          new Call(323, 282, ENOSYS), // userfaultfd
          new Call(321, 280, EPERM), // bpf
          new Call(298, 241, EPERM), // perf_event_open
          new Call(248, 217, EPERM), // add_key
          new Call(249, 218, EPERM), // request_key
          new Call(250, 219, EPERM), // keyctl
          new Call(304, 265, EPERM), // open_by_handle_at
          new Call(175, 105, EPERM), // init_module
          new Call(313, 273, EPERM), // finit_module
          new Call(169, 142, EPERM), // reboot
          new Call(161, 51, EPERM)); // chroot

  private static final Call CONNECT = new Call(42, 203, EPERM);
  private static final Call SOCKET = new Call(41, 198, EPERM);
  private static final Call SOCKET_PAIR = new Call(53, 199, EPERM);
  private static final Call LISTEN = new Call(50, 201, EPERM);

  /** Calls that send, each with the argument that holds flags. */
  private record Sending(Call call, int flags) {}

  private static final List<Sending> SENDING =
      List.of(
          new Sending(new Call(44, 206, EPERM), 3), // sendto
          new Sending(new Call(46, 211, EPERM), 2), // sendmsg
          new Sending(new Call(307, 269, EPERM), 3)); // sendmmsg

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

  private final Machine machine;
  private final List<Instruction> program = new ArrayList<>();

  private SystemCalls(Machine machine) {
    this.machine = machine;
  }

  /**
   * The call that puts the filter on a thread; it must have given up new privileges before. With a
   * gate the script's descriptor opened last is then the gate's.
   */
  static void deny(Script script, Machine machine, Network network) {
    var calls = new SystemCalls(machine);
    calls.compose(network);
    long program = calls.laidOut(script.arena()).address();
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

  private void compose(Network network) {
    add(LOAD, 0, 0, 4); // architecture
    add(JUMP_EQUAL, 1, 0, machine == Machine.X86_64 ? 0xc000_003e : 0xc000_00b7);
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, 0); // number
    if (machine == Machine.X86_64) {
      add(JUMP_GREATER_EQUAL, 0, 1, 0x4000_0000); // x32 has other numbers for the same calls
      add(RETURN, 0, 0, ERROR | ENOSYS);
    }
    NEVER.forEach(this::deny);
    switch (network) {
      case ALL -> {}
      case WATCHED -> connect(ASK);
      case GATED -> {
        connect(ASK);
        sockets();
      }
      case NONE -> {
        connect(ERROR | EPERM);
        sockets();
      }
    }
    add(RETURN, 0, 0, ALLOW);
  }

  private void connect(int answer) {
    add(JUMP_EQUAL, 0, 1, number(CONNECT));
    add(RETURN, 0, 0, answer);
  }

  /**
   * Streams of TCP, which without a connection reach nobody, and of AF_UNIX. Not datagrams, which
   * name their receiver as they are sent, nor other protocols, nor whoever listens, nor what
   * connects by sending (MSG_FASTOPEN).
   */
  private void sockets() {
    deny(LISTEN);
    for (var sending : SENDING) {
      add(JUMP_EQUAL, 0, 4, number(sending.call));
      add(LOAD, 0, 0, argument(sending.flags));
      add(JUMP_SET, 0, 1, 0x2000_0000);
      add(RETURN, 0, 0, ERROR | EPERM);
      add(RETURN, 0, 0, ALLOW);
    }
    add(JUMP_EQUAL, 0, 6, number(SOCKET_PAIR));
    connected();
    add(JUMP_EQUAL, 0, 20, number(SOCKET));
    add(LOAD, 0, 0, argument(0));
    add(JUMP_EQUAL, 3, 0, AF_UNIX);
    add(JUMP_EQUAL, 8, 0, AF_INET);
    add(JUMP_EQUAL, 7, 0, AF_INET6);
    add(RETURN, 0, 0, ERROR | EPERM);
    connected();
    add(LOAD, 0, 0, argument(1));
    add(AND, 0, 0, TYPE);
    add(JUMP_EQUAL, 1, 0, STREAM);
    add(RETURN, 0, 0, ERROR | EPERM);
    add(LOAD, 0, 0, argument(2));
    add(JUMP_EQUAL, 2, 0, 0);
    add(JUMP_EQUAL, 1, 0, TCP);
    add(RETURN, 0, 0, ERROR | EPERM);
    add(RETURN, 0, 0, ALLOW);
  }

  /** Six instructions: sockets of a type that must connect before it sends, and no other. */
  private void connected() {
    add(LOAD, 0, 0, argument(1));
    add(AND, 0, 0, TYPE);
    add(JUMP_EQUAL, 2, 0, STREAM);
    add(JUMP_EQUAL, 1, 0, SEQUENCED);
    add(RETURN, 0, 0, ERROR | EPERM);
    add(RETURN, 0, 0, ALLOW);
  }

  /** Where the low half of an argument lies in struct seccomp_data. */
  private static int argument(int number) {
    return 16 + 8 * number;
  }

  private int number(Call call) {
    return machine == Machine.X86_64 ? call.x86 : call.aarch64;
  }

  private void deny(Call call) {
    add(JUMP_EQUAL, 0, 1, number(call));
    add(RETURN, 0, 0, ERROR | call.error);
  }

  private void add(int code, int yes, int no, int value) {
    program.add(new Instruction(code, yes, no, value));
  }

  /** A struct sock_fprog. */
  private MemorySegment laidOut(Arena arena) {
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
