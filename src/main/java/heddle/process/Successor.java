package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program for the foreground that may take this process's place: then it has its id, and its end,
 * by a signal too, is what whoever started Heddle sees. What {@code cargo run} does, too ({@code
 * exec_replace} of cargo's {@code util/process_builder.rs}).
 */
public record Successor(List<String> words, Map<String, String> variables, Path directory) {
  private static final int CLOSE_ON_EXEC = 4;
  private static final int SET_MASK = 2;
  private static final int SIGNAL_SET = 128;

  public Successor {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }

  /** Runs it as a child, as {@link Foreground#run}. */
  public int run() throws IOException, InterruptedException {
    return Foreground.run(words, variables, directory);
  }

  /**
   * Takes this process's place; as a child, and giving its exit code, where the system cannot close
   * what the JVM has open.
   *
   * @throws IOException if there is no such program
   */
  public int takeOver() throws IOException, InterruptedException {
    Kernel kernel;
    try {
      kernel = Kernel.load();
    } catch (ProblemException _) {
      return run();
    }
    if (kernel.call(Syscall.CLOSE_RANGE, 3, 0xffff_ffffL, CLOSE_ON_EXEC) != 0) return run();
    Arena arena = Arena.global();
    kernel.must(Syscall.CHDIR, arena.allocateFrom(directory.toString()).address());
    MemorySegment state = CFunction.state(arena);
    // threads of the JVM block signals, and a program begins with what its parent blocks
    CFunction.named("pthread_sigmask")
        .number(state, SET_MASK, arena.allocate(SIGNAL_SET).address(), 0);
    MemorySegment environment =
        CFunction.strings(
            arena,
            variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    CFunction.named("execvpe")
        .number(
            state,
            arena.allocateFrom(words.getFirst()).address(),
            CFunction.strings(arena, words).address(),
            environment.address());
    throw new IOException(
        "could not execute process `"
            + String.join(" ", words)
            + "` (errno "
            + CFunction.errno(state)
            + ")");
  }
}
