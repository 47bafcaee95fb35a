package heddle.process;

import heddle.engine.Intrinsic;
import java.util.List;

/**
 * A short question to a tool of this machine, such as {@code rustc -vV}. Asked outside the sandbox
 * with the variables that Heddle was started with, since a tool may need them to find itself.
 *
 * @param digest the digest of the tool; the answer is kept for it, and asked once
 * @param command an absolute program and its arguments
 */
public record AskTool(String digest, List<String> command) implements Intrinsic<AskTool.Answer> {
  public AskTool {
    command = List.copyOf(command);
  }

  /** What the tool printed, and its exit code. */
  public record Answer(int exit, String output, String errors) {}
}
