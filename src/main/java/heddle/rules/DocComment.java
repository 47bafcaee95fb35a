package heddle.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A doc comment, in either of Java's two forms, as plain text: what it says, and what it says of
 * each component.
 */
record DocComment(String raw) {
  private static final Pattern TAG = Pattern.compile("(?m)^\\s*@\\w");

  private static final Pattern INLINE = Pattern.compile("\\{@(\\w+)\\s+([^{}]*)}");

  private static final Pattern HTML = Pattern.compile("</?[a-zA-Z][^<>]*>");

  /** The comment without its tags. */
  String text() {
    var tag = TAG.matcher(raw);
    return plain(tag.find() ? raw.substring(0, tag.start()) : raw);
  }

  /** What {@code @param} says; empty if it says nothing. */
  String of(String name) {
    var tag = Pattern.compile("(?m)^\\s*@param\\s+" + Pattern.quote(name) + "\\s").matcher(raw);
    if (!tag.find()) return "";
    String rest = raw.substring(tag.end());
    var next = TAG.matcher(rest);
    return plain(next.find() ? rest.substring(0, next.start()) : rest).replaceAll("\\s+", " ");
  }

  /** {@code code} and links by their text, without HTML. */
  private static String plain(String text) {
    String said =
        INLINE
            .matcher(text)
            .replaceAll(each -> {
              String[] words = each.group(2).strip().split("\\s+", 2);
              boolean link = each.group(1).startsWith("link");
              String shown = link ? words[words.length - 1].replace('#', '.') : each.group(2);
              return Matcher.quoteReplacement(shown.strip());
            });
    return HTML.matcher(said).replaceAll("").strip();
  }
}
