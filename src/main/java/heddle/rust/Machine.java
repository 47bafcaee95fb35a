package heddle.rust;

import heddle.process.ActionOutcome;
import heddle.process.Denied;
import heddle.process.RunAction;
import heddle.process.Traced;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What building asks of the rooms below: processes with a slot each, files of the build's own
 * directories, and the store. One value per build; all methods may be called from many threads.
 */
interface Machine {
  /**
   * A process to run: its words, its whole environment, its directory; {@code label} is what the
   * console shows, {@code urgency} orders those that wait, {@code foldable} of the last words may
   * stand in a file, since the program reads {@code @FILE}.
   */
  record Command(
      String label,
      List<String> words,
      Map<String, String> variables,
      Path directory,
      int urgency,
      Rules rules,
      int foldable) {
    Command(
        String label,
        List<String> words,
        Map<String, String> variables,
        Path directory,
        int urgency,
        Rules rules) {
      this(label, words, variables, directory, urgency, rules, 0);
    }
  }

  /**
   * What a process may do beyond reading the toolchain and the system: the directories it reads and
   * writes, one in which what it writes is thrown away, and whether it reaches the network.
   */
  record Rules(
      List<Path> reads,
      List<Path> writes,
      Optional<Path> discarded,
      boolean network,
      boolean confined) {
    Rules(List<Path> reads, List<Path> writes, boolean network, boolean confined) {
      this(reads, writes, Optional.empty(), network, confined);
    }

    /** For tools of the build system itself: nothing is kept from them. */
    static final Rules FREE = new Rules(List.of(), List.of(), true, false);
  }

  /**
   * How it ended: the exit code (128 + signal if killed), its standard output, how long it ran in
   * nanoseconds, what it reached for in vain, and when it began by {@link System#nanoTime}.
   */
  record Exit(
      int code, Printed output, String problem, long nanos, List<Denied> refused, long began) {}

  /** A file's content in the store. */
  record Blob(String hash, long size) {}

  /** Waits for a slot, runs, and hands on each line of standard error as it comes. */
  Exit run(Command command, Consumer<String> errorLine)
      throws IOException, InterruptedException, ProblemException;

  /** Asks for the outcome of a run as a task, so that a rule may stand for it. */
  @FunctionalInterface
  interface Asked {
    ActionOutcome of(RunAction run) throws Exception;
  }

  /** As the other, where {@code asked} decides how it is run; all lines come at its end. */
  Exit run(Command command, Asked asked, Consumer<String> errorLine) throws Exception;

  /**
   * As {@link #run}, under strace and held as ever; {@code touches} gets what the process and its
   * children did, once it has ended.
   */
  Exit trace(Command command, Consumer<String> errorLine, Consumer<List<Traced.Touch>> touches)
      throws IOException, InterruptedException, ProblemException;

  /** Takes the file into the store without changing the file or its name. */
  Blob keep(Path file) throws IOException;

  Blob keep(byte[] content) throws IOException;

  byte[] read(Blob blob) throws IOException;

  /**
   * Puts the content at the path, replacing what is there at once; {@code shared} allows a link to
   * the store's own file, which nobody may write.
   */
  void place(Blob blob, Path to, boolean executable, boolean shared) throws IOException;

  /** Whether the file holds this content already. */
  boolean shows(Path file, Blob blob) throws IOException;

  /** Takes a directory with all its files into the store. */
  Blob keepTree(Path directory) throws IOException;

  /** Makes the directory hold exactly that tree. */
  void placeTree(Blob tree, Path directory) throws IOException;

  /**
   * Makes a directory that several builds use this build's alone, without waiting; false, and then
   * it is not this build's at all, if another one uses it.
   */
  boolean own(Path directory) throws IOException, ProblemException;

  /** Keeps others from changing the directory until this build ends; waits for one that does. */
  void share(Path directory) throws IOException, ProblemException;

  /**
   * Whether the directory was left by {@link #placeTree} or {@link #keepTree} of exactly this tree.
   */
  boolean holds(Path directory, Optional<Blob> tree) throws IOException;

  /**
   * A small record under a key of 64 hex digits, as last written by anyone who shares the store.
   */
  Optional<byte[]> recall(String key) throws IOException;

  void remember(String key, byte[] record) throws IOException;

  /** Makes an empty directory, removing what was there. */
  void emptyDirectory(Path directory) throws IOException;

  void directory(Path directory) throws IOException;

  /** Removes a file, or a directory with all in it, if it is there. */
  void delete(Path path) throws IOException;

  /** As {@link #delete} of a directory, which may take until the end of the build. */
  void discard(Path directory) throws IOException;

  /** A second name for a file of this build's directories. */
  void link(Path from, Path to) throws IOException;

  List<String> list(Path directory) throws IOException;

  /** Where a path leads when its links are followed; empty if nothing is there. */
  Optional<Path> real(Path path) throws IOException;

  /** The file itself, or all files below a directory, in order of path. */
  List<Path> files(Path path) throws IOException;

  /**
   * All files below a directory but version control's own and those below the excluded ones; none
   * if it is no directory.
   */
  List<Path> below(Path directory, Set<Path> excluded) throws IOException;

  boolean exists(Path path);

  /** Whether it is a regular file, and neither a link nor anything else; empty if it is nothing. */
  Optional<Boolean> regular(Path path);

  void write(Path file, String text) throws IOException;

  Optional<String> readText(Path file) throws IOException;

  /**
   * The hash of a file's content, or of all below a directory but the excluded; empty if nothing is
   * there; remembered while stat is the same.
   */
  Optional<String> digest(Path path, Set<Path> excluded) throws IOException;

  /** The hash of a regular file's content; empty for anything else. */
  Optional<String> fileDigest(Path file) throws IOException;

  default Optional<String> digest(Path path) throws IOException {
    return digest(path, Set.of());
  }

  /** Makes an empty directory, and gives the moment by the clock of the file system. */
  long moment(Path directory) throws IOException;

  /** Whether the file, or anything below the directory, was changed at that moment or later. */
  boolean changedSince(Path path, long moment, Set<Path> excluded) throws IOException;

  /** The files below a directory that were changed at that moment or later. */
  List<Path> changedBelow(Path directory, long moment, Set<Path> excluded) throws IOException;

  /** The names and sizes of the files of a directory, as text; empty if there is none. */
  String inventory(Path directory) throws IOException;

  /** The hash of all below a directory but version control's own folder and the excluded ones. */
  Optional<String> digestBelow(Path directory, Set<Path> excluded) throws IOException;

  /** Whether the store seems to have the content; it is checked when it is used. */
  boolean seems(Blob blob);

  /** Whether the file, or any below the directory, holds this text as bytes of UTF-8. */
  boolean mentions(Path place, String text) throws IOException;

  /**
   * Notes the state of a path that the build depends on, before it is used; {@code ours} if the
   * build wrote it.
   */
  void look(Path path, boolean ours);
}
