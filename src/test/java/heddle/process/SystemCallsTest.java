package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.SystemCalls.Machinery;
import heddle.process.SystemCalls.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter as data, run by an interpreter: so it is tried for machines that are not here. */
class SystemCallsTest {
  private static final int NO_PERMISSION = SystemCalls.ERROR | SystemCalls.EPERM;
  private static final int NO_SUCH_CALL = SystemCalls.ERROR | SystemCalls.ENOSYS;
  private static final int X86_64 = 0xc000_003e;
  private static final int I386 = 0x4000_0003;
  private static final int AARCH64 = 0xc000_00b7;
  private static final int ARM = 0x4000_0028;

  private record Filter(Machine machine, Network network, Machinery machinery) {
    int answer(Syscall call, long... arguments) {
      return answer(machine == Machine.X86_64 ? X86_64 : AARCH64, call.number(machine), arguments);
    }

    /** What the kernel would do; struct seccomp_data is number, architecture, pc, arguments. */
    int answer(int architecture, long number, long... arguments) {
      var program = SystemCalls.program(machine, network, machinery);
      int accumulator = 0;
      for (int at = 0; at < program.size(); at++) {
        var i = program.get(at);
        boolean yes;
        switch (i.code()) {
          case 0x20 -> {
            int argument = (i.value() - 16) / 8;
            long value = argument < arguments.length && i.value() >= 16 ? arguments[argument] : 0;
            accumulator =
                switch (i.value()) {
                  case 0 -> (int) number;
                  case 4 -> architecture;
                  default -> (int) (i.value() % 8 == 0 ? value : value >>> 32);
                };
            continue;
          }
          case 0x54 -> {
            accumulator &= i.value();
            continue;
          }
          case 0x06 -> {
            return i.value();
          }
          case 0x15 -> yes = accumulator == i.value();
          case 0x35 -> yes = Integer.compareUnsigned(accumulator, i.value()) >= 0;
          case 0x45 -> yes = (accumulator & i.value()) != 0;
          default -> throw new AssertionError("no such instruction: " + i);
        }
        at += yes ? i.yes() : i.no();
      }
      throw new AssertionError("it ends without an answer");
    }
  }

