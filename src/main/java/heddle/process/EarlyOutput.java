package heddle.process;

import java.util.List;

/**
 * An output that is complete while its action still runs: a line of standard error that holds all
 * the marks says so, as rustc's artifact notifications do.
 */
public record EarlyOutput(String output, List<String> marks) {
  public EarlyOutput {
    marks = List.copyOf(marks);
  }

  boolean announcedBy(String line) {
    return marks.stream().allMatch(line::contains);
  }
}
