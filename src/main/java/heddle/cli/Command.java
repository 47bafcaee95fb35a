package heddle.cli;

/** One word of the command line: what it takes and what it does. Made only when it is called. */
interface Command {
  Usage usage();

  /** Begins, on a thread of its own, what {@link #run} will need; nothing that anybody sees. */
  default void prepare() {}

  /** Runs and gives the exit code. What stops it is thrown and shown by {@link Failure}. */
  int run(Session session, Arguments arguments) throws Exception;
}