  private static Filter strict(Machine machine) {
    return new Filter(machine, Network.GATED, Machinery.SHARED);
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void the_numbers_are_those_of_the_kernel(Machine machine) throws Exception {
    var header =
        Path.of(
            switch (machine) {
              case X86_64 -> "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";
              case AARCH64 -> "/usr/include/asm-generic/unistd.h";
            });
    assumeTrue(Files.exists(header), "no headers of the kernel");
    var numbers = new HashMap<String, Integer>();
    var defined = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)");
    for (var line : Files.readAllLines(header)) {
      var found = defined.matcher(line);
      if (found.find()) {
        numbers.put(found.group(1), Integer.parseInt(found.group(2)));
      }
    }
    var ours = new HashMap<String, Integer>();
    for (var call : Syscall.values()) {
      ours.put(call.name().toLowerCase(Locale.ROOT), (int) call.number(machine));
    }
    var newer = Map.of("fchmodat2", 452); // than some headers
    assertThat(ours)
        .allSatisfy((name, number) ->
            assertThat(number)
                .as(name)
                .isEqualTo(numbers.getOrDefault(name, newer.getOrDefault(name, -1))));
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void calls_of_another_architecture_end_the_process(Machine machine) {
    for (var network : Network.values()) {
      var filter = new Filter(machine, network, Machinery.APART);
      int other = machine == Machine.X86_64 ? AARCH64 : X86_64;
      for (int architecture : new int[] {other, I386, ARM}) {
        assertThat(filter.answer(architecture, 0)).isEqualTo(SystemCalls.KILL);
      }
    }
  }

  @Test
  void x32_is_not_there() {
    long x32 = 0x4000_0000;
    var filter = strict(Machine.X86_64);
    for (long number : new long[] {0, 42, 537, 541, 0x3fff_ffff}) {
      assertThat(filter.answer(X86_64, x32 + number)).isEqualTo(NO_SUCH_CALL);
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void what_every_action_needs_is_allowed(Machine machine) {
    for (var network : Network.values()) {
      for (var machinery : Machinery.values()) {
        var filter = new Filter(machine, network, machinery);
        for (var call :
            new Syscall[] {
              Syscall.READ, Syscall.WRITE, Syscall.CLOSE, Syscall.KILL, Syscall.BIND
            }) {
          assertThat(filter.answer(call)).isEqualTo(SystemCalls.ALLOW);
        }
        assertThat(filter.answer(Syscall.OPENAT, -100, 1, 0, 04755)).isEqualTo(SystemCalls.ALLOW);
        assertThat(filter.answer(Syscall.OPENAT, -100, 1, 0101, 0755)).isEqualTo(SystemCalls.ALLOW);
        assertThat(filter.answer(Syscall.FCHMODAT, -100, 1, 02775)).isEqualTo(SystemCalls.ALLOW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void no_file_gets_the_setuid_bit(Machine machine) {
    var filter = new Filter(machine, Network.ALL, Machinery.APART);
    assertThat(filter.answer(Syscall.OPENAT, -100, 1, 0101, 04755)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.OPENAT, -100, 1, 020200002, 04755)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.OPENAT2, -100, 1, 1, 24)).isEqualTo(NO_SUCH_CALL);
    assertThat(filter.answer(Syscall.FCHMOD, 3, 06755)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.FCHMODAT, -100, 1, 04711)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.FCHMODAT2, -100, 1, 04711, 0)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.MKNODAT, -100, 1, 0104755, 0)).isEqualTo(NO_PERMISSION);
    if (machine == Machine.X86_64) {
      assertThat(filter.answer(Syscall.OPEN, 1, 0101, 04755)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.CREAT, 1, 04755)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.CHMOD, 1, 04755)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.MKNOD, 1, 0104755)).isEqualTo(NO_PERMISSION);
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void limits_of_other_processes_may_be_asked_and_not_set(Machine machine) {
    var filter = strict(machine);
    long memory = 0x7fff_0000_0000L; // its low half is 0
    assertThat(filter.answer(Syscall.PRLIMIT64, 0, 7, memory, 0)).isEqualTo(SystemCalls.ALLOW);
    assertThat(filter.answer(Syscall.PRLIMIT64, 17, 7, 0, memory)).isEqualTo(SystemCalls.ALLOW);
    assertThat(filter.answer(Syscall.PRLIMIT64, 17, 7, memory, 0)).isEqualTo(NO_PERMISSION);
    assertThat(filter.answer(Syscall.PRLIMIT64, 17, 7, 16, 0)).isEqualTo(NO_PERMISSION);
    assertThat(
            new Filter(machine, Network.ALL, Machinery.APART)
                .answer(Syscall.PRLIMIT64, 17, 7, 16, 0))
        .isEqualTo(SystemCalls.ALLOW);
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void a_landlock_without_truncation_gets_it_from_the_filter(Machine machine) {
    assertThat(strict(machine).answer(Syscall.TRUNCATE)).isEqualTo(SystemCalls.ALLOW);
    assertThat(
            new Filter(machine, Network.ALL, Machinery.SHARED_AND_TRUNCATED)
                .answer(Syscall.TRUNCATE))
        .isEqualTo(NO_PERMISSION);
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void without_a_network_there_are_only_streams_that_reach_nobody(Machine machine) {
    for (var network : new Network[] {Network.GATED, Network.NONE}) {
      var filter = new Filter(machine, network, Machinery.SHARED);
      int connect = network == Network.GATED ? SystemCalls.ASK : NO_PERMISSION;
      assertThat(filter.answer(Syscall.CONNECT)).isEqualTo(connect);
      assertThat(filter.answer(Syscall.LISTEN)).isEqualTo(NO_PERMISSION);
      for (int flags : new int[] {0, 02000000, 04000, 02004000}) { // CLOEXEC, NONBLOCK
        for (int family = 0; family < 50; family++) {
          for (int type = 0; type < 12; type++) {
            for (int protocol : new int[] {0, 1, 6, 17, 132, 262}) {
              boolean tcp =
                  (family == 2 || family == 10) && type == 1 && (protocol == 0 || protocol == 6);
              boolean unix = family == 1 && (type == 1 || type == 5);
              assertThat(filter.answer(Syscall.SOCKET, family, type | flags, protocol))
                  .as("%d %d %d", family, type, protocol)
                  .isEqualTo(tcp || unix ? SystemCalls.ALLOW : NO_PERMISSION);
            }
          }
        }
      }
      assertThat(filter.answer(Syscall.SOCKETPAIR, 1, 1)).isEqualTo(SystemCalls.ALLOW);
      assertThat(filter.answer(Syscall.SOCKETPAIR, 1, 5)).isEqualTo(SystemCalls.ALLOW);
      assertThat(filter.answer(Syscall.SOCKETPAIR, 1, 2)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.SENDTO, 3, 1, 1, 0x2000_4000)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.SENDTO, 3, 1, 1, 0x4000)).isEqualTo(SystemCalls.ALLOW);
      assertThat(filter.answer(Syscall.SENDMSG, 3, 1, 0x2000_0000)).isEqualTo(NO_PERMISSION);
      assertThat(filter.answer(Syscall.SENDMMSG, 3, 1, 1, 0x2000_0000)).isEqualTo(NO_PERMISSION);
    }
  }
}
