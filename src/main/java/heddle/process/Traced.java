package heddle.process;

import java.util.List;

/** What a command touched, by what it did and then by name; {@code exit} is the command's own. */
public record Traced(int exit, List<Touch> touches) {
  public Traced {
    touches = List.copyOf(touches);
  }

  /** What was done to a file, or with the network. */
  public enum Deed {
    /** Started as a program. */
    RUN,
    /** Opened for reading, or listed. */
    READ,
    /** Created, opened for writing, renamed, linked, changed or removed. */
    WRITE,
    /** Only asked about, and there. */
    PROBE,
    /** Looked for, and not there. */
    ABSENT,
    /** A connection or a message; the name is an address and a port, or the path of a socket. */
    CONNECT,
    /** A name of a file that it was not allowed to use as it wanted. */
    REFUSED
  }

  /** One name and what was done to it; each pair is there once. */
  public record Touch(Deed deed, String name) {}
}
