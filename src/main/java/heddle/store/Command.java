package heddle.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an action runs, as the messages Command and Action of the Remote Execution API v2 say it;
 * the key of an action is the digest of the latter.
 *
 * @param outputs paths relative to the working directory, sorted in the message
 * @param inputRoot the digest of the input root's {@link Directory}
 * @param salt what else the result depends on, such as the permissions; empty where nothing
 */
public record Command(
    List<String> arguments,
    Map<String, String> environment,
    List<String> outputs,
    String workingDirectory,
    Digest inputRoot,
    String salt) {
  public Command {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    outputs = List.copyOf(outputs);
  }

  public byte[] encodeCommand() {
    var out = new Wire();
    for (String each : arguments) out.item(1, each);
    environment.forEach((name, value) -> out.message(2, new Wire().text(1, name).text(2, value)));
    out.text(6, workingDirectory);
    var sorted = new ArrayList<>(outputs);
    Collections.sort(sorted);
    for (String each : sorted) out.item(7, each);
    return out.toBytes();
  }

  public byte[] encodeAction() {
    return new Wire()
        .digest(1, Digest.of(encodeCommand()))
        .digest(2, inputRoot)
        .text(9, salt)
        .toBytes();
  }

  /** The key of the action. */
  public Digest key() {
    return Digest.of(encodeAction());
  }
}
