package heddle.process;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way out of what an action declared. {@link #open} says which of them a level leaves open, so
 * that `heddle doctor` can; the tests try each.
 */
public enum Escape {
  TCP("connect to the network by TCP"),
  UDP("send to the network by UDP"),
  UNIX_SOCKET("reach a Unix socket by its path, as of a container daemon"),
  ABSTRACT_SOCKET("connect to an abstract Unix socket, as of a desktop's session"),
  IO_URING("submit system calls past filters by io_uring"),
  WRITE_HOME("write to the user's home directory"),
  WRITE_UNDECLARED("write to the store or to another directory that it did not declare"),
  WRITE_SOURCES("write to its sources"),
  ATTRIBUTES("change the permissions, owner or times of files that it was not given to write"),
  READ_SECRET("read a file that the user may read, such as a key"),
  SEE_UNDECLARED("find out whether an undeclared file exists"),
  READ_PROCESS("read the memory or the variables of another process of the user"),
  SHARED_MEMORY("share memory or messages with other processes (System V, POSIX)"),
  DAEMON("leave a process behind that runs on"),
  SIGNAL("send a signal to another process of the user"),
  DEVICE("make a device file and use it"),
  SETUID("leave a program that runs as this user for every user of the machine"),
  FORK_BOMB("start more processes than its limit allows, each in a session of its own"),
  FLOOD("fill memory or the disk by what it prints or by one file"),
  OUTPUT_LINK("give another's file as an output, by a symbolic link"),
  VARIABLES("run code outside by variables that loaders and interpreters obey");

  private final String text;

  Escape(String text) {
    this.text = text;
  }

  /** What a process can do where this is open. */
  public String text() {
    return text;
  }

  /**
   * What this level leaves open on this machine.
   *
   * @param superuser whether actions run as one
   * @param landlock the version of Landlock's ABI, 0 without it
   */
  static Set<Escape> open(SandboxLevel level, boolean superuser, int landlock) {
    var open = EnumSet.noneOf(Escape.class);
    switch (level) {
      case NAMESPACES -> {}
      case LANDLOCK -> {
        open.addAll(EnumSet.of(SEE_UNDECLARED, ATTRIBUTES, DAEMON, FORK_BOMB));
        if (landlock < 6) {
          open.add(SIGNAL);
        }
      }
      case PLAIN -> {
        open.addAll(EnumSet.allOf(Escape.class));
        open.removeAll(EnumSet.of(FLOOD, OUTPUT_LINK)); // limits, and a look at the end
        if (!superuser) {
          open.remove(DEVICE);
        }
      }
    }
    return Set.copyOf(open);
  }
}
