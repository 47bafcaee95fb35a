package heddle.text;

/** A text and the name under which errors show it; the name is never interpreted. */
public record Source(String name, String text) {
  /** The whole text. */
  public Place all() {
    return new Place(this, 0, text.length());
  }

  public Place place(int start, int end) {
    return new Place(this, start, end);
  }
}
