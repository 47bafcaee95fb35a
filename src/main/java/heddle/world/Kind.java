package heddle.world;

/** What a path leads to, links followed. */
public enum Kind {
  FILE,
  DIRECTORY,
  /** A device, a socket, a link to nothing. */
  OTHER,
  ABSENT
}
