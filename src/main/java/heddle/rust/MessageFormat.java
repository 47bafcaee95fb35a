package heddle.rust;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How diagnostics and events are shown ({@code --message-format}): to people, or as JSON lines on
 * standard output; {@code rendered} has JSON for events but diagnostics still rendered for people,
 * {@code brief} asks rustc for one-line diagnostics, {@code ansi} keeps their colours in JSON.
 */
public record MessageFormat(boolean json, boolean rendered, boolean brief, boolean ansi) {
  public static final MessageFormat HUMAN = new MessageFormat(false, true, false, true);
  private static final MessageFormat JSON = new MessageFormat(true, false, false, false);

  /** Cargo's names of formats. */
  public static final List<String> NAMES =
      List.of(
          "human",
          "short",
          "json",
          "json-diagnostic-short",
          "json-diagnostic-rendered-ansi",
          "json-render-diagnostics");

  /**
   * The one that the names give, in whatever case, joined by commas or given repeatedly. The longer
   * names of JSON join each other and {@code json} before them; nothing else goes together. Source
   * of the rule: cargo's {@code util/command_prelude.rs}.
   */
  public static MessageFormat parse(List<String> values) throws ProblemException {
    Optional<MessageFormat> found = Optional.empty();
    for (String value : values) {
      for (String word : value.split(",", -1)) {
        String name = word.toLowerCase(Locale.ROOT);
        MessageFormat more =
            switch (name) {
              case "human" -> HUMAN;
              case "short" -> new MessageFormat(false, true, true, true);
              case "json" -> JSON;
              case "json-render-diagnostics" -> new MessageFormat(true, true, false, false);
              case "json-diagnostic-short" -> new MessageFormat(true, false, true, false);
              case "json-diagnostic-rendered-ansi" -> new MessageFormat(true, false, false, true);
              default -> throw new IllegalArgumentException(word);
            };
        if (found.isEmpty()) found = Optional.of(more);
        else if (found.get().json && name.startsWith("json-")) found = found.map(more::and);
        else {
          throw new ProblemException(
              Problem.of("cannot specify two kinds of `message-format` arguments"));
        }
      }
    }
    return found.orElse(HUMAN);
  }

  private MessageFormat and(MessageFormat other) {
    return new MessageFormat(
        true, rendered || other.rendered, brief || other.brief, ansi || other.ansi);
  }
}
