package heddle.rust;

import java.util.List;
import java.util.Optional;

/**
 * How diagnostics and events are shown ({@code --message-format}): to people, or as JSON lines on
 * standard output; {@code rendered} has JSON for events but diagnostics still rendered for people,
 * {@code brief} asks rustc for one-line diagnostics, {@code ansi} keeps their colours in JSON.
 */
public record MessageFormat(boolean json, boolean rendered, boolean brief, boolean ansi) {
  public static final MessageFormat HUMAN = new MessageFormat(false, true, false, true);

  /**
   * Cargo's names, joined by commas or given repeatedly; empty if one is unknown or they do not go
   * together.
   */
  public static Optional<MessageFormat> parse(List<String> values) {
    MessageFormat format = HUMAN;
    for (String value : values) {
      for (String word : value.split(",", -1)) {
        switch (word.strip()) {
          case "human" -> format = HUMAN;
          case "short" -> format = new MessageFormat(false, true, true, true);
          case "json" ->
              format =
                  new MessageFormat(
                      true, false, format.json && format.brief, format.json && format.ansi);
          case "json-render-diagnostics" -> format = new MessageFormat(true, true, false, false);
          case "json-diagnostic-short" ->
              format = new MessageFormat(true, false, true, format.json && format.ansi);
          case "json-diagnostic-rendered-ansi" ->
              format = new MessageFormat(true, false, format.json && format.brief, true);
          default -> {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(format);
  }
}
