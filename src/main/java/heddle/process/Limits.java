package heddle.process;

import java.time.Duration;

/**
 * What an action may use at most; going beyond ends it with its whole process tree.
 *
 * @param time from start to end
 * @param streamBytes of standard output, and the same of standard error
 * @param fileBytes of any one file that it writes
 * @param processes alive at one time
 */
public record Limits(Duration time, long streamBytes, long fileBytes, int processes) {
  /** No practical bound on time; 64 MiB per stream, 64 GiB per file, 4096 processes. */
  public static final Limits DEFAULT = new Limits(Duration.ofDays(7), 64L << 20, 64L << 30, 4096);

  public Limits withTime(Duration time) {
    return new Limits(time, streamBytes, fileBytes, processes);
  }
}
