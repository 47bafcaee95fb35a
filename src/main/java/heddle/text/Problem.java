package heddle.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Something wrong, in the user's words: the message, the places it is about (the first is the main
 * one), notes, and helps that say what to do.
 */
public record Problem(String message, List<Label> labels, List<String> notes, List<String> helps) {

  public Problem {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
    helps = List.copyOf(helps);
  }

  /** A place of a problem and what is to be said of it there; the text may be empty. */
  public record Label(Place place, String text) {}

  public static Problem of(String message) {
    return new Problem(message, List.of(), List.of(), List.of());
  }

  public static Problem at(Place place, String message) {
    return new Problem(message, List.of(new Label(place, "")), List.of(), List.of());
  }

  public Problem withLabel(Place place, String text) {
    return new Problem(message, plus(labels, new Label(place, text)), notes, helps);
  }

  public Problem withHelp(String help) {
    return new Problem(message, labels, notes, plus(helps, help));
  }

  public Problem withNote(String note) {
    return new Problem(message, labels, plus(notes, note), helps);
  }

  /**
   * The lines to show, after the fashion of rustc. The severity is the first word: {@code error} or
   * {@code warning}.
   */
  public List<String> lines(String severity) {
    return new Rendering(this).lines(severity);
  }

  /** {@link #lines} of an error, joined by line feeds. */
  @Override
  public String toString() {
    return String.join("\n", lines("error"));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    var all = new ArrayList<T>(list);
    all.add(item);
    return all;
  }
}
