package heddle.world;

/** What a path leads to, links followed; of a directory and of nothing it says that a link did. */
public enum Kind {
  FILE,
  DIRECTORY,
  /** A directory behind a link: only a listing says so, asked for itself it is a directory. */
  DIRECTORY_LINK,
  /** A device, a socket, a pipe. */
  OTHER,
  /** A link to nothing. */
  BROKEN_LINK,
  ABSENT
}
