package heddle.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A directory that an action sees. Its name is unique in the action; argv, environment, outputs and
 * working directory refer to it by {@link #placeholder}, since its path may differ from run to run.
 */
public sealed interface Mount {
  String name();

  /**
   * The text that stands for the path of the mount of this name: the name between two NUL
   * characters, which no argument and no variable can hold otherwise.
   */
  static String placeholder(String name) {
    return "\0" + name + "\0";
  }

  /** {@link #placeholder} of this mount. */
  default String placeholder() {
    return placeholder(name());
  }

  /**
   * A directory of this machine, read-only. In a namespace it appears at the absolute path {@code
   * at}, if given; elsewhere, and without {@code at}, it keeps its own path.
   */
  record Source(String name, Path host, Optional<String> at) implements Mount {
    public Source(String name, Path host) {
      this(name, host, Optional.empty());
    }
  }

  /**
   * A directory of this machine that the action may write: where outputs go, or state that is kept
   * from run to run. It keeps its path at every level.
   */
  record Writable(String name, Path host) implements Mount {}

  /**
   * A directory of this machine that the action may write in a namespace of a superuser, where what
   * it writes is thrown away at its end (overlayfs); at other levels it is read-only. For programs
   * that make temporary files where they stand.
   */
  record Discarded(String name, Path host) implements Mount {}

  /** A directory of exactly these files, by relative path: links to, or copies of, files here. */
  record Links(String name, Map<String, Path> files) implements Mount {
    public Links {
      files = Map.copyOf(files);
    }

    /** The files in the order of their relative paths. */
    Map<String, Path> sorted() {
      return new TreeMap<>(files);
    }
  }
}
