package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What this system takes at the start of a program: bytes of one argument or variable, and of all
 * of them.
 *
 * <p>Linux, fs/exec.c and execve(2): one has 32 pages; all of them, with a pointer each, have a
 * quarter of the limit of the stack, at most 6 MiB and at least 32 pages.
 */
record StartRoom(long one, long all) {
  private static final long PAGES = 32L * 4096;
  private static final long MOST = 6L << 20;
  private static final long POINTER = 8;

  /** Kept free for what a sandbox starts in front, and what the kernel notes of the program. */
  private static final long FRONT = 32L << 10;

  static StartRoom of(Kernel kernel) {
    long stack = 3;
    try (var arena = Arena.ofConfined()) {
      var limit = arena.allocate(16, 8);
      long most = 0;
      if (kernel.call(Syscall.PRLIMIT64, 0, stack, 0, limit.address()) == 0) {
        most = Long.divideUnsigned(limit.get(ValueLayout.JAVA_LONG, 0), 4);
      }
      return new StartRoom(PAGES - 1, Math.max(PAGES, Math.min(MOST, most)) - FRONT);
    }
  }

  /** Whether there is no need to ask the system: there is room for these everywhere. */
  static boolean easily(Collection<String> words, Map<String, String> variables) {
    long most = 0; // a char is at most three bytes of UTF-8
    for (var word : words) {
      most += 3L * word.length() + 1 + POINTER;
    }
    for (var variable : variables.entrySet()) {
      most += 3L * (variable.getKey().length() + variable.getValue().length()) + 2 + POINTER;
    }
    return most <= PAGES - FRONT;
  }

  boolean holds(List<String> words, Map<String, String> variables) {
    return words.stream().allMatch(word -> bytes(word) <= one)
        && variables.entrySet().stream().allMatch(variable -> bytes(variable) <= one)
        && total(words, variables) <= all;
  }

  /** Says what is too long, if anything is. */
  void check(List<String> words, Map<String, String> variables) throws ProblemException {
    if (holds(words, variables)) {
      return;
    }
    for (var variable : variables.entrySet()) {
      if (bytes(variable) > one) {
        throw tooLong(
            words,
            "the variable " + variable.getKey() + " is " + bytes(variable) + " bytes long",
            one + " for one variable");
      }
    }
    for (var word : words) {
      if (bytes(word) > one) {
        throw tooLong(
            words,
            "its argument `" + word.substring(0, 40) + "...` is " + bytes(word) + " bytes long",
            one + " for one argument");
      }
    }
    long named = total(List.of(), variables);
    throw tooLong(
        words,
        "its arguments have "
            + (total(words, variables) - named)
            + " bytes and its variables "
            + named,
        all + " for all together (`ulimit -s` sets it)");
  }

  private static ProblemException tooLong(List<String> words, String what, String room) {
    return new ProblemException(
        Problem.of("cannot run " + words.getFirst() + ": " + what)
            .withNote("this system has room for " + room));
  }

  private static long total(List<String> words, Map<String, String> variables) {
    return words.stream().mapToLong(word -> bytes(word) + POINTER).sum()
        + variables.entrySet().stream().mapToLong(each -> bytes(each) + POINTER).sum();
  }

  /** With the byte that ends it. */
  private static long bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8).length + 1L;
  }

  private static long bytes(Map.Entry<String, String> variable) {
    return bytes(variable.getKey()) + bytes(variable.getValue());
  }
}
