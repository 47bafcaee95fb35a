package heddle.rules;

import java.util.List;
import java.util.Locale;

/**
 * A task that can be asked for by name: a public record of a rule file.
 *
 * @param name as on the command line: {@code PackTar} is {@code pack-tar}
 * @param type the record's name in Java
 * @param doc its doc comment, or empty
 */
public record Goal(String name, String type, String doc, List<Parameter> parameters) {
  /** A component of the record: its name, its type in Java's words, and what is said of it. */
  public record Parameter(String name, Kind kind, String type, String doc) {}

  /** How words become the value of a component. */
  public enum Kind {
    TEXT,
    WHOLE,
    LONG,
    FLAG,
    PATH,
    CHOICE,
    OPTIONAL_TEXT,
    TEXTS,
    PATHS;

    /** Whether a component of this kind must be given. */
    boolean required() {
      return switch (this) {
        case FLAG, OPTIONAL_TEXT, TEXTS, PATHS -> false;
        case TEXT, WHOLE, LONG, PATH, CHOICE -> true;
      };
    }
  }

  public Goal {
    parameters = List.copyOf(parameters);
  }

  /** The first sentence of the comment. */
  public String summary() {
    String line = doc.strip().replaceAll("\\s+", " ");
    int end = line.indexOf(". ");
    String sentence = end < 0 ? line : line.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** As it is typed: {@code pack-tar name=TEXT [level=TEXT] file=PATH...}. */
  public String usage() {
    var out = new StringBuilder(name);
    for (Parameter each : parameters) {
      String word = each.name() + "=" + each.type().toUpperCase(Locale.ROOT);
      out.append(' ')
          .append(
              switch (each.kind()) {
                case FLAG, OPTIONAL_TEXT -> "[" + word + "]";
                case TEXTS, PATHS -> "[" + word + "]...";
                default -> word;
              });
    }
    return out.toString();
  }

  /** {@code PackTar} as {@code pack-tar}. */
  static String named(String type) {
    var out = new StringBuilder();
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      boolean begins =
          i > 0 && Character.isUpperCase(c) && !Character.isUpperCase(type.charAt(i - 1));
      out.append(begins ? "-" : "").append(Character.toLowerCase(c));
    }
    return out.toString();
  }
}
