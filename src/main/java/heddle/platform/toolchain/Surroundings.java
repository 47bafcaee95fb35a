package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine as discovery sees it: variables, files, directories, and short runs of tools. The
 * same question has the same answer during one build. Paths are absolute.
 */
public interface Surroundings {
  /** A variable of the environment that Heddle was started with; empty text counts as not set. */
  Optional<String> variable(String name) throws Exception;

  /** A file's text (UTF-8); empty if there is no such file. */
  Optional<String> read(Path file) throws Exception;

  /** The file behind all links; empty if there is nothing. */
  Optional<Path> real(Path path) throws Exception;

  /** As {@link #real}, of a program that somebody named and may have named otherwise. */
  default Optional<Path> behind(Path program) throws Exception {
    return real(program);
  }

  /** The names in a directory, in any order; none if it is no directory. */
  List<String> list(Path directory) throws Exception;

  /** Whether this is a file that may be executed. */
  boolean executable(Path file) throws Exception;

  /** SHA-256 of a file's content in lower hex; empty if there is no such file. */
  Optional<String> digest(Path file) throws Exception;

  /**
   * Runs a tool to its end, with the variables of Heddle's own environment that the tool needs to
   * find itself; {@code digest} is the tool's, so that an answer can be kept for it.
   */
  Answer ask(String digest, List<String> command) throws Exception;

  /** What a tool printed, and its exit code. */
  record Answer(int exit, String output, String errors) {
    public boolean succeeded() {
      return exit == 0;
    }
  }
}
