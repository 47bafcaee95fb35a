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
  private static final int RETURN = 0x06;
  private static final int KILL = 0x8000_0000;
  private static final int ALLOW = 0x7fff_0000;
  private static final int ERROR = 0x0005_0000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int AF_UNIX = 1;

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

  private static final Call SOCKET = new Call(41, 198, EPERM);

  /**
   * The only sockets left are those of AF_UNIX, and the path that such a one connects to cannot be
   * seen from here.
   */
  private static final List<Call> CONNECTING = List.of(new Call(42, 203, EPERM)); // connect

  private final Machine machine;
  private final List<Instruction> program = new ArrayList<>();

  private SystemCalls(Machine machine) {
    this.machine = machine;
  }

  /** The call that puts the filter on a thread; it must have given up new privileges before. */
  static void deny(Script script, Machine machine, boolean sockets) {
    var calls = new SystemCalls(machine);
    calls.compose(sockets);
    long setSeccomp = 22;
    long filter = 2;
    script.must(Syscall.PRCTL, setSeccomp, filter, calls.laidOut(script.arena()).address());
  }

  private void compose(boolean sockets) {
    add(LOAD, 0, 0, 4); // architecture
    add(JUMP_EQUAL, 1, 0, machine == Machine.X86_64 ? 0xc000_003e : 0xc000_00b7);
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, 0); // number
    if (machine == Machine.X86_64) {
      add(JUMP_GREATER_EQUAL, 0, 1, 0x4000_0000); // x32 has other numbers for the same calls
      add(RETURN, 0, 0, ERROR | ENOSYS);
    }
    NEVER.forEach(this::deny);
    if (!sockets) {
      CONNECTING.forEach(this::deny);
      add(JUMP_EQUAL, 0, 3, number(SOCKET));
      add(LOAD, 0, 0, 16); // first argument, low half
      add(JUMP_EQUAL, 1, 0, AF_UNIX);
      add(RETURN, 0, 0, ERROR | SOCKET.error);
    }
    add(RETURN, 0, 0, ALLOW);
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
